package org.objectomaly.objectness;

import java.util.Arrays;

/**
 * Splits a picture into the catchment basins of its boundary strengths: every pixel belongs to exactly one basin, basins
 * are 4-connected, and they touch along the crests of the strengths.
 *
 * <p>Each pixel sends its water to the lowest of its four neighbours (the steepest descent of J. Cousty, G. Bertrand, L.
 * Najman, M. Couprie, "Watershed cuts", TPAMI 2009); a pixel that has no lower neighbour is the bottom of a basin. There
 * is no queue, and the ways down are found by minima alone, without a branch: the time is linear and mostly that of
 * reading the picture. On a plateau water runs up and left, so that one plateau may hold several bottoms; {@link DeepBasins}
 * joins them again, together with all basins that are too shallow to matter.
 *
 * <p>The levels have a wall of one pixel around them, higher than every level, so that no step has to ask where the
 * picture ends.
 */
final class Watershed {
    /** The level of the strength 1; 0 is the level of the strength 0. */
    static final int TOP = 0xFFFF;

    /** Strengths below are the same as none: fewer basins on surfaces that the network sees nothing on. */
    private static final float FLOOR = 0.01f;

    private static final int WALL = TOP + 1;
    private static final int NONE = -1;

    // A key is a level and, below it, where the pixel lies as seen from its neighbour: the smallest key wins.
    private static final int DIRECTIONS = 3;
    private static final int ABOVE = 0;
    private static final int LEFT = 1;
    private static final int HERE = 2;
    private static final int RIGHT = 3;
    private static final int BELOW = 4;

    private int width;
    private int height;
    private int stride;
    private int[] levels = new int[0];
    private int[] steps = new int[0];
    /** To the neighbours in the order of the directions; those above and below depend on the picture's width. */
    private final int[] offsets = {0, -1, 0, 1, 0};

    private int[] labels = new int[0];
    private float[] row = new float[0];
    private int[] bottoms = new int[1024];
    private int basins;

    /** A watershed without a picture. */
    Watershed() {}

    /**
     * Finds the basins.
     *
     * @param edges the strengths, 0..1; others count as the nearest of these
     */
    void flood(final EdgeMap edges) {
        width = edges.width();
        height = edges.height();
        stride = width + 2;
        makeRoom();
        smoothToLevels(edges.values());
        pointDown();
        collect();
    }

    /** Columns of the picture. */
    int width() {
        return width;
    }

    /** Rows of the picture. */
    int height() {
        return height;
    }

    /** Distance of two rows in {@link #levels()} and {@link #labels()}. */
    int stride() {
        return stride;
    }

    /** Where the first pixel lies in {@link #levels()} and {@link #labels()}. */
    int origin() {
        return stride + 1;
    }

    /** The smoothed strength of every pixel, 0 to {@link #TOP}. */
    int[] levels() {
        return levels;
    }

    /** The basin of every pixel, 0 to {@link #basins()} - 1. */
    int[] labels() {
        return labels;
    }

    /** Number of basins, 1 or more. */
    int basins() {
        return basins;
    }

    /** The lowest level in a basin. */
    int bottom(final int basin) {
        return bottoms[basin];
    }

    private void makeRoom() {
        final int walled = Math.multiplyExact(stride, height + 2);
        if (levels.length < walled) {
            levels = new int[walled];
            steps = new int[walled];
            labels = new int[walled];
        }
        if (row.length < stride) {
            row = new float[stride];
        }
    }

    /** Smooths by (1 2 1)/4 both ways, the edge pixels repeated, and rounds to levels: single pixels make no basin. */
    private void smoothToLevels(final float[] edges) {
        Arrays.fill(levels, 0, stride, WALL);
        Arrays.fill(levels, (height + 1) * stride, (height + 2) * stride, WALL);
        // One part in 16 of the weighted sum is the mean; the level of the floor is 0, and a half rounds.
        final float factor = TOP / (1 - FLOOR) / 16;
        final float summand = 0.5f - FLOOR * TOP / (1 - FLOOR);
        for (int y = 0; y < height; y++) {
            sumRows(edges, y);
            final int at = (y + 1) * stride;
            levels[at] = WALL;
            levels[at + width + 1] = WALL;
            toLevels(row, width, factor, summand, levels, at);
        }
    }

    private void sumRows(final float[] edges, final int y) {
        final int wide = width;
        final int here = y * wide;
        final int above = y > 0 ? here - wide : here;
        final int below = y < height - 1 ? here + wide : here;
        for (int x = 0; x < wide; x++) {
            row[x + 1] = edges[above + x] + 2 * edges[here + x] + edges[below + x];
        }
        row[0] = row[1];
        row[wide + 1] = row[wide];
    }

    private static void toLevels(
            final float[] row,
            final int width,
            final float factor,
            final float summand,
            final int[] levels,
            final int at) {
        float left = row[0];
        float here = row[1];
        for (int x = 1; x <= width; x++) {
            final float right = row[x + 1];
            final int level = (int) ((left + 2 * here + right) * factor + summand);
            levels[at + x] = Math.max(0, Math.min(TOP, level));
            left = here;
            here = right;
        }
    }

    /** Finds the way down from each pixel: the distance in the arrays to its lowest neighbour, 0 at a bottom. */
    private void pointDown() {
        offsets[0] = -stride;
        offsets[4] = stride;
        for (int y = 1; y <= height; y++) {
            final int end = y * stride + width;
            for (int p = y * stride + 1; p <= end; p++) {
                final int vertical =
                        Math.min(levels[p - stride] << DIRECTIONS | ABOVE, levels[p + stride] << DIRECTIONS | BELOW);
                final int horizontal =
                        Math.min(levels[p - 1] << DIRECTIONS | LEFT, levels[p + 1] << DIRECTIONS | RIGHT);
                final int here = levels[p] << DIRECTIONS | HERE;
                steps[p] = offsets[Math.min(here, Math.min(vertical, horizontal)) & (1 << DIRECTIONS) - 1];
            }
        }
    }

    /** Goes down from each pixel to one that is already known or to a bottom, and labels the way there. */
    private void collect() {
        basins = 0;
        Arrays.fill(labels, 0, stride * (height + 2), NONE);
        for (int y = 1; y <= height; y++) {
            final int end = y * stride + width;
            for (int p = y * stride + 1; p <= end; p++) {
                if (labels[p] == NONE) {
                    goDown(p);
                }
            }
        }
    }

    private void goDown(final int start) {
        int p = start;
        while (labels[p] == NONE && steps[p] != 0) {
            p += steps[p];
        }
        final int label = labels[p] == NONE ? open(levels[p]) : labels[p];
        for (p = start; labels[p] == NONE && steps[p] != 0; p += steps[p]) {
            labels[p] = label;
        }
        labels[p] = label;
    }

    private int open(final int level) {
        if (basins == bottoms.length) {
            bottoms = Arrays.copyOf(bottoms, 2 * basins);
        }
        bottoms[basins] = level;
        return basins++;
    }
}
