package org.objectomaly.bench;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.objectomaly.cuda.CudaDevice;
import org.objectomaly.cuda.DeviceBuffer;
import org.objectomaly.cuda.DeviceMap;
import org.objectomaly.image.MaskSet;
import org.objectomaly.image.ScoreMap;
import org.objectomaly.mbp.CudaPrecision;
import org.objectomaly.oasc.CudaCalibration;
import org.objectomaly.oasc.MaskOrder;

/**
 * The kernels against the floor under them: none can be faster than the bytes it must move, and how fast bytes move is
 * measured by a plain copy on the same device, in the same run.
 */
public final class KernelSpeed {
    private static final int ROUNDS = 21;
    private static final int MASKS = 100;
    private static final int[][] SIZES = {{1280, 720}, {1920, 1080}};
    private static final long COPIED = 256L << 20;
    private static final double MEGA = 1e6;

    private final CudaDevice device;
    private final int rounds;
    private double copied;

    /**
     * A measurement on a device.
     *
     * @param device where the kernels run
     */
    public KernelSpeed(final CudaDevice device) {
        this(device, ROUNDS);
    }

    KernelSpeed(final CudaDevice device, final int rounds) {
        this.device = device;
        this.rounds = rounds;
    }

    /**
     * Measures a copy, then OASC and MBP at 720p and 1080p with 100 masks.
     *
     * @return the copy first
     */
    public List<KernelCost> measure() {
        final List<KernelCost> costs = new ArrayList<>();
        try (DeviceBuffer from = new DeviceBuffer(device);
                DeviceBuffer into = new DeviceBuffer(device)) {
            from.clear(COPIED / Integer.BYTES);
            final double milliseconds = median(() -> into.copyFrom(from.address(), COPIED));
            copied = 2 * COPIED / MEGA / milliseconds;
            costs.add(new KernelCost("copy", 0, 0, 0, milliseconds, 2 * COPIED / MEGA, 1));
        }
        for (final int[] size : SIZES) {
            measure(size[0], size[1], costs);
        }
        return costs;
    }

    private void measure(final int width, final int height, final List<KernelCost> costs) {
        final ScoreMap coarse = noise(width, height);
        final ScoreMap calibrated = new ScoreMap(width, height);
        final ScoreMap refined = new ScoreMap(width, height);
        final MaskSet masks = ellipses(width, height);
        try (CudaCalibration oasc = new CudaCalibration(device, MaskOrder.PAPER)) {
            final CudaPrecision mbp = new CudaPrecision(device);
            oasc.calibrate(coarse, masks, calibrated);
            final int pixels = width * height;
            // Scores and words are read twice, A1 is written; then A1 is read and A written.
            final double oascBytes = (double) pixels * (2 * Float.BYTES + 2 * oasc.bytesOfWords() + Float.BYTES);
            final double mbpBytes = (double) pixels * 2 * Float.BYTES;
            final double oascTime = median(() -> oasc.calibrateAgain(coarse, calibrated));
            final double mbpTime = median(() -> mbp.refine(calibrated, refined));
            costs.add(cost("oasc", coarse, oascTime, oascBytes));
            costs.add(cost("mbp", coarse, mbpTime, mbpBytes));
            costs.add(cost("oasc + mbp", coarse, oascTime + mbpTime, oascBytes + mbpBytes));
        } finally {
            coarse.release();
            calibrated.release();
            refined.release();
        }
    }

    private KernelCost cost(final String name, final ScoreMap map, final double milliseconds, final double bytes) {
        return new KernelCost(
                name,
                map.width(),
                map.height(),
                MASKS,
                milliseconds,
                bytes / MEGA,
                bytes / MEGA / milliseconds / copied);
    }

    private double median(final Runnable work) {
        work.run();
        final double[] times = new double[rounds];
        for (int i = 0; i < rounds; i++) {
            times[i] = device.milliseconds(work);
        }
        Arrays.sort(times);
        return times[rounds / 2];
    }

    private ScoreMap noise(final int width, final int height) {
        final Random random = new Random(7);
        final ScoreMap map = new ScoreMap(width, height);
        final float[] values = map.values();
        for (int i = 0; i < values.length; i++) {
            values[i] = random.nextFloat();
        }
        DeviceMap.read(map, device);
        return map;
    }

    /** As a mask generator finds them: a few large ones, many small ones. */
    private static MaskSet ellipses(final int width, final int height) {
        final Random random = new Random(7);
        final MaskSet masks = new MaskSet();
        masks.reset(width, height);
        for (int mask = 0; mask < MASKS; mask++) {
            final double size = Math.pow(random.nextDouble(), 3) / 3;
            final double across = 4 + size * width;
            final double down = 4 + size * height;
            final double x = random.nextDouble() * width;
            final double y = random.nextDouble() * height;
            for (int row = (int) Math.max(0, y - down); row < Math.min(height, y + down); row++) {
                final double part = (row - y) / down;
                final double half = across * Math.sqrt(Math.max(0, 1 - part * part));
                final int from = (int) Math.max(0, x - half);
                final int to = (int) Math.min(width, x + half);
                if (to > from) {
                    masks.run(row, from, to);
                }
            }
            masks.endMask();
        }
        return masks;
    }
}
