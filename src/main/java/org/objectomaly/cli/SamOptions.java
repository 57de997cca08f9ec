package org.objectomaly.cli;

import com.beust.jcommander.Parameter;
import org.objectomaly.objectness.AutomaticSettings;
import org.objectomaly.objectness.PointChoice;

/** What SAM's automatic mask generator lets its users choose, under the original's names. */
final class SamOptions {
    private static final int ORDER = 30;

    @Parameter(
            names = "--prompts",
            category = Help.RARE,
            order = ORDER,
            placeholder = "points|NAME|FILE",
            description = "what a network of the SAM family is asked about: a grid of points, or the boxes that a"
                    + " detector finds, fastsam-s, fastsam-x or a checkpoint of these (MobileSAMv2's idea)")
    String prompts = Networks.POINTS;

    @Parameter(
            names = "--points-per-side",
            category = Help.RARE,
            order = ORDER + 1,
            placeholder = "N",
            description = "points each way of that grid",
            defaultValueDescription = "32")
    Integer pointsPerSide;

    @Parameter(
            names = "--points-share",
            category = Help.RARE,
            order = ORDER + 1,
            placeholder = "X",
            description = "only this share of the points is asked: where the coarse score is highest, so that objects"
                    + " matter")
    double pointsShare = PointChoice.ALL.share();

    @Parameter(
            names = "--few-points-where-plain",
            category = Help.RARE,
            order = ORDER + 1,
            description = "only every fourth point is asked where the frame shows one shade")
    boolean fewPointsWherePlain;

    @Parameter(
            names = "--points-per-batch",
            category = Help.RARE,
            order = ORDER + 2,
            placeholder = "N",
            description = "points that are asked about at a time; more need more memory",
            defaultValueDescription = "64")
    Integer pointsPerBatch;

    @Parameter(
            names = "--pred-iou-thresh",
            category = Help.RARE,
            order = ORDER + 3,
            placeholder = "X",
            description = "masks that the network itself thinks worse of are dropped",
            defaultValueDescription = "0.88; 0.8 for SAM 2")
    Double predIouThresh;

    @Parameter(
            names = "--stability-score-thresh",
            category = Help.RARE,
            order = ORDER + 4,
            placeholder = "X",
            description = "masks whose extent depends more than this on the threshold are dropped",
            defaultValueDescription = "0.95")
    Double stabilityScoreThresh;

    @Parameter(
            names = "--stability-score-offset",
            category = Help.RARE,
            order = ORDER + 5,
            placeholder = "X",
            description = "by how much the threshold is moved to find that out, in logits",
            defaultValueDescription = "1")
    Double stabilityScoreOffset;

    @Parameter(
            names = "--box-nms-thresh",
            category = Help.RARE,
            order = ORDER + 6,
            placeholder = "X",
            description = "of two masks whose boxes have a larger IoU the worse is dropped",
            defaultValueDescription = "0.7")
    Double boxNmsThresh;

    @Parameter(
            names = "--crop-n-layers",
            category = Help.RARE,
            order = ORDER + 7,
            placeholder = "N",
            description = "the frame is looked at again in parts: layer i has 2^i of them each way",
            defaultValueDescription = "0")
    Integer cropNLayers;

    @Parameter(
            names = "--crop-nms-thresh",
            category = Help.RARE,
            order = ORDER + 8,
            placeholder = "X",
            description = "as --box-nms-thresh, between masks of different parts",
            defaultValueDescription = "0.7")
    Double cropNmsThresh;

    @Parameter(
            names = "--crop-overlap-ratio",
            category = Help.RARE,
            order = ORDER + 9,
            placeholder = "X",
            description = "by how much parts of the first layer overlap, as share of the shorter side",
            defaultValueDescription = "512/1500")
    Double cropOverlapRatio;

    @Parameter(
            names = "--crop-n-points-downscale-factor",
            category = Help.RARE,
            order = ORDER + 10,
            placeholder = "N",
            description = "each layer has so many times fewer points each way than the one before",
            defaultValueDescription = "1")
    Integer cropNPointsDownscaleFactor;

    @Parameter(
            names = "--min-mask-region-area",
            category = Help.RARE,
            order = ORDER + 11,
            placeholder = "PIXELS",
            description = "smaller islands and holes are removed from each mask",
            defaultValueDescription = "0")
    Integer minMaskRegionArea;

    /**
     * The settings with what the user asked for in place of the network's defaults.
     *
     * @throws org.objectomaly.Fault of kind USAGE that names the first value that is out of range
     */
    AutomaticSettings over(final AutomaticSettings usual) {
        return new AutomaticSettings(
                or(pointsPerSide, usual.pointsPerSide()),
                or(pointsPerBatch, usual.pointsPerBatch()),
                or(predIouThresh, usual.predIouThresh()),
                or(stabilityScoreThresh, usual.stabilityScoreThresh()),
                or(stabilityScoreOffset, usual.stabilityScoreOffset()),
                or(boxNmsThresh, usual.boxNmsThresh()),
                or(cropNLayers, usual.cropNLayers()),
                or(cropNmsThresh, usual.cropNmsThresh()),
                or(cropOverlapRatio, usual.cropOverlapRatio()),
                or(cropNPointsDownscaleFactor, usual.cropNPointsDownscaleFactor()),
                or(minMaskRegionArea, usual.minMaskRegionArea()));
    }

    /**
     * Which points are asked.
     *
     * @throws org.objectomaly.Fault of kind USAGE if the share is out of range
     */
    PointChoice choice() {
        return new PointChoice(pointsShare, fewPointsWherePlain);
    }

    private static <T> T or(final T asked, final T usual) {
        return asked == null ? usual : asked;
    }
}
