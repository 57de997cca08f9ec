package org.objectomaly.annotate;

import java.util.Arrays;
import org.objectomaly.image.MaskSet;

/**
 * Draws a light line with a dark rim around masks.
 *
 * <p>Every pixel at the edge of a mask stamps its surroundings with how near they are to it; what is nearest shows the
 * line, what is a little farther its rim. Only rows that a stamp has touched are looked at.
 */
final class Contours {
    private final int width;
    private final int height;
    /** Nearness of each pixel, 0 far to {@link Ink#TOP} on the edge; all 0 between two frames. */
    private final short[] near;
    /** Columns of each row that were touched: first, and one past the last. */
    private final int[] first;

    private final int[] end;
    private final int reach;
    private final short[] stamp;

    /**
     * Contours for one size of pictures.
     *
     * @param width columns of the picture and of the masks' grid
     * @param height rows
     * @param sizes widths of line and rim
     */
    Contours(final int width, final int height, final Sizes sizes) {
        this.width = width;
        this.height = height;
        near = new short[width * height];
        first = new int[height];
        end = new int[height];
        Arrays.fill(first, width);
        final double farthest = farthest(sizes);
        reach = (int) Math.ceil(farthest) - 1;
        final int side = 2 * reach + 1;
        stamp = new short[side * side];
        for (int i = 0; i < stamp.length; i++) {
            final double distance = Math.hypot(i % side - reach, i / side - reach);
            stamp[i] = (short) Math.round(Ink.TOP * Math.max(0, 1 - distance / farthest));
        }
    }

    /** What nearness looks like. */
    static Ink.Paint paint(final Sizes sizes) {
        return new Ink.Paint() {
            private static final double RIM = 0.6;

            @Override
            public Rgb colour(final double part) {
                return Rgb.BLACK.towards(Rgb.WHITE, line(part) / Math.max(opacity(part), 1e-9));
            }

            @Override
            public double opacity(final double part) {
                final double rim = RIM * covered(sizes.line() / 2 + sizes.rim(), part);
                return 1 - (1 - rim) * (1 - line(part));
            }

            private double line(final double part) {
                return covered(sizes.line() / 2, part);
            }

            /** How much of a pixel at a nearness lies within a distance of the edge. */
            private double covered(final double within, final double part) {
                final double distance = (1 - part) * farthest(sizes);
                return Math.min(1, Math.max(0, within + 0.5 - distance));
            }
        };
    }

    /** Where nearness ends, in pixels from the edge. */
    private static double farthest(final Sizes sizes) {
        return sizes.line() / 2 + sizes.rim() + 0.5;
    }

    /**
     * Draws the outlines of all masks.
     *
     * @param masks masks on the picture's grid
     * @param canvas what is drawn into
     * @param ink made of {@link #paint}
     */
    void draw(final MaskSet masks, final Canvas canvas, final Ink ink) {
        if (masks.size() == 0) {
            return;
        }
        for (int mask = 0; mask < masks.size(); mask++) {
            trace(masks, masks.firstRun(mask), masks.firstRun(mask + 1));
        }
        for (int row = 0; row < height; row += 2) {
            final int below = Math.min(row + 1, height - 1);
            final int from = Math.min(first[row], first[below]) & ~1;
            final int to = Math.max(end[row], end[below]);
            if (from < to) {
                final int columns = Math.min(to + (to & 1), width) - from;
                canvas.blend(ink, from, row, columns, near, row * width + from, below * width + from);
                forget(row);
                forget(below);
            }
        }
    }

    private void forget(final int row) {
        if (first[row] < end[row]) {
            Arrays.fill(near, row * width + first[row], row * width + end[row], (short) 0);
        }
        first[row] = width;
        end[row] = 0;
    }

    /** Stamps the edge of a mask: both ends of its runs, and what has no run of the mask above or below it. */
    private void trace(final MaskSet masks, final int firstRun, final int endRun) {
        int above = firstRun;
        int below = firstRun;
        for (int run = firstRun; run < endRun; run++) {
            final int row = masks.row(run);
            while (masks.row(above) < row - 1) {
                above++;
            }
            while (below < endRun && masks.row(below) <= row) {
                below++;
            }
            stamp(row, masks.from(run));
            stamp(row, masks.to(run) - 1);
            open(masks, run, above, row - 1, endRun);
            open(masks, run, below, row + 1, endRun);
        }
    }

    /** Stamps the pixels of a run that have no run next to them in a neighbouring row. */
    private void open(final MaskSet masks, final int run, final int neighbours, final int row, final int endRun) {
        final int end = masks.to(run);
        int x = masks.from(run);
        for (int n = neighbours; n < endRun && masks.row(n) == row && masks.from(n) < end; n++) {
            for (; x < masks.from(n); x++) {
                stamp(masks.row(run), x);
            }
            x = Math.max(x, masks.to(n));
        }
        for (; x < end; x++) {
            stamp(masks.row(run), x);
        }
    }

    private void stamp(final int row, final int column) {
        final int left = Math.max(0, column - reach);
        final int right = Math.min(width, column + reach + 1);
        final int side = 2 * reach + 1;
        for (int y = Math.max(0, row - reach); y < Math.min(height, row + reach + 1); y++) {
            final int from = (y - row + reach) * side + reach - column;
            final int to = y * width;
            for (int x = left; x < right; x++) {
                if (near[to + x] < stamp[from + x]) {
                    near[to + x] = stamp[from + x];
                }
            }
            first[y] = Math.min(first[y], left);
            end[y] = Math.max(end[y], right);
        }
    }
}
