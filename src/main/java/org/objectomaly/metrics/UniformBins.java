package org.objectomaly.metrics;

import org.objectomaly.image.LabelMap;
import org.objectomaly.image.ScoreMap;

/**
 * Collects the benchmark's {@code PixBinaryClass-uniThr} curve: 4096 bins of one width from -0.01 to 1.01, the same for
 * all frames ({@code metrics/pixel_classification.py} at 1c7804e). Scores outside belong to no bin, so that the curve
 * means little unless scores lie within 0 and 1.
 *
 * <p>The memory is 64 KiB. Not for use by two threads at once.
 */
public final class UniformBins {
    private static final int BINS = 4096;
    private static final double LOWEST = -0.01;
    private static final double HIGHEST = 1.01;
    private static final float[] EDGES = edges();

    private final long[] anomalous = new long[BINS];
    private final long[] ordinary = new long[BINS];
    private long positives;
    private long negatives;

    /** Bins of no frame. */
    public UniformBins() {}

    /**
     * Bins the pixels of a frame. After an exception nothing of the frame is counted.
     *
     * @param scores its anomaly map
     * @param labels its ground truth, of the same size
     * @throws IllegalArgumentException if the sizes differ or a score that is not under void is NaN
     */
    public void add(final ScoreMap scores, final LabelMap labels) {
        Frames.check(scores, labels);
        final float[] values = scores.scores();
        final byte[] truth = labels.labels();
        for (int i = 0; i < values.length; i++) {
            if (truth[i] != LabelMap.VOID) {
                final boolean anomaly = truth[i] == LabelMap.ANOMALY;
                positives += anomaly ? 1 : 0;
                negatives += anomaly ? 0 : 1;
                if (values[i] >= EDGES[0] && values[i] <= EDGES[BINS]) {
                    (anomaly ? anomalous : ordinary)[BINS - 1 - bin(values[i])]++;
                }
            }
        }
    }

    /**
     * The curve over all frames so far.
     *
     * @return its figures
     */
    public BenchmarkCurve curve() {
        final double[] falling = new double[BINS];
        for (int i = 0; i < BINS; i++) {
            falling[i] = EDGES[BINS - 1 - i];
        }
        return BenchmarkCurve.of(falling, anomalous, ordinary, positives, negatives);
    }

    /** The bin between whose edges a score lies; the topmost holds its upper edge as well. */
    private static int bin(final float score) {
        int bin = Math.max(0, Math.min(BINS - 1, (int) ((score - LOWEST) * (BINS / (HIGHEST - LOWEST)))));
        // The edges are rounded to float, so that the division may miss by one.
        while (bin > 0 && score < EDGES[bin]) {
            bin--;
        }
        while (bin < BINS - 1 && score >= EDGES[bin + 1]) {
            bin++;
        }
        return bin;
    }

    private static float[] edges() {
        final float[] edges = new float[BINS + 1];
        final double step = (HIGHEST - LOWEST) / BINS;
        for (int i = 0; i < BINS; i++) {
            edges[i] = (float) (i * step + LOWEST);
        }
        edges[BINS] = (float) HIGHEST;
        return edges;
    }
}
