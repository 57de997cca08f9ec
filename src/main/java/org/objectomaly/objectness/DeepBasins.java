package org.objectomaly.objectness;

import java.util.Arrays;

/**
 * The basins of a watershed that are deep enough to matter. The others are joined with the one they overflow into, over
 * ever higher passes, as rising water would (minima of small dynamics, M. Grimaud 1992): the faint texture of surfaces
 * gives thousands of them.
 */
final class DeepBasins {
    /** Basins less deep than this many levels are shallow: one of 255. */
    private static final int SHALLOW = Watershed.TOP / 255;

    private static final int NONE = -1;
    private static final int PASS_BITS = 8;

    private final Arcs surveyed = new Arcs();
    private final int[] bucket = new int[(Watershed.TOP >> PASS_BITS) + 2];
    private int[] ordered = new int[4096];
    private int[] basinArea = new int[1024];
    private int[] bottom = new int[1024];
    private int[] joined = new int[1024];
    private int[] number = new int[1024];
    private int count;

    /** Nothing yet. */
    DeepBasins() {}

    /**
     * Joins the shallow basins of a picture.
     *
     * @param basins a flooded picture
     * @param between is given the arcs between the basins that are left
     */
    void join(final Watershed basins, final Arcs between) {
        makeRoom(basins.basins());
        survey(basins);
        orderByPass();
        joinShallow(basins);
        number(basins.basins());
        between.clear();
        for (int arc = 0; arc < surveyed.count(); arc++) {
            final int one = number[surveyed.one(arc)];
            final int other = number[surveyed.other(arc)];
            if (one != other) {
                between.add(between.between(one, other), surveyed, arc);
            }
        }
    }

    /** Number of basins that are left, 1 or more. */
    int count() {
        return count;
    }

    /** The basin, of those left, that a basin of the watershed has become part of. */
    int deep(final int basin) {
        return number[basin];
    }

    /** Pixels of a basin of the watershed. */
    int basinArea(final int basin) {
        return basinArea[basin];
    }

    /** Measures the basins and the arcs between them. */
    private void survey(final Watershed basins) {
        final int[] labels = basins.labels();
        final int[] levels = basins.levels();
        final int stride = basins.stride();
        Arrays.fill(basinArea, 0, basins.basins(), 0);
        surveyed.clear();
        // Neighbouring pixel pairs mostly lie on the same arc, so that of the pair before is kept for each direction.
        int lastRight = NONE;
        int lastBelow = NONE;
        for (int y = 0; y < basins.height(); y++) {
            int runStart = basins.origin() + y * stride;
            final int end = runStart + basins.width();
            for (int p = runStart; p < end; p++) {
                final int label = labels[p];
                // The wall around the picture has a negative label.
                final int right = labels[p + 1];
                if (right != label) {
                    basinArea[label] += p + 1 - runStart;
                    runStart = p + 1;
                    if (right >= 0) {
                        lastRight = arc(lastRight, label, right);
                        surveyed.add(lastRight, Math.max(levels[p], levels[p + 1]));
                    }
                }
                final int below = labels[p + stride];
                if (below != label && below >= 0) {
                    lastBelow = arc(lastBelow, label, below);
                    surveyed.add(lastBelow, Math.max(levels[p], levels[p + stride]));
                }
            }
        }
    }

    private int arc(final int last, final int one, final int other) {
        final boolean same = last != NONE
                && surveyed.one(last) == Math.min(one, other)
                && surveyed.other(last) == Math.max(one, other);
        return same ? last : surveyed.between(one, other);
    }

    /** Sorts the arcs by their pass, to one part in 256: finer differences mean nothing. */
    private void orderByPass() {
        final int arcs = surveyed.count();
        if (ordered.length < arcs) {
            ordered = new int[2 * arcs];
        }
        Arrays.fill(bucket, 0);
        for (int arc = 0; arc < arcs; arc++) {
            bucket[(surveyed.pass(arc) >> PASS_BITS) + 1]++;
        }
        for (int i = 1; i < bucket.length; i++) {
            bucket[i] += bucket[i - 1];
        }
        for (int arc = 0; arc < arcs; arc++) {
            ordered[bucket[surveyed.pass(arc) >> PASS_BITS]++] = arc;
        }
    }

    private void joinShallow(final Watershed basins) {
        for (int basin = 0; basin < basins.basins(); basin++) {
            joined[basin] = basin;
            bottom[basin] = basins.bottom(basin);
        }
        for (int i = 0; i < surveyed.count(); i++) {
            final int arc = ordered[i];
            final int a = root(surveyed.one(arc));
            final int b = root(surveyed.other(arc));
            if (a != b && surveyed.pass(arc) - Math.max(bottom[a], bottom[b]) < SHALLOW) {
                final int deeper = bottom[a] < bottom[b] || bottom[a] == bottom[b] && a < b ? a : b;
                joined[a == deeper ? b : a] = deeper;
            }
        }
    }

    private int root(final int basin) {
        int b = basin;
        while (joined[b] != b) {
            joined[b] = joined[joined[b]];
            b = joined[b];
        }
        return b;
    }

    private void number(final int basins) {
        count = 0;
        for (int basin = 0; basin < basins; basin++) {
            if (joined[basin] == basin) {
                number[basin] = count++;
            }
        }
        for (int basin = 0; basin < basins; basin++) {
            number[basin] = number[root(basin)];
        }
    }

    private void makeRoom(final int basins) {
        if (joined.length < basins) {
            basinArea = new int[2 * basins];
            bottom = new int[2 * basins];
            joined = new int[2 * basins];
            number = new int[2 * basins];
        }
    }
}
