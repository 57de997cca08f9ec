package org.objectomaly.mbp;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.opencv.global.opencv_core;
import org.bytedeco.opencv.global.opencv_imgproc;
import org.bytedeco.opencv.opencv_core.Mat;
import org.bytedeco.opencv.opencv_core.Size;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.objectomaly.Natives;
import org.objectomaly.golden.Allocation;
import org.objectomaly.golden.PlainRefinement;
import org.objectomaly.golden.TestMasks;
import org.objectomaly.image.ScoreMap;

class LaplacianPrecisionTest {
    private final Random random = new Random(11);

    @ParameterizedTest
    @CsvSource({
        "1,1", "1,2", "2,1", "1,37", "23,1", "2,3", "3,2", "3,3", "4,5", "7,7", "64,9", "65,8", "128,10", "129,200"
    })
    void shouldEqualThePlainFormOnMapsOfAnySize(final int width, final int height) {
        final LaplacianPrecision refinement = new LaplacianPrecision();
        for (int round = 0; round < 3; round++) {
            final ScoreMap map = patchwork(width, height);
            final float[] must =
                    new PlainRefinement(map.values(), width, height, new byte[0][], width, height, true).refined;
            assertArrayEquals(must, refined(refinement, map).values(), 1e-6f);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "1,1", "1,2", "2,1", "1,37", "23,1", "2,3", "3,2", "3,3", "4,5", "7,7", "64,9", "65,8", "128,10", "129,200"
    })
    void shouldFindTheLaplacianBitForBit(final int width, final int height) {
        final ScoreMap map = patchwork(width, height);
        final float[] must =
                new PlainRefinement(map.values(), width, height, new byte[0][], width, height, true).laplacian;
        final Laplacian laplacian = new Laplacian(width);
        final float[] is = new float[width * height];
        final float[] row = new float[width];
        for (int y = 0; y < height; y++) {
            laplacian.row(map.values(), height, y, row);
            System.arraycopy(row, 0, is, y * width, width);
        }
        assertArrayEquals(must, is);
    }

    @Test
    void shouldSmoothAsOpenCvDoes() {
        Natives.loadAll();
        final ScoreMap noise = new ScoreMap(90, 70);
        System.arraycopy(TestMasks.scores(random, 90 * 70), 0, noise.values(), 0, 90 * 70);
        final float[] must = new float[90 * 70];
        try (FloatPointer values = new FloatPointer(noise.values());
                Mat map = new Mat(70, 90, opencv_core.CV_32FC1, values);
                Mat smooth = new Mat();
                Size size = new Size(7, 7)) {
            opencv_imgproc.GaussianBlur(map, smooth, size, 1);
            new FloatPointer(smooth.data()).get(must);
        }
        // Noise has no flat pixel, so no contour pixel finds a neighbour to average.
        assertArrayEquals(must, refined(new LaplacianPrecision(), noise).values(), 1e-6f);
    }

    @Test
    void shouldLeaveAConstantMapConstant() {
        final ScoreMap map = new ScoreMap(77, 40);
        map.fill(0.1f);
        for (final float value : refined(new LaplacianPrecision(), map).values()) {
            assertEquals(0.1f, value, 1e-7f);
        }
    }

    @Test
    void shouldNotMoveScoresAwayFromContours() {
        final ScoreMap map = new ScoreMap(120, 60);
        for (int i = 0; i < 120 * 60; i++) {
            map.values()[i] = i % 120 < 50 ? 0.2f : 0.9f;
        }
        final ScoreMap refined = refined(new LaplacianPrecision(), map);
        for (int y = 0; y < 60; y++) {
            for (int x = 0; x < 120; x++) {
                final float is = refined.at(x, y);
                if (Math.abs(x - 49.5) > 5) {
                    assertEquals(map.at(x, y), is, 1e-6f);
                }
                assertTrue(is >= 0.2f - 1e-6f && is <= 0.9f + 1e-6f);
                assertTrue(x == 0 || is >= refined.at(x - 1, y) - 1e-6f, "the step must stay monotone");
            }
        }
    }

    @Test
    void shouldScaleWithTheScores() {
        final ScoreMap map = patchwork(130, 50);
        final ScoreMap changed = new ScoreMap(130, 50);
        for (int i = 0; i < 130 * 50; i++) {
            changed.values()[i] = 4 * map.values()[i];
        }
        final float[] must = refined(new LaplacianPrecision(), map).values();
        final float[] is = refined(new LaplacianPrecision(), changed).values();
        for (int i = 0; i < is.length; i++) {
            assertEquals(4 * must[i], is[i], 1e-6f);
        }
    }

    @Test
    void shouldGiveTheSameAfterMapsOfOtherSizes() {
        final LaplacianPrecision refinement = new LaplacianPrecision();
        final ScoreMap map = patchwork(100, 30);
        final float[] first = refined(refinement, map).values();
        refined(refinement, patchwork(31, 90));
        assertArrayEquals(first, refined(refinement, map).values());
    }

    @Test
    void shouldAllocateNothingOnceWarm() {
        final LaplacianPrecision refinement = new LaplacianPrecision();
        final ScoreMap map = patchwork(160, 90);
        final ScoreMap into = new ScoreMap(160, 90);
        assertEquals(0, Allocation.perCall(() -> refinement.refine(map, into)));
    }

    /** Regions of one score with a stripe of noise, as calibrated maps are. */
    private ScoreMap patchwork(final int width, final int height) {
        final byte[][] masks = TestMasks.random(random, 8, width, height);
        final ScoreMap map = new ScoreMap(width, height);
        for (final byte[] mask : masks) {
            final float score = random.nextFloat();
            for (int i = 0; i < mask.length; i++) {
                map.values()[i] = mask[i] != 0 ? score : map.values()[i];
            }
        }
        for (int i = 0; i < width * height; i++) {
            map.values()[i] = i % width > width * 3 / 4 ? random.nextFloat() : map.values()[i];
        }
        return map;
    }

    private static ScoreMap refined(final LaplacianPrecision refinement, final ScoreMap map) {
        final ScoreMap into = new ScoreMap(map.width(), map.height());
        refinement.refine(map, into);
        return into;
    }
}
