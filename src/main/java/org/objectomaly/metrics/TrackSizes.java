package org.objectomaly.metrics;

/**
 * From which size on components count, in pixels (SegmentMeIfYouCan benchmark).
 *
 * @param leastPredicted smaller predicted components are dropped ({@code thresh_segsize})
 * @param leastTruth smaller components of the ground truth become void ({@code thresh_instsize})
 */
public record TrackSizes(int leastPredicted, int leastTruth) {
    /** Anomaly track: large things anywhere in the picture. */
    public static final TrackSizes ANOMALY_TRACK = new TrackSizes(500, 100);
    /** Obstacle track: small things on the road. */
    public static final TrackSizes OBSTACLE_TRACK = new TrackSizes(50, 10);

    /** Checks the sizes. */
    public TrackSizes {
        if (leastPredicted < 0 || leastTruth < 0) {
            throw new IllegalArgumentException(
                    "no component is smaller than 0 pixels: " + leastPredicted + ", " + leastTruth);
        }
    }
}
