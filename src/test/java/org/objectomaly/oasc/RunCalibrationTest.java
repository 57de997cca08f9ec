package org.objectomaly.oasc;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;
import org.bytedeco.opencv.global.opencv_core;
import org.bytedeco.opencv.global.opencv_imgproc;
import org.bytedeco.opencv.opencv_core.Mat;
import org.bytedeco.opencv.opencv_core.Size;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.objectomaly.Natives;
import org.objectomaly.golden.Allocation;
import org.objectomaly.golden.PlainRefinement;
import org.objectomaly.golden.TestMasks;
import org.objectomaly.image.MaskSet;
import org.objectomaly.image.Region;
import org.objectomaly.image.ScoreMap;

class RunCalibrationTest {
    private static final int WIDTH = 150;
    private static final int HEIGHT = 83;

    private final Random random = new Random(42);
    private final byte[][] masks = TestMasks.random(random, 60, WIDTH, HEIGHT);
    private final ScoreMap coarse = map(TestMasks.scores(random, WIDTH * HEIGHT), WIDTH);

    @ParameterizedTest
    @EnumSource
    void shouldGiveEveryPixelTheMeanOfItsTopmostMask(final MaskOrder order) {
        final RunCalibration calibration = new RunCalibration(order);
        final ScoreMap calibrated = calibrated(calibration, coarse, TestMasks.runs(masks, WIDTH, HEIGHT, null));
        for (int i = 0; i < WIDTH * HEIGHT; i++) {
            float must = coarse.values()[i];
            for (int p = 0; p < masks.length; p++) {
                must = masks[calibration.painted(p)][i] != 0 ? calibration.mean(calibration.painted(p)) : must;
            }
            assertEquals(must, calibrated.values()[i]);
        }
    }

    @ParameterizedTest
    @CsvSource({"1,1", "1,9", "9,1", "2,3", "64,2", "65,3", "200,120", "75,41", "33,200", "400,20"})
    void shouldCalibrateOnGridsOfAnySize(final int gridWidth, final int gridHeight) {
        final byte[][] onGrid = TestMasks.random(random, 12, gridWidth, gridHeight);
        for (final MaskOrder order : MaskOrder.values()) {
            final ScoreMap is =
                    calibrated(new RunCalibration(order), coarse, TestMasks.runs(onGrid, gridWidth, gridHeight, null));
            final PlainRefinement must = new PlainRefinement(
                    coarse.values(), WIDTH, HEIGHT, onGrid, gridWidth, gridHeight, order == MaskOrder.PAPER);
            assertArrayEquals(must.calibrated, is.values(), 1e-6f);
        }
    }

    @Test
    void shouldResizeMasksAsOpenCvDoes() {
        Natives.loadAll();
        final GridAxis axis = new GridAxis();
        for (int round = 0; round < 400; round++) {
            final int cells = 1 + random.nextInt(600);
            final int pixels = 1 + random.nextInt(600);
            axis.lay(cells, pixels, 0);
            try (Mat grid = new Mat(1, cells, opencv_core.CV_32SC1);
                    Mat resized = new Mat();
                    Size size = new Size(pixels, 1)) {
                for (int cell = 0; cell < cells; cell++) {
                    grid.ptr(0, cell).putInt(cell);
                }
                opencv_imgproc.resize(grid, resized, size, 0, 0, opencv_imgproc.INTER_NEAREST);
                for (int d = 0; d < pixels; d++) {
                    final int cell = resized.ptr(0, d).getInt();
                    assertTrue(
                            axis.start(cell) <= d && d < axis.start(cell + 1),
                            "pixel " + d + " of " + pixels + " takes cell " + cell + " of " + cells);
                }
            }
        }
    }

