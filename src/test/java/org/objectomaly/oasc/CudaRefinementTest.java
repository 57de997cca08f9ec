package org.objectomaly.oasc;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Random;
import java.util.function.LongConsumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.objectomaly.cuda.CudaDevice;
import org.objectomaly.cuda.DeviceMap;
import org.objectomaly.cuda.HostCuda;
import org.objectomaly.golden.TestMasks;
import org.objectomaly.image.MaskSet;
import org.objectomaly.image.Region;
import org.objectomaly.image.ScoreMap;
import org.objectomaly.mbp.CudaPrecision;
import org.objectomaly.mbp.LaplacianPrecision;

/** OASC and MBP on a GPU against the forms of the processor, which tests hold against the reference. */
class CudaRefinementTest {
    private final Random random = new Random(5);
    private CudaDevice device;

    @BeforeEach
    void openDevice() {
        device = HostCuda.open(0);
    }

    @AfterEach
    void closeDevice() {
        device.close();
    }

    @ParameterizedTest
    @CsvSource({
        "1,1,1,1,1",
        "1,37,1,20,3",
        "37,1,37,1,3",
        "2,3,2,3,4",
        "7,5,3,3,5",
        "32,16,32,16,31",
        "33,17,33,17,32",
        "64,64,20,9,33",
        "150,83,150,83,70",
        "131,97,45,33,64",
        "48,64,80,60,65",
        "200,120,400,20,100"
    })
    void shouldRefineMapsOfAnySizeAsTheProcessorDoes(
            final int width, final int height, final int gridWidth, final int gridHeight, final int count) {
        final MaskSet masks =
                TestMasks.runs(TestMasks.random(random, count, gridWidth, gridHeight), gridWidth, gridHeight, null);
        for (final MaskOrder order : MaskOrder.values()) {
            compare(scores(width, height), masks, order);
        }
    }

    @Test
    void shouldLeaveAMapWithoutMasksAsItIs() {
        final ScoreMap coarse = scores(90, 50);
        final MaskSet none = new MaskSet();
        none.reset(90, 50);
        compare(coarse, none, MaskOrder.PAPER);
        final ScoreMap calibrated = new ScoreMap(90, 50);
        new CudaCalibration(device, MaskOrder.PAPER).calibrate(coarse, none, calibrated);
        assertArrayEquals(coarse.values(), calibrated.values());
    }

    @Test
    void shouldTakeTwoThousandMasksSomeOfThemEmpty() {
        final byte[][] masks = TestMasks.random(random, 2000, 160, 90);
        masks[0] = new byte[160 * 90];
        masks[1999] = new byte[160 * 90];
        compare(scores(160, 90), TestMasks.runs(masks, 160, 90, null), MaskOrder.PAPER);
    }

    @Test
    void shouldLayMasksOverAPartOfTheMapAndRefuseWhatIsOutside() {
        final byte[][] masks = TestMasks.random(random, 9, 40, 30);
        compare(scores(150, 83), TestMasks.runs(masks, 40, 30, new Region(13, 7, 101, 60)), MaskOrder.PAPER);
        final MaskSet outside = TestMasks.runs(masks, 40, 30, new Region(100, 0, 51, 5));
        final CudaCalibration calibration = new CudaCalibration(device, MaskOrder.PAPER);
        assertThrows(
                IllegalArgumentException.class,
                () -> calibration.calibrate(scores(150, 83), outside, new ScoreMap(150, 83)));
    }

    @Test
    void shouldRefineAFrameOfEightThousandColumns() {
        final int width = 7680;
        final int height = 4320;
        final MaskSet masks = new MaskSet();
        masks.reset(width / 4, height / 4);
        for (int mask = 0; mask < 3; mask++) {
            for (int row = 100 * mask; row < 100 * mask + 300; row++) {
                masks.run(row, 200 * mask, 200 * mask + 500);
            }
            masks.endMask();
        }
        compare(scores(width, height), masks, MaskOrder.PAPER);
    }

    @Test
    void shouldGoOnWithOtherSizesAndMasksInTheSameMemory() {
        final CudaCalibration calibration = new CudaCalibration(device, MaskOrder.REFERENCE);
        final RunCalibration plain = new RunCalibration(MaskOrder.REFERENCE);
        for (final int side : new int[] {40, 90, 20, 64}) {
            final ScoreMap coarse = scores(side, 2 * side);
            final MaskSet masks = TestMasks.runs(TestMasks.random(random, side, side, side), side, side, null);
            final ScoreMap is = new ScoreMap(side, 2 * side);
            final ScoreMap must = new ScoreMap(side, 2 * side);
            plain.calibrate(coarse, masks, must);
            calibration.calibrate(coarse, masks, is);
            assertArrayEquals(must.values(), is.values());
        }
    }

    @Test
    void shouldLeaveMapsOnTheDeviceUntilTheyAreAskedFor() {
        final ScoreMap coarse = scores(50, 40);
        final ScoreMap calibrated = new ScoreMap(50, 40);
        final MaskSet masks = TestMasks.runs(TestMasks.random(random, 5, 50, 40), 50, 40, null);
        new CudaCalibration(device, MaskOrder.PAPER).calibrate(coarse, masks, calibrated);
        assertSame(device, DeviceMap.whereIs(calibrated));
        final float first = calibrated.scores()[7];
        assertSame(device, DeviceMap.whereIs(calibrated), "reading it here leaves it there");
        calibrated.values()[7] = first + 3;
        assertNull(DeviceMap.whereIs(calibrated), "writing it here leaves nothing there");
        DeviceMap.read(calibrated, device);
        calibrated.writtenThere();
        assertEquals(first + 3, calibrated.scores()[7], "what was written here was brought there");
    }

    @Test
    void shouldKeepAMapWhoseWritingFails() {
        final ScoreMap map = scores(50, 40);
        final float[] scores = map.scores().clone();
        final LongConsumer failing = address -> {
            throw new IllegalStateException();
        };
        assertThrows(IllegalStateException.class, () -> DeviceMap.write(map, device, failing));
        assertNull(DeviceMap.whereIs(map));
        assertArrayEquals(scores, map.scores());
    }

    private void compare(final ScoreMap coarse, final MaskSet masks, final MaskOrder order) {
        final int width = coarse.width();
        final int height = coarse.height();
        final ScoreMap mustCalibrated = new ScoreMap(width, height);
        final ScoreMap mustRefined = new ScoreMap(width, height);
        new RunCalibration(order).calibrate(coarse, masks, mustCalibrated);
        new LaplacianPrecision().refine(mustCalibrated, mustRefined);
        final ScoreMap calibrated = new ScoreMap(width, height);
        final ScoreMap refined = new ScoreMap(width, height);
        try (CudaCalibration calibration = new CudaCalibration(device, order)) {
            calibration.calibrate(coarse, masks, calibrated);
            new CudaPrecision(device).refine(calibrated, refined);
            assertArrayEquals(mustCalibrated.values(), calibrated.values(), 1e-6f, "A1");
            assertArrayEquals(mustRefined.values(), refined.values(), 1e-6f, "A");
        }
        coarse.release();
        calibrated.release();
        refined.release();
    }

    private ScoreMap scores(final int width, final int height) {
        final ScoreMap map = new ScoreMap(width, height);
        System.arraycopy(TestMasks.scores(random, width * height), 0, map.values(), 0, width * height);
        return map;
    }
}
