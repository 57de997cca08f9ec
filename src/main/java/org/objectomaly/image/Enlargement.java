package org.objectomaly.image;

/**
 * Bilinear interpolation of a map to another size, larger as a rule: libtorch's {@code upsample_bilinear2d} without
 * aligned corners, so that a map covers the same area before and after.
 *
 * <p>Each row of the map is widened once, and every row of the result is a mean of two such rows: next to nothing where
 * the map is coarse. Not for use by two threads at once; a call allocates nothing.
 */
public final class Enlargement {
    private final int width;
    private final int height;
    private final int newWidth;
    private final int newHeight;
    private final int[] left;
    private final int[] right;
    private final float[] shareOfRight;
    private float[] upper;
    private float[] lower;

    /**
     * An enlargement between two sizes.
     *
     * @param width columns of the map
     * @param height rows of the map
     * @param newWidth columns of the result
     * @param newHeight rows of the result
     */
    public Enlargement(final int width, final int height, final int newWidth, final int newHeight) {
        this.width = width;
        this.height = height;
        this.newWidth = newWidth;
        this.newHeight = newHeight;
        this.left = new int[newWidth];
        this.right = new int[newWidth];
        this.shareOfRight = new float[newWidth];
        this.upper = new float[newWidth];
        this.lower = new float[newWidth];
        for (int x = 0; x < newWidth; x++) {
            final float at = source(x, width, newWidth);
            left[x] = Math.min((int) at, width - 1);
            right[x] = Math.min(left[x] + 1, width - 1);
            shareOfRight[x] = at - left[x];
        }
    }

    /**
     * Enlarges a map into a part of another one.
     *
     * @param map values, row-major
     * @param into values of the larger map, row-major
     * @param first index there of the result's first pixel
     * @param stride columns of the larger map
     */
    public void apply(final float[] map, final float[] into, final int first, final int stride) {
        int widened = -2;
        for (int y = 0; y < newHeight; y++) {
            final float at = source(y, height, newHeight);
            final int row = Math.min((int) at, height - 1);
            if (row != widened) {
                if (row == widened + 1) {
                    final float[] done = upper;
                    upper = lower;
                    lower = done;
                } else {
                    widen(map, row, upper);
                }
                widen(map, Math.min(row + 1, height - 1), lower);
                widened = row;
            }
            mean(upper, lower, at - row, into, first + y * stride, newWidth);
        }
    }

    /** Where the middle of a pixel of the result lies on the map, rounded once as libtorch does. */
    private static float source(final int at, final int size, final int newSize) {
        return Math.max(0, Math.fma((float) size / newSize, at + 0.5f, -0.5f));
    }

    private void widen(final float[] map, final int row, final float[] wide) {
        final int start = row * width;
        for (int x = 0; x < newWidth; x++) {
            final float share = shareOfRight[x];
            wide[x] = (1 - share) * map[start + left[x]] + share * map[start + right[x]];
        }
    }

    private static void mean(
            final float[] upper,
            final float[] lower,
            final float shareOfLower,
            final float[] into,
            final int first,
            final int width) {
        final float shareOfUpper = 1 - shareOfLower;
        for (int x = 0; x < width; x++) {
            into[first + x] = shareOfUpper * upper[x] + shareOfLower * lower[x];
        }
    }
}
