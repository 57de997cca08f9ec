package org.objectomaly.annotate;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;
import org.objectomaly.image.ScoreMap;

final class TrackerTest {
    private final Tracker tracker = new Tracker();

    @Test
    void shouldKeepTheNumberOfAnObjectThatMoves() {
        for (int step = 0; step < 30; step++) {
            assertEquals(1, follow(new int[] {10 + 2 * step, 20, 12})[0]);
        }
        assertEquals(1, tracker.count());
    }

    @Test
    void shouldTellTwoObjectsApart() {
        assertNumbers(follow(new int[] {10, 20, 8}, new int[] {60, 20, 8}), 1, 2);
        assertNumbers(follow(new int[] {14, 20, 8}, new int[] {56, 20, 8}), 1, 2);
        assertNumbers(follow(new int[] {18, 22, 8}, new int[] {52, 20, 8}), 2, 1);
        assertEquals(2, tracker.count());
    }

    @Test
    void shouldFindAnObjectAgainAfterAGap() {
        follow(new int[] {10, 20, 10});
        for (int missed = 0; missed < Tracker.PATIENCE; missed++) {
            follow();
        }
        assertNumbers(follow(new int[] {13, 20, 10}), 1);
    }

    @Test
    void shouldNeverUseANumberAgain() {
        follow(new int[] {10, 20, 10});
        for (int missed = 0; missed <= Tracker.PATIENCE; missed++) {
            follow();
        }
        assertNumbers(follow(new int[] {10, 20, 10}), 2);
    }

    @Test
    void shouldFollowASmallObjectThatJumpsLessThanItsSize() {
        follow(new int[] {10, 20, 6});
        assertNumbers(follow(new int[] {15, 20, 6}), 1);
    }

    @Test
    void shouldGiveAFarObjectANewNumber() {
        follow(new int[] {10, 20, 6});
        assertNumbers(follow(new int[] {80, 20, 6}), 2);
    }

    private static void assertNumbers(final int[] numbers, final int... expected) {
        org.junit.jupiter.api.Assertions.assertArrayEquals(expected, numbers);
    }

    /** The next frame with squares at (x, y) of a side; gives their numbers in reading order. */
    private int[] follow(final int[]... squares) {
        final ScoreMap map = new ScoreMap(120, 60);
        for (final int[] square : squares) {
            for (int y = square[1]; y < square[1] + square[2]; y++) {
                for (int x = square[0]; x < square[0] + square[2]; x++) {
                    map.values()[y * map.width() + x] = 1;
                }
            }
        }
        final AnomalyObjects objects = new AnomalyObjects();
        new ObjectFinder(0.5f, 1).find(map, objects);
        tracker.follow(objects);
        final int[] numbers = new int[objects.size()];
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = objects.get(i).track();
        }
        return numbers;
    }
}
