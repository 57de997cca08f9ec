package org.objectomaly.mbp;

/** The separable Gaussian of 7x7 pixels and sigma 1, with the weights OpenCV computes in float32. */
final class Gaussian {
    /** Pixels to each side of the centre. */
    static final int RADIUS = 3;

    private static final float W3 = 0.004433047957718372f;
    private static final float W2 = 0.05400558188557625f;
    private static final float W1 = 0.24203622341156006f;
    private static final float W0 = 0.3990502655506134f;

    private Gaussian() {}

    /**
     * Fills the margins of a row with its reflection.
     *
     * @param row {@code RADIUS} margin pixels, {@code width} pixels, {@code RADIUS} margin pixels
     * @param width columns
     */
    static void reflectMargins(final float[] row, final int width) {
        for (int i = 1; i <= RADIUS; i++) {
            row[RADIUS - i] = row[RADIUS + Reflection.of(-i, width)];
            row[RADIUS + width - 1 + i] = row[RADIUS + Reflection.of(width - 1 + i, width)];
        }
    }

    /**
     * Along a row.
     *
     * @param row the row with its margins
     * @param width columns
     * @param into takes {@code width} values
     */
    static void along(final float[] row, final int width, final float[] into) {
        for (int x = 0; x < width; x++) {
            into[x] = W0 * row[x + 3]
                    + W1 * (row[x + 2] + row[x + 4])
                    + W2 * (row[x + 1] + row[x + 5])
                    + W3 * (row[x] + row[x + 6]);
        }
    }

    /**
     * Across seven rows.
     *
     * @param rows the rows -3 to 3 around the wanted one
     * @param width columns
     * @param into the map
     * @param at index of the wanted row's first pixel
     */
    static void across(final float[][] rows, final int width, final float[] into, final int at) {
        final float[] a = rows[0];
        final float[] b = rows[1];
        final float[] c = rows[2];
        final float[] d = rows[3];
        final float[] e = rows[4];
        final float[] f = rows[5];
        final float[] g = rows[6];
        for (int x = 0; x < width; x++) {
            into[at + x] = W0 * d[x] + W1 * (c[x] + e[x]) + W2 * (b[x] + f[x]) + W3 * (a[x] + g[x]);
        }
    }
}
