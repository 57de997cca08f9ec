package org.objectomaly.annotate;

import java.nio.ByteBuffer;
import java.util.Arrays;
import org.objectomaly.image.YuvPlanes;

/**
 * A picture, or one half of it, to be drawn into: blends rows of levels through an {@link Ink} into luma and chroma.
 *
 * <p>Rows come in pairs that share a row of chroma, whose level is the mean of the four around it.
 */
final class Canvas {
    private YuvPlanes planes;
    private int left;
    private int width;
    private int height;
    private byte[] luma = new byte[0];
    private byte[] chroma = new byte[0];
    private short[] means = new short[0];

    /**
     * Chooses what is drawn into.
     *
     * @param target the planes
     * @param firstColumn an even column of the planes, column 0 of this canvas
     * @param columns width of this canvas
     */
    void lay(final YuvPlanes target, final int firstColumn, final int columns) {
        planes = target;
        left = firstColumn;
        width = columns;
        height = target.height();
        if (luma.length < columns) {
            luma = new byte[columns];
            chroma = new byte[(columns + 1) / 2];
            means = new short[(columns + 1) / 2];
        }
    }

    /** What is drawn into. */
    YuvPlanes planes() {
        return planes;
    }

    /** The planes' column that is column 0 here. */
    int left() {
        return left;
    }

    int width() {
        return width;
    }

    int height() {
        return height;
    }

    /**
     * Blends two rows, or one where the picture ends.
     *
     * @param ink what levels look like
     * @param x first column, even
     * @param row the upper row, even
     * @param columns how many; even, except at the right edge of the picture
     * @param levels 0 to {@link Ink#TOP}
     * @param upper where the levels of the upper row begin
     * @param lower where those of the lower row begin; unused where the picture ends
     */
    void blend(
            final Ink ink,
            final int x,
            final int row,
            final int columns,
            final short[] levels,
            final int upper,
            final int lower) {
        luma(ink, x, row, columns, levels, upper);
        if (row + 1 < height) {
            luma(ink, x, row + 1, columns, levels, lower);
            chroma(ink, x, row, columns, levels, upper, lower);
        } else {
            chroma(ink, x, row, columns, levels, upper, upper);
        }
    }

    /** Fills the canvas with level 0 of an opaque ink. */
    void clear(final Ink ink) {
        fill(planes.y(), planes.yStride(), left, width, height, luma, ink.y[0]);
        fill(planes.u(), planes.chromaStride(), left / 2, (width + 1) / 2, (height + 1) / 2, chroma, ink.u[0]);
        fill(planes.v(), planes.chromaStride(), left / 2, (width + 1) / 2, (height + 1) / 2, chroma, ink.v[0]);
    }

    private static void fill(
            final ByteBuffer plane,
            final int stride,
            final int from,
            final int columns,
            final int rows,
            final byte[] line,
            final int entry) {
        Arrays.fill(line, 0, columns, (byte) Ink.over(0, entry));
        for (int row = 0; row < rows; row++) {
            plane.put(row * stride + from, line, 0, columns);
        }
    }

    private void luma(
            final Ink ink, final int x, final int row, final int columns, final short[] levels, final int from) {
        final ByteBuffer plane = planes.y();
        final int at = row * planes.yStride() + left + x;
        plane.get(at, luma, 0, columns);
        over(luma, columns, levels, from, ink.y);
        plane.put(at, luma, 0, columns);
    }

    private void chroma(
            final Ink ink,
            final int x,
            final int row,
            final int columns,
            final short[] levels,
            final int upper,
            final int lower) {
        final int pixels = (columns + 1) / 2;
        average(levels, upper, lower, columns, means);
        final int at = row / 2 * planes.chromaStride() + (left + x) / 2;
        chroma(planes.u(), at, pixels, ink.u);
        chroma(planes.v(), at, pixels, ink.v);
    }

    private void chroma(final ByteBuffer plane, final int at, final int pixels, final int[] table) {
        plane.get(at, chroma, 0, pixels);
        over(chroma, pixels, means, 0, table);
        plane.put(at, chroma, 0, pixels);
    }

    /** The inner loop of all drawing; static and small, so that the compiler makes the best of it. */
    private static void over(
            final byte[] line, final int columns, final short[] levels, final int from, final int[] table) {
        for (int i = 0; i < columns; i++) {
            line[i] = (byte) Ink.over(line[i] & 0xFF, table[levels[from + i]]);
        }
    }

    /** Mean level of each two by two pixels, or of the one column at an odd right edge. */
    private static void average(
            final short[] levels, final int upper, final int lower, final int columns, final short[] means) {
        for (int i = 0; i < columns / 2; i++) {
            final int a = upper + 2 * i;
            final int b = lower + 2 * i;
            means[i] = (short) (levels[a] + levels[a + 1] + levels[b] + levels[b + 1] + 2 >> 2);
        }
        if ((columns & 1) == 1) {
            means[columns / 2] = (short) (levels[upper + columns - 1] + levels[lower + columns - 1] + 1 >> 1);
        }
    }
}
