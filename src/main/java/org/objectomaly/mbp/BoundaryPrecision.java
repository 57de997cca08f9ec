package org.objectomaly.mbp;

import org.objectomaly.image.ScoreMap;

/** MBP, meticulous boundary precision: makes the contours of the calibrated map precise. Makes A of A1. */
public interface BoundaryPrecision {
    /**
     * Finds contour pixels, averages them over their flat neighbours and smooths the map.
     *
     * @param calibrated the map A1
     * @param into the map A, of A1's size and not A1 itself
     */
    void refine(ScoreMap calibrated, ScoreMap into);
}
