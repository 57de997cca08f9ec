package org.objectomaly.mbp;

/**
 * The separable Gaussian of 7x7 pixels and sigma 1, with the weights OpenCV computes in float32.
 *
 * <p>Both directions are the same sum of seven rows: across, seven rows of the map; along, copies of one row, each
 * moved by a pixel more. That costs less than it saves, see {@link Laplacian}.
 */
final class Gaussian {
    /** Pixels to each side of the centre. */
    static final int RADIUS = 3;

    private static final float W0 = 0.3990502655506134f;
    private static final float W1 = 0.24203622341156006f;
    private static final float W2 = 0.05400558188557625f;
    private static final float W3 = 0.004433047957718372f;

    private final int width;
    private final float[] padded;
    private final float[] left;
    private final float[] right;

    /**
     * A Gaussian of rows.
     *
     * @param width columns
     */
    Gaussian(final int width) {
        this.width = width;
        this.padded = new float[width + 2 * RADIUS];
        this.left = new float[width];
        this.right = new float[width];
    }

    /**
     * Along a row.
     *
     * @param row {@code width} values
     * @param into takes {@code width} values
     */
    void along(final float[] row, final float[] into) {
        System.arraycopy(row, 0, padded, RADIUS, width);
        for (int i = 1; i <= RADIUS; i++) {
            padded[RADIUS - i] = row[Reflection.of(-i, width)];
            padded[RADIUS + width - 1 + i] = row[Reflection.of(width - 1 + i, width)];
        }
        move(1);
        weigh(left, row, right, into, width);
        move(2);
        addPair(left, right, W2, into, width);
        move(3);
        addPair(left, right, W3, into, width);
    }

    private void move(final int pixels) {
        System.arraycopy(padded, RADIUS - pixels, left, 0, width);
        System.arraycopy(padded, RADIUS + pixels, right, 0, width);
    }

    /**
     * Across seven rows.
     *
     * @param rows the rows -3 to 3 around the wanted one, {@code width} values each
     * @param into takes {@code width} values
     */
    void across(final float[][] rows, final float[] into) {
        weigh(rows[2], rows[3], rows[4], into, width);
        addPair(rows[1], rows[5], W2, into, width);
        addPair(rows[0], rows[6], W3, into, width);
    }

    private static void weigh(
            final float[] a, final float[] centre, final float[] b, final float[] into, final int width) {
        for (int x = 0; x < width; x++) {
            into[x] = W0 * centre[x] + W1 * (a[x] + b[x]);
        }
    }

    private static void addPair(
            final float[] a, final float[] b, final float weight, final float[] into, final int width) {
        for (int x = 0; x < width; x++) {
            into[x] += weight * (a[x] + b[x]);
        }
    }
}
