package org.objectomaly.mbp;

import org.objectomaly.image.Reflection;

/**
 * The four-neighbour Laplacian of a map in float32, a row at a time.
 *
 * <p>The row is copied with its left and right neighbours beside it, because the compiler (C2 of Java 17) makes
 * vector code only of loops that use every array at the same index, and of up to five arrays.
 */
final class Laplacian {
    private final int width;
    private final float[][] rows = new float[3][];
    private final float[] left;
    private final float[] right;

    /**
     * A Laplacian of rows.
     *
     * @param width columns
     */
    Laplacian(final int width) {
        this.width = width;
        this.left = new float[width];
        this.right = new float[width];
        for (int i = 0; i < rows.length; i++) {
            rows[i] = new float[width];
        }
    }

    /**
     * One row; the rows of a map are asked for from the first to the last.
     *
     * @param map values, row-major
     * @param height rows
     * @param y the row
     * @param into takes {@code width} values
     */
    void row(final float[] map, final int height, final int y, final float[] into) {
        if (y == 0) {
            copy(map, 0);
        }
        if (y + 1 < height) {
            copy(map, y + 1);
        }
        final float[] centre = rows[y % 3];
        System.arraycopy(centre, 0, left, 1, width - 1);
        System.arraycopy(centre, 1, right, 0, width - 1);
        left[0] = centre[Reflection.of(-1, width)];
        right[width - 1] = centre[Reflection.of(width, width)];
        final float[] top = rows[Reflection.of(y - 1, height) % 3];
        final float[] bottom = rows[Reflection.of(y + 1, height) % 3];
        sum(top, left, centre, right, bottom, width, into);
    }

    private void copy(final float[] map, final int y) {
        System.arraycopy(map, y * width, rows[y % 3], 0, width);
    }

    /**
     * Adds in the order top, left, -4 x centre, right, bottom, which makes the result exactly 0 inside regions of one
     * score; another order would not.
     */
    private static void sum(
            final float[] top,
            final float[] left,
            final float[] centre,
            final float[] right,
            final float[] bottom,
            final int width,
            final float[] into) {
        for (int x = 0; x < width; x++) {
            into[x] = top[x] + left[x] + -4 * centre[x] + right[x] + bottom[x];
        }
    }
}
