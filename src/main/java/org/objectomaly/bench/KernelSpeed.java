package org.objectomaly.bench;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;
import org.objectomaly.cuda.CudaDevice;
import org.objectomaly.cuda.DeviceBuffer;
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
    /** Frames in turn, so that none of them is found in a cache. */
    private static final int PLACES = 4;

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
     * Measures a copy, then OASC and MBP at 720p and 1080p with 100 masks that are on the device as bits. Times are from event
     * to event on the device's own clock, with the gaps between a step's kernels.
     *
     * @return the copy first
     */
    public List<KernelCost> measure() {
        final List<KernelCost> costs = new ArrayList<>();
        try (DeviceBuffer from = new DeviceBuffer(device);
                DeviceBuffer into = new DeviceBuffer(device)) {
            from.clear(COPIED / Integer.BYTES);
            into.room(COPIED);
            final double milliseconds = median(List.of(into), place -> place.copyFrom(from.address(), COPIED));
            copied = 2 * COPIED / MEGA / milliseconds;
            costs.add(new KernelCost("copy", 0, 0, 0, milliseconds, 2 * COPIED / MEGA, 1));
        }
        for (final int[] size : SIZES) {
            measure(size[0], size[1], costs);
        }
        return costs;
    }

    private void measure(final int width, final int height, final List<KernelCost> costs) {
        final MaskSet masks = ellipses(width, height);
        final List<Place> places = new ArrayList<>();
        try {
            for (int i = 0; i < PLACES; i++) {
                places.add(new Place(device, width, height, masks));
            }
            final double pixels = (double) width * height;
            // Scores and words are read twice, A1 is written; then A1 is read and A written.
            final double oascBytes =
                    pixels * (2 * Float.BYTES + 2 * places.get(0).oasc.bytesOfWords() + Float.BYTES);
            final double mbpBytes = pixels * 2 * Float.BYTES;
            final double oascTime = median(places, place -> place.oasc.calibrateAgain(place.coarse, place.calibrated));
            final double mbpTime = median(places, place -> place.mbp.refine(place.calibrated, place.refined));
            costs.add(cost("oasc", width, height, oascTime, oascBytes));
            costs.add(cost("mbp", width, height, mbpTime, mbpBytes));
            costs.add(cost("oasc + mbp", width, height, oascTime + mbpTime, oascBytes + mbpBytes));
        } finally {
            places.forEach(Place::close);
        }
    }

    /** One frame's maps and masks on the device. */
    private static final class Place implements AutoCloseable {
        private final CudaCalibration oasc;
        private final CudaPrecision mbp;
        private final ScoreMap coarse;
        private final ScoreMap calibrated;
        private final ScoreMap refined;

        Place(final CudaDevice device, final int width, final int height, final MaskSet masks) {
            oasc = new CudaCalibration(device, MaskOrder.PAPER);
            mbp = new CudaPrecision(device);
            coarse = noise(width, height);
            calibrated = new ScoreMap(width, height);
            refined = new ScoreMap(width, height);
            oasc.calibrate(coarse, masks, calibrated);
            mbp.refine(calibrated, refined);
        }

        @Override
        public void close() {
            coarse.release();
            calibrated.release();
            refined.release();
            oasc.close();
        }
    }

    private KernelCost cost(
            final String name, final int width, final int height, final double milliseconds, final double bytes) {
        return new KernelCost(
                name, width, height, MASKS, milliseconds, bytes / MEGA, bytes / MEGA / milliseconds / copied);
    }

    private <T> double median(final List<T> places, final Consumer<T> work) {
        final double[] times = new double[rounds];
        for (int i = 0; i < rounds; i++) {
            final T place = places.get(i % places.size());
            times[i] = device.milliseconds(() -> work.accept(place));
        }
        Arrays.sort(times);
        return times[rounds / 2];
    }

    private static ScoreMap noise(final int width, final int height) {
        final Random random = new Random(7);
        final ScoreMap map = new ScoreMap(width, height);
        final float[] values = map.values();
        for (int i = 0; i < values.length; i++) {
            values[i] = random.nextFloat();
        }
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
