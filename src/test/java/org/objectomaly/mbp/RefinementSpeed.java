package org.objectomaly.mbp;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.Arrays;
import java.util.Random;
import org.objectomaly.golden.TestMasks;
import org.objectomaly.image.MaskSet;
import org.objectomaly.image.ScoreMap;
import org.objectomaly.oasc.MaskOrder;
import org.objectomaly.oasc.RunCalibration;

/**
 * Prints the median processor time of OASC and MBP in milliseconds, on one thread:
 * {@code java -cp target/classes:target/test-classes org.objectomaly.mbp.RefinementSpeed}.
 */
public final class RefinementSpeed {
    private static final int ROUNDS = 120;
    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

    private RefinementSpeed() {}

    /**
     * Measures.
     *
     * @param arguments none
     */
    public static void main(final String[] arguments) {
        System.out.println("map        masks     runs   area/map   OASC ms    MBP ms");
        for (int warm = 0; warm < 2; warm++) {
            measure(1280, 720, 100, warm == 1);
        }
        for (final int[] size : new int[][] {{1280, 720}, {1920, 1080}}) {
            for (final int masks : new int[] {0, 100, 1000}) {
                measure(size[0], size[1], masks, true);
            }
        }
        constant(1280, 720);
    }

    private static void measure(final int width, final int height, final int count, final boolean print) {
        final Random random = new Random(7);
        final ScoreMap coarse = new ScoreMap(width, height);
        System.arraycopy(TestMasks.scores(random, width * height), 0, coarse.values(), 0, width * height);
        final MaskSet masks = TestMasks.runs(blobs(random, count, width, height), width, height, null);
        final ScoreMap calibrated = new ScoreMap(width, height);
        final ScoreMap refined = new ScoreMap(width, height);
        final RunCalibration oasc = new RunCalibration(MaskOrder.PAPER);
        final LaplacianPrecision mbp = new LaplacianPrecision();
        final double oascMs = median(() -> oasc.calibrate(coarse, masks, calibrated));
        final double mbpMs = median(() -> mbp.refine(calibrated, refined));
        long area = 0;
        for (int m = 0; m < masks.size(); m++) {
            area += masks.area(m);
        }
        if (print) {
            System.out.printf(
                    "%4dx%-4d %6d %8d %10.2f %9.2f %9.2f%n",
                    width, height, count, masks.firstRun(count), area / (double) (width * height), oascMs, mbpMs);
        }
    }

    private static void constant(final int width, final int height) {
        final ScoreMap map = new ScoreMap(width, height);
        map.fill(0.1f);
        final ScoreMap refined = new ScoreMap(width, height);
        final LaplacianPrecision mbp = new LaplacianPrecision();
        System.out.printf(
                "%4dx%-4d constant map: MBP %.2f ms%n", width, height, median(() -> mbp.refine(map, refined)));
    }

    /** Ellipses as a mask generator gives them: a few large ones, many small ones. */
    private static byte[][] blobs(final Random random, final int count, final int width, final int height) {
        final byte[][] masks = new byte[count][];
        for (int m = 0; m < count; m++) {
            final double size = Math.pow(random.nextDouble(), 3);
            final double rx = 4 + size * width / 3;
            final double ry = 4 + size * height / 3;
            final double cx = random.nextDouble() * width;
            final double cy = random.nextDouble() * height;
            masks[m] = new byte[width * height];
            for (int i = 0; i < masks[m].length; i++) {
                final double dx = (i % width - cx) / rx;
                final double dy = (i / width - cy) / ry;
                masks[m][i] = (byte) (dx * dx + dy * dy < 1 ? 1 : 0);
            }
        }
        return masks;
    }

    private static double median(final Runnable work) {
        final double[] times = new double[ROUNDS];
        for (int i = 0; i < ROUNDS; i++) {
            final long start = THREADS.getCurrentThreadCpuTime();
            work.run();
            times[i] = (THREADS.getCurrentThreadCpuTime() - start) / 1e6;
        }
        Arrays.sort(times);
        return times[ROUNDS / 2];
    }
}
