package org.objectomaly.objectness;

import org.objectomaly.Fault;

/**
 * What SAM's automatic mask generator lets its users choose, under the original's names.
 *
 * @param pointsPerSide the picture is asked about at a square of so many points each way
 * @param pointsPerBatch points that are decoded at a time; more need more memory
 * @param predIouThresh masks that the network itself thinks worse of are dropped; 0 drops none
 * @param stabilityScoreThresh masks whose extent depends more than this on the threshold are dropped; 0 drops none
 * @param stabilityScoreOffset by how much the threshold is moved up and down to find that out, in logits
 * @param boxNmsThresh of two masks whose boxes have a larger IoU the worse is dropped
 * @param cropNLayers the picture is looked at again in parts: layer i has 2^i of them each way
 * @param cropNmsThresh as {@code boxNmsThresh}, between masks of different parts
 * @param cropOverlapRatio by how much neighbouring parts of the first layer overlap, as share of the shorter side
 * @param cropNPointsDownscaleFactor each layer asks at so many times fewer points each way than the one before
 * @param minMaskRegionArea islands and holes of fewer pixels are removed from each mask; 0 for none
 */
public record AutomaticSettings(
        int pointsPerSide,
        int pointsPerBatch,
        double predIouThresh,
        double stabilityScoreThresh,
        double stabilityScoreOffset,
        double boxNmsThresh,
        int cropNLayers,
        double cropNmsThresh,
        double cropOverlapRatio,
        int cropNPointsDownscaleFactor,
        int minMaskRegionArea) {
    /**
     * Checks the values.
     *
     * @throws Fault of kind USAGE that names the first wrong one
     */
    public AutomaticSettings {
        within("points-per-side", pointsPerSide, 1, 512);
        within("points-per-batch", pointsPerBatch, 1, 4096);
        within("pred-iou-thresh", predIouThresh, 0, 10);
        within("stability-score-thresh", stabilityScoreThresh, 0, 1);
        within("stability-score-offset", stabilityScoreOffset, 0, 100);
        within("box-nms-thresh", boxNmsThresh, 0, 1);
        within("crop-n-layers", cropNLayers, 0, 4);
        within("crop-nms-thresh", cropNmsThresh, 0, 1);
        within("crop-overlap-ratio", cropOverlapRatio, 0, 1);
        within("crop-n-points-downscale-factor", cropNPointsDownscaleFactor, 1, 16);
        within("min-mask-region-area", minMaskRegionArea, 0, Integer.MAX_VALUE);
    }

    /**
     * The original's defaults for SAM and MobileSAM.
     *
     * @return 32 x 32 points, no crops
     */
    public static AutomaticSettings ofSam() {
        return new AutomaticSettings(32, 64, 0.88, 0.95, 1.0, 0.7, 0, 0.7, 512.0 / 1500, 1, 0);
    }

    /**
     * The original's defaults for SAM 2 and SAM 2.1 ({@code SAM2AutomaticMaskGenerator}): a lower bar for the predicted
     * IoU, all else as {@link #ofSam}. Its refinement with the first answer as a prompt ({@code use_m2m}) is off there
     * by default and is not offered; small regions are removed as SAM does it, from the finished masks.
     *
     * @return 32 x 32 points, no crops
     */
    public static AutomaticSettings ofSam2() {
        return new AutomaticSettings(32, 64, 0.8, 0.95, 1.0, 0.7, 0, 0.7, 512.0 / 1500, 1, 0);
    }

    /** What the network's own guess of a mask's quality must be above. */
    double leastIou() {
        return predIouThresh == 0 ? Double.NEGATIVE_INFINITY : predIouThresh;
    }

    /** Whether a mask depends little enough on the threshold. */
    boolean isStable(final float stability) {
        return stabilityScoreThresh == 0 || stability >= (float) stabilityScoreThresh;
    }

    private static void within(final String name, final double value, final double least, final double most) {
        if (!(value >= least && value <= most)) {
            throw Fault.of(
                    Fault.Kind.USAGE,
                    "--%s is %s; give a number from %s to %s.",
                    name,
                    plain(value),
                    plain(least),
                    plain(most));
        }
    }

    private static String plain(final double value) {
        return value == Math.rint(value) && Math.abs(value) < 1e10
                ? Long.toString((long) value)
                : Double.toString(value);
    }
}
