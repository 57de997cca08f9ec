package org.objectomaly.annotate;

import java.util.Arrays;
import org.objectomaly.image.MaskSet;

/**
 * Draws a light line with a dark rim around masks.
 *
 * <p>Every pixel at the edge of a mask stamps its surroundings with how near they are to it; what is nearest shows the
 * line, what is a little farther its rim. Only blocks that a stamp has touched are looked at.
 */
final class Contours {
    /** Columns that are drawn or left out together; even. */
    private static final int BLOCK = 32;

    private final int width;
    private final int height;
    /** Nearness of each pixel, 0 far to {@link Ink#TOP} on the edge; all 0 between two frames. */
    private final short[] near;
    /** Which blocks of two rows and {@value #BLOCK} columns a stamp has touched. */
    private final boolean[] touched;

    private final int blocks;
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
        blocks = (width + BLOCK - 1) / BLOCK;
        touched = new boolean[(height + 1) / 2 * blocks];
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
            drawTwoRows(row, canvas, ink);
        }
        Arrays.fill(touched, false);
    }

    private void drawTwoRows(final int row, final Canvas canvas, final Ink ink) {
        int block = 0;
        while (block < blocks) {
            final int end = endOfTouched(row, block);
            if (end > block) {
                final int from = block * BLOCK;
                draw(row, from, Math.min(end * BLOCK, width) - from, canvas, ink);
            }
            block = end + 1;
        }
    }

    private int endOfTouched(final int row, final int block) {
        int at = block;
        while (at < blocks && touched[row / 2 * blocks + at]) {
            at++;
        }
        return at;
    }

    private void draw(final int row, final int from, final int columns, final Canvas canvas, final Ink ink) {
        final int upper = row * width + from;
        final int lower = row + 1 < height ? upper + width : upper;
        canvas.blend(ink, from, row, columns, near, upper, lower);
        Arrays.fill(near, upper, upper + columns, (short) 0);
        Arrays.fill(near, lower, lower + columns, (short) 0);
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
        if (near[row * width + column] == Ink.TOP) {
            // Only the middle of a stamp is at the top: this pixel has had its own.
            return;
        }
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
            touched[y / 2 * blocks + left / BLOCK] = true;
            touched[y / 2 * blocks + (right - 1) / BLOCK] = true;
        }
    }
}
