package org.objectomaly.train;

import java.util.List;

/** What the segments of a picture say of boundaries. Has no state, so that threads may share it. */
interface BoundaryTruth {
    /** How far beyond the sample, to each side, segments are needed. */
    int MARGIN = 4;

    /**
     * Fills in what is to be learned from a sample.
     *
     * @param segments a person's segments of the sample with {@link #MARGIN} on each side, {@code [h+8,w+8]} each
     * @param width w
     * @param height h
     * @param target {@code [h,w]}, how sure it is that a boundary is here, 0..1
     * @param weight {@code [h,w]}, 1 where that is known, 0 where nobody knows
     */
    void fill(List<byte[]> segments, int width, int height, float[] target, float[] weight);
}
