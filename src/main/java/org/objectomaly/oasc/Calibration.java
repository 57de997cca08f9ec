package org.objectomaly.oasc;

import org.objectomaly.image.MaskSet;
import org.objectomaly.image.ScoreMap;

/** OASC, objectness-aware score calibration: gives every object one score. Makes A1 of A0 and the masks. */
public interface Calibration {
    /**
     * Replaces the scores inside every mask by the mask's mean.
     *
     * @param coarse the map A0
     * @param masks the objects; their grid may have another size than the map
     * @param into the map A1, of A0's size and not A0 itself
     */
    void calibrate(ScoreMap coarse, MaskSet masks, ScoreMap into);
}
