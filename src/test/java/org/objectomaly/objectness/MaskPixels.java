package org.objectomaly.objectness;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import org.objectomaly.image.MaskSet;

/** Masks as sets of pixels, for looking at. */
final class MaskPixels {
    /** A set of pixels told by a rule. */
    interface Shape {
        boolean holds(int x, int y);
    }

    private MaskPixels() {}

    static List<BitSet> all(final MaskSet masks) {
        final List<BitSet> all = new ArrayList<>();
        for (int mask = 0; mask < masks.size(); mask++) {
            final BitSet pixels = new BitSet();
            for (int run = masks.firstRun(mask); run < masks.firstRun(mask + 1); run++) {
                final int row = masks.row(run) * masks.width();
                pixels.set(row + masks.from(run), row + masks.to(run));
            }
            all.add(pixels);
        }
        return all;
    }

    static BitSet of(final int width, final int height, final Shape shape) {
        final BitSet pixels = new BitSet();
        for (int p = 0; p < width * height; p++) {
            pixels.set(p, shape.holds(p % width, p / width));
        }
        return pixels;
    }

    static int common(final BitSet one, final BitSet other) {
        final BitSet both = (BitSet) one.clone();
        both.and(other);
        return both.cardinality();
    }

    static double iou(final BitSet one, final BitSet other) {
        final int common = common(one, other);
        return common / (double) (one.cardinality() + other.cardinality() - common);
    }

    /** The best overlap of a shape with any of the masks. */
    static double best(final MaskSet masks, final Shape shape) {
        final BitSet wanted = of(masks.width(), masks.height(), shape);
        return all(masks).stream().mapToDouble(mask -> iou(mask, wanted)).max().orElse(0);
    }

    static boolean isConnected(final BitSet pixels, final int width) {
        final BitSet left = (BitSet) pixels.clone();
        final ArrayDeque<Integer> queue = new ArrayDeque<>();
        queue.add(left.nextSetBit(0));
        left.clear(left.nextSetBit(0));
        while (!queue.isEmpty()) {
            final int p = queue.remove();
            final int x = p % width;
            for (final int q : new int[] {p - width, p + width, x > 0 ? p - 1 : -1, x < width - 1 ? p + 1 : -1}) {
                if (q >= 0 && left.get(q)) {
                    left.clear(q);
                    queue.add(q);
                }
            }
        }
        return left.isEmpty();
    }
}
