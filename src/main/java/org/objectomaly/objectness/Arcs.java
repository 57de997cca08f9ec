package org.objectomaly.objectness;

import java.util.Arrays;

/**
 * Boundaries between two regions each. An arc knows how many pixel pairs lie on it, their summed level, and its pass,
 * the lowest level on it.
 */
final class Arcs {
    private int count;
    private int[] ends = new int[2 * 4096];
    private long[] sums = new long[4096];
    private int[] pairs = new int[4096];
    private int[] passes = new int[4096];
    private final ArcTable table = new ArcTable();

    /** No arcs. */
    Arcs() {}

    void clear() {
        count = 0;
        table.clear();
    }

    /** Number of arcs, dead ones included. */
    int count() {
        return count;
    }

    /** The number of the arc between two regions, which is made if there is none. */
    int between(final int one, final int other) {
        final int low = Math.min(one, other);
        final int high = Math.max(one, other);
        final int arc = table.arc(low, high, count);
        if (arc == count) {
            if (arc == sums.length) {
                ends = Arrays.copyOf(ends, 4 * arc);
                sums = Arrays.copyOf(sums, 2 * arc);
                pairs = Arrays.copyOf(pairs, 2 * arc);
                passes = Arrays.copyOf(passes, 2 * arc);
            }
            ends[2 * arc] = low;
            ends[2 * arc + 1] = high;
            sums[arc] = 0;
            pairs[arc] = 0;
            passes[arc] = Watershed.TOP;
            count++;
        }
        return arc;
    }

    /** Adds a pixel pair to an arc. */
    void add(final int arc, final int level) {
        sums[arc] += level;
        pairs[arc]++;
        passes[arc] = Math.min(passes[arc], level);
    }

    /** Adds all pixel pairs of an arc, possibly of another set, to one of these. */
    void add(final int arc, final Arcs others, final int other) {
        sums[arc] += others.sums[other];
        pairs[arc] += others.pairs[other];
        passes[arc] = Math.min(passes[arc], others.passes[other]);
    }

    /** Takes all pixel pairs off an arc: it joins nothing any more. */
    void kill(final int arc) {
        pairs[arc] = 0;
    }

    boolean isAlive(final int arc) {
        return pairs[arc] > 0;
    }

    /** The mean strength along an arc, 0..1. */
    float strength(final int arc) {
        return sums[arc] / ((float) Watershed.TOP * pairs[arc]);
    }

    /** Pixel pairs that lie on an arc; 0 for a dead one. */
    int pairs(final int arc) {
        return pairs[arc];
    }

    /** The summed level of an arc's pixel pairs, each 0 to {@link Watershed#TOP}. */
    long sum(final int arc) {
        return sums[arc];
    }

    /** The lowest level on an arc, 0 to {@link Watershed#TOP}. */
    int pass(final int arc) {
        return passes[arc];
    }

    /** The region at one side of an arc; slots 2 x arc and 2 x arc + 1 are its sides. */
    int end(final int slot) {
        return ends[slot];
    }

    /** Gives one side of an arc to another region. */
    void end(final int slot, final int region) {
        ends[slot] = region;
    }

    /** One of the regions an arc joins. */
    int one(final int arc) {
        return ends[2 * arc];
    }

    /** The other region an arc joins. */
    int other(final int arc) {
        return ends[2 * arc + 1];
    }
}
