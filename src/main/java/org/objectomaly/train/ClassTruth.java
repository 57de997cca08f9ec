package org.objectomaly.train;

import java.util.List;
import java.util.Set;

/** Borders between classes, no boundary inside calm classes, and no opinion elsewhere. */
final class ClassTruth implements BoundaryTruth {
    /** Around a border so many pixels to each side have no weight: people draw classes a few pixels off. */
    private static final int BAND = MARGIN - 1;

    private static final byte BORDER = 1;
    /** Where a class meets what has none; whether that is a boundary is not known. */
    private static final byte UNSURE = 2;

    private final int unlabelled;
    private final boolean[] isCalm = new boolean[256];

    ClassTruth(final int unlabelled, final Set<Integer> calm) {
        this.unlabelled = unlabelled;
        calm.forEach(number -> isCalm[number] = true);
    }

    @Override
    public void fill(
            final List<byte[]> segments,
            final int width,
            final int height,
            final float[] target,
            final float[] weight) {
        final byte[] classes = segments.get(0);
        final int stride = width + 2 * MARGIN;
        final byte[] kinds = kinds(classes, stride);
        final byte[] near = spread(kinds, stride);
        for (int y = 0; y < height; y++) {
            int i = (y + MARGIN) * stride + MARGIN;
            for (int at = y * width; at < (y + 1) * width; at++, i++) {
                final boolean onBorder =
                        ((kinds[i] | kinds[i - 1] | kinds[i + 1] | kinds[i - stride] | kinds[i + stride]) & BORDER)
                                != 0;
                target[at] = onBorder ? 1 : 0;
                weight[at] = onBorder || near[i] == 0 && isCalm[classes[i] & 0xFF] ? 1 : 0;
            }
        }
    }

    /** At each pixel whether another class, or none, begins to the right, below or between; the last ones have no such. */
    private byte[] kinds(final byte[] classes, final int stride) {
        final byte[] kinds = new byte[classes.length];
        for (int i = 0; i < classes.length - stride - 1; i++) {
            final int kind = kind(classes[i], classes[i + 1])
                    | kind(classes[i], classes[i + stride])
                    | kind(classes[i], classes[i + stride + 1]);
            kinds[i] = (byte) kind;
        }
        return kinds;
    }

    private int kind(final byte one, final byte other) {
        if (one == other) {
            return 0;
        }
        return (one & 0xFF) == unlabelled || (other & 0xFF) == unlabelled ? UNSURE : BORDER;
    }

    /** What is in the square around each pixel. Rows run into each other, but only in the margin. */
    private static byte[] spread(final byte[] kinds, final int stride) {
        final byte[] across = new byte[kinds.length];
        for (int i = BAND; i < kinds.length - BAND; i++) {
            for (int k = -BAND; k <= BAND; k++) {
                across[i] |= kinds[i + k];
            }
        }
        final byte[] all = new byte[kinds.length];
        for (int k = -BAND; k <= BAND; k++) {
            for (int i = BAND * stride; i < kinds.length - BAND * stride; i++) {
                all[i] |= across[i + k * stride];
            }
        }
        return all;
    }
}
