package org.objectomaly.mbp;

/**
 * The averaging of contour pixels: an inner pixel whose Laplacian is above 0 takes the mean of those of its eight
 * neighbours whose Laplacian is 0, if there are any. Contour pixels never read each other, so their order is free.
 */
final class ContourMean {
    private final float[] found = new float[8];

    /**
     * Averages the contour pixels of one row that is neither the first nor the last.
     *
     * @param map values of the calibrated map, row-major
     * @param width columns
     * @param y the row
     * @param above Laplacian of the row above
     * @param here Laplacian of the row
     * @param below Laplacian of the row below
     * @param row the row's values, changed where the contour is
     * @param rowStart index of column 0 in {@code row}
     */
    void apply(
            final float[] map,
            final int width,
            final int y,
            final FlatPixels above,
            final FlatPixels here,
            final FlatPixels below,
            final float[] row,
            final int rowStart) {
        for (int w = 0; w < here.words(); w++) {
            long edges = (above.besideFlat(w) | here.besideFlat(w) | below.besideFlat(w)) & ~here.flat(w);
            while (edges != 0) {
                final int x = w * Long.SIZE + Long.numberOfTrailingZeros(edges);
                edges &= edges - 1;
                if (x > 0 && x < width - 1 && here.laplacian(x) > 0) {
                    row[rowStart + x] = mean(map, width, y, x, above, here, below);
                }
            }
        }
    }

    private float mean(
            final float[] map,
            final int width,
            final int y,
            final int x,
            final FlatPixels above,
            final FlatPixels here,
            final FlatPixels below) {
        int count = 0;
        for (int dy = -1; dy <= 1; dy++) {
            final FlatPixels line = dy < 0 ? above : dy == 0 ? here : below;
            for (int dx = -1; dx <= 1; dx++) {
                if (line.isFlat(x + dx)) {
                    found[count++] = map[(y + dy) * width + x + dx];
                }
            }
        }
        return sum(count) / count;
    }

    /** In the order in which NumPy adds up to eight values, to equal the reference bit for bit. */
    private float sum(final int count) {
        final float[] f = found;
        if (count == 8) {
            return ((f[0] + f[1]) + (f[2] + f[3])) + ((f[4] + f[5]) + (f[6] + f[7]));
        }
        float sum = f[0];
        for (int i = 1; i < count; i++) {
            sum += f[i];
        }
        return sum;
    }
}
