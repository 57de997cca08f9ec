package org.objectomaly.eval;

import java.util.List;
import java.util.Map;

/**
 * How one segmentation network told classes apart.
 *
 * @param cas what it was called
 * @param casSize the size at which it looked
 * @param checkpoints its file, with its SHA-256
 * @param meanIou intersection over union, averaged over the classes that occur, 0..1
 * @param accuracy share of the labelled pixels that were taken for what they are, 0..1
 * @param networkMs milliseconds that it took on average
 * @param classes the single classes, in the order of the labels
 * @param pictures the single pictures
 */
public record ClassOutcome(
        String cas,
        String casSize,
        Map<String, String> checkpoints,
        double meanIou,
        double accuracy,
        double networkMs,
        List<One> classes,
        List<Picture> pictures)
        implements PictureReport.Outcome {
    /**
     * One class.
     *
     * @param name what it is called
     * @param pixels how many pixels of all pictures are of it
     * @param iou intersection over union over all pictures, 0..1; NaN where it does not occur
     */
    public record One(String name, long pixels, double iou) {}

    /**
     * One picture.
     *
     * @param name what it is called
     * @param meanIou over the classes that occur in it
     * @param accuracy as above
     */
    public record Picture(String name, double meanIou, double accuracy) {}
}
