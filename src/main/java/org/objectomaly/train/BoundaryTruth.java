package org.objectomaly.train;

import java.util.List;

/** What the segments of a picture say of boundaries. Has no state, so that threads may share it. */
interface BoundaryTruth {
    /** How far beyond the sample, to each side, segments are needed. */
    int MARGIN = 4;

    /** How many people's segments lie in an int, the first in its lowest byte. */
    int LANES = Integer.BYTES;

    /**
     * Fills in what is to be learned from a sample.
     *
     * @param segments of {@link #LANES} people each, of the sample with {@link #MARGIN} on each side: {@code [h+8,w+8]};
     *     0 for those who are not there
     * @param people how many there are
     * @param width w
     * @param height h
     * @param target {@code [h,w]}, how sure it is that a boundary is here, 0..1
     * @param weight {@code [h,w]}, 1 where that is known, 0 where nobody knows
     */
    void fill(List<int[]> segments, int people, int width, int height, float[] target, float[] weight);

    /**
     * Where boundaries are as {@link org.objectomaly.image.SegmentMap#boundary} has them: bytes that are not 0 for the
     * people whose segment is not that of the right, lower or lower right neighbour.
     */
    static int[] changes(final int[] segments, final int stride) {
        final int[] changes = new int[segments.length];
        for (int i = 0; i < segments.length - stride - 1; i++) {
            final int own = segments[i];
            changes[i] = own ^ segments[i + 1] | own ^ segments[i + stride] | own ^ segments[i + stride + 1];
        }
        return changes;
    }
}
