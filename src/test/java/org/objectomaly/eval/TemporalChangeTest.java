package org.objectomaly.eval;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.objectomaly.Natives;
import org.objectomaly.image.ScoreMap;
import org.objectomaly.image.YuvPlanes;
import org.objectomaly.video.VideoFrame;

final class TemporalChangeTest {
    private static final int WIDTH = 320;
    private static final int HEIGHT = 192;

    @BeforeAll
    static void load() {
        Natives.loadAll();
    }

    @Test
    void shouldSayNothingOfTheFirstFrameAndZeroOfAStillOne() {
        try (TemporalChange change = new TemporalChange();
                VideoFrame frame = textured(0)) {
            assertTrue(Double.isNaN(change.next(frame.planes(), square(100))));
            assertEquals(0, change.next(frame.planes(), square(100)), 1e-6);
        }
    }

    @Test
    void shouldCallAMapThatMovesWithThePictureSteadierThanOneThatStays() {
        final double moving = afterShift(108);
        final double staying = afterShift(100);
        assertTrue(moving < 0.5 * staying, () -> "moving " + moving + ", staying " + staying);
    }

    @Test
    void shouldMeasureFlicker() {
        try (TemporalChange change = new TemporalChange();
                VideoFrame frame = textured(0)) {
            final ScoreMap dark = new ScoreMap(WIDTH, HEIGHT);
            final ScoreMap bright = new ScoreMap(WIDTH, HEIGHT);
            bright.fill(0.25f);
            change.next(frame.planes(), dark);
            assertEquals(0.25, change.next(frame.planes(), bright), 1e-6);
            assertEquals(0.25, change.next(frame.planes(), dark), 1e-6);
        }
    }

    /** The picture moves 8 pixels to the right; the map's square then begins at a column. */
    private static double afterShift(final int from) {
        try (TemporalChange change = new TemporalChange();
                VideoFrame before = textured(0);
                VideoFrame now = textured(8)) {
            change.next(before.planes(), square(100));
            return change.next(now.planes(), square(from));
        }
    }

    private static ScoreMap square(final int from) {
        final ScoreMap map = new ScoreMap(WIDTH, HEIGHT);
        for (int y = 60; y < 120; y++) {
            for (int x = from; x < from + 60; x++) {
                map.values()[y * WIDTH + x] = 1;
            }
        }
        return map;
    }

    private static VideoFrame textured(final int shift) {
        final VideoFrame frame = VideoFrame.allocate(WIDTH, HEIGHT);
        final YuvPlanes planes = frame.writablePlanes();
        for (int y = 0; y < HEIGHT; y++) {
            for (int x = 0; x < WIDTH; x++) {
                final double wave =
                        Math.sin((x - shift) * 0.21) * Math.cos(y * 0.17) + Math.sin((x - shift) * 0.057 + y * 0.083);
                planes.y().put(y * planes.yStride() + x, (byte) Math.round(128 + 50 * wave));
            }
        }
        return frame;
    }
}
