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
    private byte[] blue = new byte[0];
    private byte[] red = new byte[0];

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
            blue = new byte[(columns + 1) / 2];
            red = new byte[(columns + 1) / 2];
        }
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
        Arrays.fill(luma, 0, width, (byte) (ink.y[0] >> 16));
        Arrays.fill(blue, 0, (width + 1) / 2, (byte) (ink.u[0] >> 16));
        Arrays.fill(red, 0, (width + 1) / 2, (byte) (ink.v[0] >> 16));
        for (int row = 0; row < height; row++) {
            planes.y().put(row * planes.yStride() + left, luma, 0, width);
        }
        for (int row = 0; row < (height + 1) / 2; row++) {
            planes.u().put(row * planes.chromaStride() + left / 2, blue, 0, (width + 1) / 2);
            planes.v().put(row * planes.chromaStride() + left / 2, red, 0, (width + 1) / 2);
        }
    }

    private void luma(
            final Ink ink, final int x, final int row, final int columns, final short[] levels, final int from) {
        final byte[] line = luma;
        final int[] keep = ink.keep;
        final int[] add = ink.y;
        final ByteBuffer plane = planes.y();
        final int at = row * planes.yStride() + left + x;
        plane.get(at, line, 0, columns);
        for (int i = 0; i < columns; i++) {
            final int level = levels[from + i];
            line[i] = (byte) ((line[i] & 0xFF) * keep[level] + add[level] >> 16);
        }
        plane.put(at, line, 0, columns);
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
        final int at = row / 2 * planes.chromaStride() + (left + x) / 2;
        planes.u().get(at, blue, 0, pixels);
        planes.v().get(at, red, 0, pixels);
        for (int i = 0; i < columns / 2; i++) {
            final int a = upper + 2 * i;
            final int b = lower + 2 * i;
            tint(ink, i, levels[a] + levels[a + 1] + levels[b] + levels[b + 1] + 2 >> 2);
        }
        if ((columns & 1) == 1) {
            tint(ink, pixels - 1, levels[upper + columns - 1] + levels[lower + columns - 1] + 1 >> 1);
        }
        planes.u().put(at, blue, 0, pixels);
        planes.v().put(at, red, 0, pixels);
    }

    private void tint(final Ink ink, final int i, final int level) {
        final int keep = ink.keep[level];
        blue[i] = (byte) ((blue[i] & 0xFF) * keep + ink.u[level] >> 16);
        red[i] = (byte) ((red[i] & 0xFF) * keep + ink.v[level] >> 16);
    }
}
