package org.objectomaly.metrics;

import java.util.Arrays;

/** Finds connected components, eight neighbours a pixel, in two passes over the picture and a union-find. */
final class Labelling {
    /** The label each provisional label was joined with, never above it; itself for the first of a component. */
    private int[] joined = new int[1];

    private int labels;

    /**
     * Numbers the components of a picture in the order in which their first pixels lie, row by row.
     *
     * @param cells for each pixel 0 if it belongs to none, anything else if it belongs to one; holds the components'
     *     numbers from 1 up afterwards
     * @param width columns
     * @param height rows
     * @return how many components there are
     */
    int label(final int[] cells, final int width, final int height) {
        labels = 0;
        for (int y = 0; y < height; y++) {
            final int row = y * width;
            for (int x = 0; x < width; x++) {
                if (cells[row + x] != 0) {
                    cells[row + x] = provisional(cells, row + x, x, y, width);
                }
            }
        }
        final int components = number();
        for (int i = 0; i < width * height; i++) {
            cells[i] = joined[cells[i]];
        }
        return components;
    }

    /** The label of the neighbours that have one already; neighbours that touch each other are joined before. */
    private int provisional(final int[] cells, final int at, final int x, final int y, final int width) {
        final int left = x > 0 ? cells[at - 1] : 0;
        if (y > 0) {
            final int above = at - width;
            if (cells[above] != 0) {
                return cells[above];
            }
            final int leftward = left != 0 ? left : x > 0 ? cells[above - 1] : 0;
            final int aboveRight = x + 1 < width ? cells[above + 1] : 0;
            if (aboveRight != 0 && leftward != 0) {
                return join(aboveRight, leftward);
            }
            if (aboveRight != 0 || leftward != 0) {
                return aboveRight + leftward;
            }
        } else if (left != 0) {
            return left;
        }
        return fresh();
    }

    private int fresh() {
        labels++;
        if (labels == joined.length) {
            joined = Arrays.copyOf(joined, 2 * labels);
        }
        joined[labels] = labels;
        return labels;
    }

    private int join(final int one, final int other) {
        final int a = first(one);
        final int b = first(other);
        joined[Math.max(a, b)] = Math.min(a, b);
        return Math.min(a, b);
    }

    private int first(final int label) {
        int at = label;
        while (joined[at] != at) {
            joined[at] = joined[joined[at]];
            at = joined[at];
        }
        return at;
    }

    /** Gives every provisional label its component's number. */
    private int number() {
        int components = 0;
        for (int label = 1; label <= labels; label++) {
            // What it was joined with is below it and has its number already.
            joined[label] = joined[label] == label ? ++components : joined[joined[label]];
        }
        return components;
    }
}
