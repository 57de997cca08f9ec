package org.objectomaly.train;

import java.util.Arrays;
import java.util.List;

/** The share of the annotators who have a boundary at a pixel or at one of its four neighbours. */
final class AnnotatorTruth implements BoundaryTruth {
    private static final int LOW_BITS = 0x7F7F7F7F;

    @Override
    public void fill(
            final List<int[]> segments,
            final int people,
            final int width,
            final int height,
            final float[] target,
            final float[] weight) {
        final int stride = width + 2 * MARGIN;
        final int[] agreeing = new int[width * height];
        for (final int[] four : segments) {
            final int[] changes = BoundaryTruth.changes(four, stride);
            for (int y = 0; y < height; y++) {
                int i = (y + MARGIN) * stride + MARGIN;
                for (int at = y * width; at < (y + 1) * width; at++, i++) {
                    final int near =
                            changes[i] | changes[i - 1] | changes[i + 1] | changes[i - stride] | changes[i + stride];
                    // The highest bit of each byte that is not 0.
                    agreeing[at] += Integer.bitCount(((near & LOW_BITS) + LOW_BITS | near) & ~LOW_BITS);
                }
            }
        }
        for (int i = 0; i < agreeing.length; i++) {
            target[i] = (float) agreeing[i] / people;
        }
        Arrays.fill(weight, 0, agreeing.length, 1);
    }
}
