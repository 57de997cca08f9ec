package org.objectomaly.metrics;

import java.util.Arrays;

/** Which component of the ground truth meets which predicted one. */
final class Overlaps {
    private long[] pairs = new long[64];
    private int count;

    void clear() {
        count = 0;
    }

    /**
     * Notes that a pixel belongs to both.
     *
     * @param truth number of a component of the ground truth
     * @param predicted number of a predicted component
     */
    void add(final int truth, final int predicted) {
        final long pair = (long) truth << Integer.SIZE | predicted;
        // Most pixels repeat the one before them.
        if (count > 0 && pairs[count - 1] == pair) {
            return;
        }
        if (count == pairs.length) {
            count = distinct();
            pairs = count > pairs.length / 2 ? Arrays.copyOf(pairs, 2 * pairs.length) : pairs;
        }
        pairs[count++] = pair;
    }

    /** Takes a pair once. */
    @FunctionalInterface
    interface Visitor {
        void visit(int truth, int predicted);
    }

    /**
     * Shows all pairs.
     *
     * @param visitor sees each pair once
     */
    void forEach(final Visitor visitor) {
        count = distinct();
        for (int i = 0; i < count; i++) {
            visitor.visit((int) (pairs[i] >>> Integer.SIZE), (int) pairs[i]);
        }
    }

    private int distinct() {
        Arrays.sort(pairs, 0, count);
        int kept = 0;
        for (int i = 0; i < count; i++) {
            if (kept == 0 || pairs[kept - 1] != pairs[i]) {
                pairs[kept++] = pairs[i];
            }
        }
        return kept;
    }
}
