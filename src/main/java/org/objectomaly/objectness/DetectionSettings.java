package org.objectomaly.objectness;

/**
 * Which detections count.
 *
 * @param confidence only scores above it count, 0 to 1
 * @param overlap of two boxes that are the same by more than this, the less sure one is dropped, 0 to 1
 * @param most number of detections at most
 */
public record DetectionSettings(double confidence, double overlap, int most) {
    /**
     * FastSAM's own.
     *
     * @return scores above 0.4, overlaps up to 0.9, 300 detections
     */
    public static DetectionSettings fastSam() {
        return new DetectionSettings(0.4, 0.9, 300);
    }
}
