package org.objectomaly.metrics;

import org.objectomaly.image.LabelMap;
import org.objectomaly.image.ScoreMap;

/**
 * The pixel figures of the published Objectomaly script ({@code anomaly_utils/anomaly_inference.py}), which it calls
 * sIoU, PPV and F1: one threshold for all frames, no components, and void pixels counted as ordinary.
 *
 * <p>A pixel is predicted anomalous if its score is at least the threshold rounded to float. Not for use by two threads
 * at once.
 */
public final class FixedThreshold {
    /** The threshold of the script: the last of its 26, the only one that it keeps. */
    public static final double REFERENCE = 0.95;

    private final double threshold;
    private long tp;
    private long fp;
    private long fn;
    private long tn;

    /**
     * Figures at a threshold.
     *
     * @param threshold on the scale of the scores
     */
    public FixedThreshold(final double threshold) {
        this.threshold = threshold;
    }

    /**
     * What came out.
     *
     * @param threshold the threshold
     * @param tp anomalous pixels predicted anomalous
     * @param fp ordinary and void pixels predicted anomalous
     * @param fn anomalous pixels missed
     * @param tn ordinary and void pixels not predicted
     * @param iou tp / (tp + fp + fn), 0 if there is neither
     * @param precision tp / (tp + fp), 0 if nothing is predicted
     * @param f1 2 tp / (2 tp + fp + fn), 0 if there is neither
     */
    public record Figures(
            double threshold, long tp, long fp, long fn, long tn, double iou, double precision, double f1) {}

    /**
     * Counts the pixels of a frame. After an exception nothing of the frame is counted.
     *
     * @param scores its anomaly map; NaN under void counts as below the threshold
     * @param labels its ground truth, of the same size
     * @throws IllegalArgumentException if the sizes differ or a score that is not under void is NaN
     */
    public void add(final ScoreMap scores, final LabelMap labels) {
        Frames.check(scores, labels);
        final float least = (float) threshold;
        final byte[] truth = labels.labels();
        final float[] values = scores.scores();
        int anomalous = 0;
        int predicted = 0;
        int hits = 0;
        for (int i = 0; i < values.length; i++) {
            final int anomaly = truth[i] == LabelMap.ANOMALY ? 1 : 0;
            final int found = values[i] >= least ? 1 : 0;
            anomalous += anomaly;
            predicted += found;
            hits += anomaly & found;
        }
        tp += hits;
        fp += predicted - hits;
        fn += anomalous - hits;
        tn += values.length - anomalous - predicted + hits;
    }

    /**
     * The figures over all frames so far.
     *
     * @return the figures
     */
    public Figures figures() {
        return new Figures(
                threshold,
                tp,
                fp,
                fn,
                tn,
                share(tp, tp + fp + fn),
                share(tp, tp + fp),
                share(2 * tp, 2 * tp + fp + fn));
    }

    private static double share(final long part, final long whole) {
        return whole == 0 ? 0 : (double) part / whole;
    }
}
