package org.objectomaly.train;

import java.util.Arrays;
import java.util.List;

/** The share of the annotators who have a boundary at a pixel or at one of its four neighbours. */
final class AnnotatorTruth implements BoundaryTruth {
    @Override
    public void fill(
            final List<byte[]> segments,
            final int width,
            final int height,
            final float[] target,
            final float[] weight) {
        final int stride = width + 2 * MARGIN;
        final boolean[] boundary = new boolean[segments.get(0).length];
        final int[] people = new int[width * height];
        for (final byte[] person : segments) {
            mark(person, width, height, boundary);
            for (int y = 0; y < height; y++) {
                int i = (y + MARGIN) * stride + MARGIN;
                for (int at = y * width; at < (y + 1) * width; at++, i++) {
                    final boolean near = boundary[i]
                            | boundary[i - 1]
                            | boundary[i + 1]
                            | boundary[i - stride]
                            | boundary[i + stride];
                    people[at] += near ? 1 : 0;
                }
            }
        }
        for (int i = 0; i < people.length; i++) {
            target[i] = (float) people[i] / segments.size();
        }
        Arrays.fill(weight, 0, people.length, 1);
    }

    /** Boundaries as {@link org.objectomaly.image.SegmentMap#boundary} has them, in the sample and one pixel around. */
    private static void mark(final byte[] segments, final int width, final int height, final boolean[] boundary) {
        final int stride = width + 2 * MARGIN;
        for (int y = MARGIN - 1; y <= height + MARGIN; y++) {
            final int end = y * stride + MARGIN + width;
            for (int i = y * stride + MARGIN - 1; i <= end; i++) {
                final byte own = segments[i];
                boundary[i] = segments[i + 1] != own | segments[i + stride] != own | segments[i + stride + 1] != own;
            }
        }
    }
}
