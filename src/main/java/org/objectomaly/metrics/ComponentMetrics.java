package org.objectomaly.metrics;

import java.util.List;

/**
 * The metrics over components of a data set (Chan et al., SegmentMeIfYouCan, NeurIPS 2021, section 3.2). What has
 * nothing to be a mean of is NaN; where the benchmark's program divides by zero and stops, because a data set has
 * neither ground truth nor predictions, all means are NaN.
 *
 * @param threshold pixels above this score, rounded to float, are predicted
 * @param sizes which components count
 * @param truthComponents components of the ground truth
 * @param predictedComponents predicted components
 * @param sIouTruth mean sIoU of the components of the ground truth: the benchmark's sIoU column ({@code sIoU_gt})
 * @param sIouPredicted mean sIoU of the predicted components ({@code sIoU_pred})
 * @param ppv mean precision of the predicted components: the benchmark's PPV column ({@code prec_pred})
 * @param meanTruePositives mean of the true positives over the eleven overlaps
 * @param meanFalseNegatives mean of the false negatives over the eleven overlaps
 * @param meanFalsePositives mean of the false positives over the eleven overlaps
 * @param meanF1 mean of F1 over the eleven overlaps: the benchmark's F1* column ({@code f1_mean})
 * @param overlaps the counts at each overlap, 0.25 to 0.75
 */
public record ComponentMetrics(
        double threshold,
        TrackSizes sizes,
        long truthComponents,
        long predictedComponents,
        double sIouTruth,
        double sIouPredicted,
        double ppv,
        double meanTruePositives,
        double meanFalseNegatives,
        double meanFalsePositives,
        double meanF1,
        List<AtOverlap> overlaps) {
    /** Keeps a copy of the list. */
    public ComponentMetrics {
        overlaps = List.copyOf(overlaps);
    }

    /**
     * The counts at one overlap.
     *
     * @param overlap least sIoU of a found component, and least precision of a right one
     * @param truePositives components of the ground truth found
     * @param falseNegatives components of the ground truth missed
     * @param falsePositives predicted components that are wrong
     * @param f1 2 tp / (2 tp + fn + fp), NaN if there is nothing to find and nothing found
     */
    public record AtOverlap(double overlap, long truePositives, long falseNegatives, long falsePositives, double f1) {}
}
