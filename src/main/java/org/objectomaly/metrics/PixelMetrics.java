package org.objectomaly.metrics;

/**
 * The metrics over pixels, from exact counts: no binning, ties taken together. A pixel is predicted anomalous if its
 * score is at least the threshold; all rates are fractions of 1.
 *
 * <p>Without an anomalous or without an ordinary pixel, whatever needs one is NaN, with two exceptions that follow
 * scikit-learn: without anomalous pixels the average precision is 0 (there -0), without ordinary ones it is 1.
 *
 * @param anomalousPixels anomalous pixels counted
 * @param ordinaryPixels ordinary pixels counted
 * @param auPrc AuPRC as average precision: the sum over thresholds of the gain in recall times the precision there, no
 *     trapezoids (scikit-learn's {@code average_precision_score}); NaN without any pixel
 * @param auRoc area under the ROC curve by trapezoids, which gives ties half (scikit-learn's {@code roc_auc_score})
 * @param fpr95Interpolated FPR95 of the published Objectomaly script ({@code ood_metrics}): false positive rate where the
 *     straight lines between the points of the ROC curve reach a true positive rate of 0.95; if the curve runs level at
 *     exactly 0.95, the largest rate of that level
 * @param fpr95Smallest FPR95 of the SegmentMeIfYouCan benchmark: the smallest false positive rate of a threshold whose
 *     true positive rate is at least 0.95; with ties this can be far above the interpolated one
 * @param bestF1 the highest F1 of any threshold; 0 without anomalous pixels, NaN without any pixel
 * @param bestF1Threshold the highest threshold with that F1, a score that occurs; NaN without any pixel
 */
public record PixelMetrics(
        long anomalousPixels,
        long ordinaryPixels,
        double auPrc,
        double auRoc,
        double fpr95Interpolated,
        double fpr95Smallest,
        double bestF1,
        double bestF1Threshold) {
    private static final double TPR = 0.95;

    /**
     * Computes all metrics in one pass over the scores that occur.
     *
     * @param counts the counts, to which more frames may be added afterwards
     * @return the metrics
     */
    public static PixelMetrics of(final PixelCounts counts) {
        final Sweep sweep = new Sweep(counts.anomalous(), counts.ordinary());
        counts.forEach(sweep);
        return sweep.metrics();
    }

    /** The threshold sinks from score to score, and the confusion matrix follows. */
    private static final class Sweep implements PixelCounts.Visitor {
        private final double positives;
        private final double negatives;
        private final CompensatedSum precision = new CompensatedSum();
        private final CompensatedSum area = new CompensatedSum();
        private long tp;
        private long fp;
        private boolean passed;
        private boolean reached;
        private double interpolated = Double.NaN;
        private double smallest = Double.NaN;
        private double bestF1 = Double.NaN;
        private double bestThreshold = Double.NaN;

        Sweep(final long positives, final long negatives) {
            this.positives = positives;
            this.negatives = negatives;
        }

        @Override
        public void visit(final float score, final long anomalous, final long ordinary) {
            final double tprBefore = tp / positives;
            final double fprBefore = fp / negatives;
            area.add((double) ordinary * (2 * tp + anomalous));
            tp += anomalous;
            fp += ordinary;
            precision.add((double) anomalous * tp / (tp + fp));
            final double tpr = tp / positives;
            final double fpr = fp / negatives;
            if (!reached && tpr >= TPR) {
                reached = true;
                smallest = fpr;
            }
            if (!passed && tpr > TPR) {
                passed = true;
                interpolated = (fpr - fprBefore) / (tpr - tprBefore) * (TPR - tprBefore) + fprBefore;
            }
            final double f1 = 2 * tp / (tp + fp + positives);
            if (!(f1 <= bestF1)) {
                bestF1 = f1;
                bestThreshold = score;
            }
        }

        private PixelMetrics metrics() {
            final double averagePrecision = positives == 0 && negatives > 0 ? 0 : precision.value() / positives;
            return new PixelMetrics(
                    (long) positives,
                    (long) negatives,
                    averagePrecision,
                    area.value() / (2 * positives * negatives),
                    interpolated,
                    smallest,
                    bestF1,
                    bestThreshold);
        }
    }
}
