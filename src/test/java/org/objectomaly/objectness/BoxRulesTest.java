package org.objectomaly.objectness;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;

class BoxRulesTest {
    private static final float[] NONE = {};
    private static final DetectionSettings SETTINGS = new DetectionSettings(0.4, 0.5, 3);

    private static Detection box(
            final float left, final float top, final float right, final float bottom, final float score) {
        return new Detection(left, top, right, bottom, score, NONE);
    }

    @Test
    void shouldKeepTheSurerOfTwoBoxesOfOneObject() {
        final Detection sure = box(0, 0, 10, 10, 0.9f);
        final Detection same = box(1, 0, 10, 10, 0.8f);
        final Detection half = box(0, 0, 10, 5, 0.7f);
        assertEquals(List.of(sure, half), BoxRules.suppressed(List.of(same, half, sure), SETTINGS));
    }

    @Test
    void shouldDropTheUnsureAndThoseAboveTheNumber() {
        final List<Detection> apart = List.of(
                box(0, 0, 1, 1, 0.5f),
                box(2, 0, 3, 1, 0.4f),
                box(4, 0, 5, 1, 0.6f),
                box(6, 0, 7, 1, 0.7f),
                box(8, 0, 9, 1, 0.8f));
        assertEquals(List.of(apart.get(4), apart.get(3), apart.get(2)), BoxRules.suppressed(apart, SETTINGS));
        assertEquals(List.of(apart.get(0)), BoxRules.suppressed(apart.subList(0, 2), SETTINGS));
    }

    @Test
    void shouldKeepTheEarlierOfTwoAsSure() {
        final Detection first = box(0, 0, 10, 10, 0.9f);
        final Detection second = box(0, 0, 10, 9, 0.9f);
        assertEquals(List.of(first), BoxRules.suppressed(List.of(first, second), SETTINGS));
        assertEquals(List.of(second), BoxRules.suppressed(List.of(second, first), SETTINGS));
    }

    @Test
    void shouldLetBoxesNearTheBorderEndAtIt() {
        assertEquals(
                List.of(box(0, 0, 50, 100, 1), box(20, 20, 80, 80, 1)),
                BoxRules.completed(List.of(box(19, -3, 50, 81, 1), box(20, 20, 80, 80, 1)), 100, 100));
    }

    @Test
    void shouldMakeTheOneBoxOfNearlyTheWholeFrameTheFrame() {
        final Detection nearly = box(0, 0, 93, 100, 0.5f);
        assertEquals(List.of(box(0, 0, 100, 100, 0.5f)), BoxRules.completed(List.of(nearly), 100, 100));
        final Detection tall = box(22, 0, 1000, 1000, 0.5f);
        assertEquals(List.of(box(0, 0, 1000, 1000, 0.5f)), BoxRules.completed(List.of(tall), 1000, 1000));
        assertEquals(List.of(tall, tall), BoxRules.completed(List.of(tall, tall), 1000, 1000));
    }
}
