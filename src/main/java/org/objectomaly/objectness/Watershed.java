package org.objectomaly.objectness;

import java.util.Arrays;

/**
 * Splits a picture into the catchment basins of its boundary strengths: every pixel belongs to exactly one basin, basins
 * are 4-connected, and they touch along the crests of the strengths.
 *
 * <p>Each pixel sends its water to the lowest of its four neighbours (the steepest descent of J. Cousty, G. Bertrand, L.
 * Najman, M. Couprie, "Watershed cuts", TPAMI 2009); a pixel that has no lower neighbour is the bottom of a basin. There
 * is no queue, and the arrows are found by minima alone, without a branch: the time is linear and mostly that of reading
 * the picture. On a plateau water runs up and left, so that one plateau may hold several bottoms; {@link DeepBasins}
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
    private int[] arrows = new int[0];
    private int[] labels = new int[0];
    private final int[] offsets = new int[BELOW + 1];
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
            arrows = new int[walled];
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
        final int wide = width;
        final float scale = TOP / (1 - FLOOR);
        for (int y = 0; y < height; y++) {
            final int here = y * wide;
            final int above = y > 0 ? here - wide : here;
            final int below = y < height - 1 ? here + wide : here;
            for (int x = 0; x < wide; x++) {
                row[x + 1] = edges[above + x] + 2 * edges[here + x] + edges[below + x];
            }
            row[0] = row[1];
            row[wide + 1] = row[wide];
            final int at = (y + 1) * stride;
            levels[at] = WALL;
            levels[at + wide + 1] = WALL;
            for (int x = 1; x <= wide; x++) {
                final float mean = (row[x - 1] + 2 * row[x] + row[x + 1]) / 16;
                levels[at + x] = Math.max(0, Math.min(TOP, (int) ((mean - FLOOR) * scale + 0.5f)));
            }
        }
    }

    private void pointDown() {
        for (int y = 1; y <= height; y++) {
            final int end = y * stride + width;
            for (int p = y * stride + 1; p <= end; p++) {
                final int vertical =
                        Math.min(levels[p - stride] << DIRECTIONS | ABOVE, levels[p + stride] << DIRECTIONS | BELOW);
                final int horizontal =
                        Math.min(levels[p - 1] << DIRECTIONS | LEFT, levels[p + 1] << DIRECTIONS | RIGHT);
                final int here = levels[p] << DIRECTIONS | HERE;
                arrows[p] = Math.min(here, Math.min(vertical, horizontal)) & (1 << DIRECTIONS) - 1;
            }
        }
    }

    /** Follows the arrows from each pixel to one that is already known or to a bottom, and labels the way there. */
    private void collect() {
        basins = 0;
        offsets[ABOVE] = -stride;
        offsets[LEFT] = -1;
        offsets[RIGHT] = 1;
        offsets[BELOW] = stride;
        Arrays.fill(labels, 0, stride * (height + 2), NONE);
        for (int y = 1; y <= height; y++) {
            final int end = y * stride + width;
            for (int p = y * stride + 1; p <= end; p++) {
                int q = p;
                while (labels[q] == NONE && arrows[q] != HERE) {
                    q += offsets[arrows[q]];
                }
                if (labels[q] == NONE) {
                    labels[q] = open(levels[q]);
                }
                final int label = labels[q];
                for (int step = p; labels[step] == NONE; step += offsets[arrows[step]]) {
                    labels[step] = label;
                }
            }
        }
    }

    private int open(final int level) {
        if (basins == bottoms.length) {
            bottoms = Arrays.copyOf(bottoms, 2 * basins);
        }
        bottoms[basins] = level;
        return basins++;
    }
}
