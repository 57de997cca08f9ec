package org.objectomaly.eval;

/**
 * How one frame came out.
 *
 * @param name of the frame
 * @param auPrcCoarse AuPRC of its map A0, 0..1; NaN without labels or anomaly
 * @param auPrc AuPRC of its map A, 0..1; NaN without labels or anomaly
 * @param change mean absolute change of the map A along the optical flow since the frame before; NaN for the first
 *     frame and for pictures
 */
public record FrameScore(String name, double auPrcCoarse, double auPrc, double change) {}
