package org.objectomaly.metrics;

/**
 * The pixel figures of the SegmentMeIfYouCan benchmark as its program computes them, with few thresholds a frame
 * (repository {@code SegmentMeIfYouCan/road-anomaly-benchmark}, {@code metrics/pixel_classification_curves.py} at
 * 1c7804e). They are close to {@link PixelMetrics}, which are exact; these serve to compare with published numbers, and
 * {@link #bestF1Threshold} is the threshold of the benchmark's {@link Components}.
 *
 * <p>A pixel is predicted anomalous if its score is at least the threshold. Made by {@link QuantileBins} and
 * {@link UniformBins}. Without an anomalous pixel both areas are NaN, {@link #fpr95} and {@link #bestF1} are 0; without
 * an ordinary one {@link #areaRoc} and {@link #fpr95} are NaN; without any, all are NaN.
 *
 * @param areaPrc average precision ({@code area_PRC})
 * @param areaRoc area under the ROC curve by trapezoids ({@code area_ROC})
 * @param fpr95 false positive rate at the first threshold whose true positive rate is at least 0.95
 *     ({@code tpr95_fpr})
 * @param threshold95 that threshold ({@code tpr95_threshold})
 * @param recall50Threshold the first threshold that finds half the anomalous pixels ({@code recall50_threshold})
 * @param bestF1 the highest F1 ({@code best_f1})
 * @param bestF1Threshold the first, hence highest, threshold with that F1 ({@code best_f1_threshold})
 * @param points points of the curve as the benchmark counts them, the first threshold twice
 */
public record BenchmarkCurve(
        double areaPrc,
        double areaRoc,
        double fpr95,
        double threshold95,
        double recall50Threshold,
        double bestF1,
        double bestF1Threshold,
        int points) {
    private static final double TPR = 0.95;
    private static final double HALF = 0.5;

    /**
     * Draws the curve.
     *
     * @param thresholds different thresholds, falling
     * @param anomalous for each threshold, the anomalous pixels from it up to the one before
     * @param ordinary the same for ordinary pixels
     * @param positives all anomalous pixels, also those below the last threshold
     * @param negatives all ordinary pixels
     * @return its figures
     */
    static BenchmarkCurve of(
            final double[] thresholds,
            final long[] anomalous,
            final long[] ordinary,
            final long positives,
            final long negatives) {
        if (positives + negatives == 0) {
            return new BenchmarkCurve(
                    Double.NaN, Double.NaN, Double.NaN, Double.NaN, Double.NaN, Double.NaN, Double.NaN, 0);
        }
        final Walk walk = new Walk(positives, negatives);
        final boolean headed = anomalous[0] + ordinary[0] > 0;
        if (headed) {
            // The curve begins where nothing is predicted; the benchmark calls this a threshold above all others.
            walk.step(thresholds[0] + 1, 0, 0);
        }
        for (int i = 0; i < thresholds.length; i++) {
            walk.step(thresholds[i], anomalous[i], ordinary[i]);
        }
        if (walk.tp != positives || walk.fp != negatives) {
            // And it ends where everything is, at a threshold that is 1 below its highest, whatever the others are.
            walk.step(headed ? thresholds[0] + 1 - 1 : thresholds[0] - 1, positives - walk.tp, negatives - walk.fp);
        }
        return walk.curve();
    }

    private static final class Walk {
        private final double positives;
        private final double negatives;
        private long tp;
        private long fp;
        private double areaPrc;
        private double areaRoc;
        private double fpr95 = Double.NaN;
        private double threshold95 = Double.NaN;
        private double recall50Threshold = Double.NaN;
        private double bestF1 = Double.NaN;
        private double bestF1Threshold = Double.NaN;
        private int steps;

        Walk(final long positives, final long negatives) {
            this.positives = positives;
            this.negatives = negatives;
        }

        void step(final double threshold, final long anomalous, final long ordinary) {
            final double tprBefore = tp / positives;
            final double fprBefore = fp / negatives;
            tp += anomalous;
            fp += ordinary;
            final double tpr = tp / positives;
            final double fpr = fp / negatives;
            final double precision = tp + fp == 0 ? 1 : (double) tp / (tp + fp);
            areaPrc += (tpr - tprBefore) * precision;
            areaRoc += (fpr - fprBefore) * (tpr + tprBefore) / 2;
            // A rate that is NaN, for want of anomalous pixels, counts as reached at once.
            if (Double.isNaN(threshold95) && !(tpr < TPR)) {
                threshold95 = threshold;
                fpr95 = fpr;
            }
            if (Double.isNaN(recall50Threshold) && !(tpr < HALF)) {
                recall50Threshold = threshold;
            }
            final double f1 = 2 * tp / (tp + fp + positives);
            if (f1 > bestF1 || Double.isNaN(bestF1)) {
                bestF1 = f1;
                bestF1Threshold = threshold;
            }
            steps++;
        }

        BenchmarkCurve curve() {
            return new BenchmarkCurve(
                    areaPrc, areaRoc, fpr95, threshold95, recall50Threshold, bestF1, bestF1Threshold, steps + 1);
        }
    }
}
