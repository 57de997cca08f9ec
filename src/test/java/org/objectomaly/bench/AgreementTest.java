package org.objectomaly.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.objectomaly.image.ScoreMap;

final class AgreementTest {
    @Test
    void shouldFindNoDifferenceOfAMapFromItself() {
        final List<ScoreMap> maps = List.of(map(0, 0.2f, 0.7f, 1), map(0.5f, 0, 0, 0));
        assertEquals(new Agreement(0, 1), rounded(Agreement.of(maps, maps)));
    }

    @Test
    void shouldTakeScoresAsTheyAreShown() {
        final Agreement agreement = Agreement.of(List.of(map(-7, 0.5f, 3, 0)), List.of(map(0, 0.5f, 1, -1)));
        assertEquals(new Agreement(0, 1), rounded(agreement));
    }

    @Test
    void shouldHoldDifferencesAgainstAllThatIsShown() {
        final Agreement agreement =
                Agreement.of(List.of(map(0, 0, 0, 1), map(0, 1, 0, 0)), List.of(map(0, 0, 0, 1), map(1, 0, 0, 0)));
        assertEquals(2.0 / 4, agreement.difference(), 1e-12);
        // Means 1/4, products 1 of 8: (1 - 8/16) / (2 - 8/16).
        assertEquals(0.5 / 1.5, agreement.correlation(), 1e-12);
    }

    @Test
    void shouldFindNothingInCommonWithAnEmptyMap() {
        final Agreement agreement = Agreement.of(List.of(map(0, 0, 0, 0)), List.of(map(0, 0.01f, 0, 0)));
        assertEquals(1, agreement.difference(), 1e-6);
        assertEquals(
                0,
                Agreement.of(List.of(map(0, 0, 0, 0)), List.of(map(0, 0, -1, 0)))
                        .difference());
    }

    @Test
    void shouldKnowNoCorrelationWithAFlatMap() {
        final Agreement agreement = Agreement.of(List.of(map(0.1f, 0.1f, 0.1f, 0.1f)), List.of(map(0, 0.3f, 0.6f, 1)));
        assertTrue(Double.isNaN(agreement.correlation()));
    }

    private static Agreement rounded(final Agreement agreement) {
        return new Agreement(
                Math.round(1e9 * agreement.difference()) / 1e9, Math.round(1e9 * agreement.correlation()) / 1e9);
    }

    private static ScoreMap map(final float... values) {
        final ScoreMap map = new ScoreMap(2, 2);
        System.arraycopy(values, 0, map.values(), 0, values.length);
        return map;
    }
}
