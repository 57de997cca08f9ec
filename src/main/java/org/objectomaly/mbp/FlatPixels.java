package org.objectomaly.mbp;

import java.util.Arrays;

/** One row of the Laplacian and, one bit a pixel, where it is exactly 0: there the map is flat. */
final class FlatPixels {
    private final int width;
    private final float[] laplacian;
    private final long[] flat;

    /**
     * A row of nothing.
     *
     * @param width columns
     */
    FlatPixels(final int width) {
        this.width = width;
        this.laplacian = new float[width];
        this.flat = new long[(width + Long.SIZE - 1) / Long.SIZE];
    }

    /**
     * Takes over one row of a map.
     *
     * @param map values, row-major
     * @param height rows of the map
     * @param y the row
     */
    void read(final float[] map, final int height, final int y) {
        Laplacian.row(map, width, height, y, laplacian);
        Arrays.fill(flat, 0);
        for (int w = 0; w < flat.length; w++) {
            flat[w] = zeros(laplacian, w * Long.SIZE, Math.min(Long.SIZE, width - w * Long.SIZE));
        }
    }

    /** Free of branches, because noise outside the objects would defeat their prediction. */
    private static long zeros(final float[] values, final int from, final int count) {
        long bits = 0;
        for (int i = 0; i < count; i++) {
            final int twice = Float.floatToRawIntBits(values[from + i]) << 1;
            final long zero = (twice | -twice) >>> 31 ^ 1;
            bits |= zero << i;
        }
        return bits;
    }

    /**
     * The Laplacian of one pixel.
     *
     * @param x column
     * @return its value
     */
    float laplacian(final int x) {
        return laplacian[x];
    }

    /**
     * Whether a pixel is flat.
     *
     * @param x column
     * @return true if the Laplacian is 0
     */
    boolean isFlat(final int x) {
        return laplacian[x] == 0;
    }

    /**
     * Words of 64 pixels.
     *
     * @return the count for one row
     */
    int words() {
        return flat.length;
    }

    /**
     * The flat pixels of one word.
     *
     * @param word its number
     * @return bit i stands for column 64 x word + i
     */
    long flat(final int word) {
        return flat[word];
    }

    /**
     * The pixels that are flat or have a flat neighbour to their left or right.
     *
     * @param word its number
     * @return bit i stands for column 64 x word + i
     */
    long besideFlat(final int word) {
        final long before = word == 0 ? 0 : flat[word - 1] >>> 63;
        final long after = word == flat.length - 1 ? 0 : flat[word + 1] << 63;
        return flat[word] | flat[word] << 1 | before | flat[word] >>> 1 | after;
    }
}