    @Test
    void shouldLayTheGridOverTheCoveredRegionOnly() {
        final Region region = new Region(13, 7, 101, 60);
        final byte[][] onGrid = TestMasks.random(random, 9, 40, 30);
        final ScoreMap is =
                calibrated(new RunCalibration(MaskOrder.PAPER), coarse, TestMasks.runs(onGrid, 40, 30, region));
        final float[] cut = new float[region.width() * region.height()];
        for (int i = 0; i < cut.length; i++) {
            cut[i] = coarse.at(region.x() + i % region.width(), region.y() + i / region.width());
        }
        final float[] must = new PlainRefinement(cut, region.width(), region.height(), onGrid, 40, 30, true).calibrated;
        for (int y = 0; y < HEIGHT; y++) {
            for (int x = 0; x < WIDTH; x++) {
                final int rx = x - region.x();
                final int ry = y - region.y();
                final boolean inside = rx >= 0 && ry >= 0 && rx < region.width() && ry < region.height();
                assertEquals(inside ? must[ry * region.width() + rx] : coarse.at(x, y), is.at(x, y), 1e-6f);
            }
        }
    }

    @Test
    void shouldRefuseARegionOutsideTheMap() {
        final MaskSet outside = TestMasks.runs(new byte[][] {{1}}, 1, 1, new Region(100, 0, 51, 5));
        final RunCalibration calibration = new RunCalibration(MaskOrder.PAPER);
        assertThrows(IllegalArgumentException.class, () -> calibrated(calibration, coarse, outside));
    }

    @Test
    void shouldFollowAnAffineChangeOfTheScores() {
        final MaskSet set = TestMasks.runs(masks, WIDTH, HEIGHT, null);
        final RunCalibration calibration = new RunCalibration(MaskOrder.PAPER);
        final ScoreMap plain = calibrated(calibration, coarse, set);
        final ScoreMap changed = new ScoreMap(WIDTH, HEIGHT);
        for (int i = 0; i < WIDTH * HEIGHT; i++) {
            changed.values()[i] = 3 * coarse.values()[i] - 1;
        }
        final ScoreMap calibrated = calibrated(calibration, changed, set);
        for (int i = 0; i < WIDTH * HEIGHT; i++) {
            assertEquals(3 * plain.values()[i] - 1, calibrated.values()[i], 1e-5f);
        }
    }

    @Test
    void shouldNotChangeDisjointMasksTwiceNorDependOnTheirOrder() {
        final byte[][] disjoint = new byte[20][WIDTH * HEIGHT];
        for (int i = 0; i < WIDTH * HEIGHT; i++) {
            final int owner = random.nextInt(21);
            if (owner < 20) {
                disjoint[owner][i] = 1;
            }
        }
        final MaskSet set = TestMasks.runs(disjoint, WIDTH, HEIGHT, null);
        final ScoreMap once = calibrated(new RunCalibration(MaskOrder.PAPER), coarse, set);
        assertArrayEquals(
                once.values(),
                calibrated(new RunCalibration(MaskOrder.REFERENCE), coarse, set).values());
        assertArrayEquals(
                once.values(),
                calibrated(new RunCalibration(MaskOrder.PAPER), once, set).values());
    }

    @Test
    void shouldLeaveTheMapAloneWithoutMasks() {
        final byte[][] none = {new byte[WIDTH * HEIGHT]};
        final RunCalibration calibration = new RunCalibration(MaskOrder.PAPER);
        assertArrayEquals(
                coarse.values(),
                calibrated(calibration, coarse, TestMasks.runs(new byte[0][], WIDTH, HEIGHT, null))
                        .values());
        assertArrayEquals(
                coarse.values(),
                calibrated(calibration, coarse, TestMasks.runs(none, WIDTH, HEIGHT, null))
                        .values());
        assertTrue(Float.isNaN(calibration.mean(0)));
    }

    @Test
    void shouldAllocateNothingOnceWarm() {
        final MaskSet set = TestMasks.runs(masks, WIDTH, HEIGHT, null);
        final RunCalibration calibration = new RunCalibration(MaskOrder.PAPER);
        final ScoreMap into = new ScoreMap(WIDTH, HEIGHT);
        assertEquals(0, Allocation.perCall(() -> calibration.calibrate(coarse, set, into)));
    }

    private static ScoreMap calibrated(final RunCalibration calibration, final ScoreMap map, final MaskSet masks) {
        final ScoreMap into = new ScoreMap(map.width(), map.height());
        calibration.calibrate(map, masks, into);
        return into;
    }

    private static ScoreMap map(final float[] values, final int width) {
        final ScoreMap map = new ScoreMap(width, values.length / width);
        System.arraycopy(values, 0, map.values(), 0, values.length);
        return map;
    }
}
