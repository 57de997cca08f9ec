package org.objectomaly.train;

import java.util.List;
import java.util.Set;

/** Borders between classes, no boundary inside calm classes, and no opinion elsewhere. */
final class ClassTruth implements BoundaryTruth {
    private static final int CLASS = 0xFF;

    private final int unlabelled;
    private final boolean[] isCalm = new boolean[CLASS + 1];

    ClassTruth(final int unlabelled, final Set<Integer> calm) {
        this.unlabelled = unlabelled;
        calm.forEach(number -> isCalm[number] = true);
    }

    @Override
    public void fill(
            final List<int[]> segments,
            final int people,
            final int width,
            final int height,
            final float[] target,
            final float[] weight) {
        final int[] classes = segments.get(0);
        final int stride = width + 2 * MARGIN;
        final int[] changes = BoundaryTruth.changes(classes, stride);
        // People draw classes a few pixels off, so that what is near a border is uncertain.
        final int[] band = spread(spread(changes, 1), stride);
        for (int y = 0; y < height; y++) {
            int i = (y + MARGIN) * stride + MARGIN;
            for (int at = y * width; at < (y + 1) * width; at++, i++) {
                final boolean onBorder = band[i] != 0
                        && (isBorder(i, changes, classes, stride)
                                || isBorder(i - 1, changes, classes, stride)
                                || isBorder(i + 1, changes, classes, stride)
                                || isBorder(i - stride, changes, classes, stride)
                                || isBorder(i + stride, changes, classes, stride));
                target[at] = onBorder ? 1 : 0;
                weight[at] = onBorder || band[i] == 0 && isCalm[classes[i] & CLASS] ? 1 : 0;
            }
        }
    }

    /** Whether the border of a class lies here. Where a class meets what has none, nobody knows. */
    private boolean isBorder(final int i, final int[] changes, final int[] classes, final int stride) {
        return changes[i] != 0
                && classes[i] != unlabelled
                && classes[i + 1] != unlabelled
                && classes[i + stride] != unlabelled
                && classes[i + stride + 1] != unlabelled;
    }

    /** What is up to three places before or after, {@code step} apart. Rows run into each other in the margin only. */
    private static int[] spread(final int[] values, final int step) {
        final int[] three = new int[values.length];
        for (int i = step; i < values.length - step; i++) {
            three[i] = values[i - step] | values[i] | values[i + step];
        }
        final int[] seven = new int[values.length];
        for (int i = 2 * step; i < values.length - 2 * step; i++) {
            seven[i] = three[i - 2 * step] | three[i] | three[i + 2 * step];
        }
        return seven;
    }
}
