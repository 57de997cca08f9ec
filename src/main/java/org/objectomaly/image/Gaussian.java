package org.objectomaly.image;

/**
 * The separable Gaussian of 7x7 pixels and sigma 1, with the weights OpenCV computes in float32; at the edges the map is
 * reflected without repeating the edge pixel. Takes a map row by row from the top, and gives its rows three rows later:
 * only the last of them are alive at a time.
 *
 * <p>Both directions are the same sum of seven rows: across, seven rows of the map; along, copies of one row, each
 * moved by a pixel more. That costs less than it saves, because the compiler (C2 of Java 17) makes vector code only of
 * loops that use every array at the same index.
 *
 * <p>Not for use by two threads at once; a call allocates nothing.
 */
public final class Gaussian {
    /** Pixels to each side of the centre: the row {@code y} may be asked for once the row {@code y + RADIUS} is put. */
    public static final int RADIUS = 3;

    /** Rows kept of the half-smoothed map: seven are needed, eight make the index a mask. */
    private static final int KEPT = 8;

    private static final float W0 = 0.3990502655506134f;
    private static final float W1 = 0.24203622341156006f;
    private static final float W2 = 0.05400558188557625f;
    private static final float W3 = 0.004433047957718372f;

    private final int width;
    private final float[] padded;
    private final float[] left;
    private final float[] right;
    private final float[] row;
    private final float[][] smoothed = new float[KEPT][];
    private final float[][] around = new float[2 * RADIUS + 1][];

    /**
     * A Gaussian of maps of one width.
     *
     * @param width columns
     */
    public Gaussian(final int width) {
        this.width = width;
        this.padded = new float[width + 2 * RADIUS];
        this.left = new float[width];
        this.right = new float[width];
        this.row = new float[width];
        for (int i = 0; i < KEPT; i++) {
            smoothed[i] = new float[width];
        }
    }

    /**
     * Smooths a map, or a part of one as if there were nothing around it, in its own memory.
     *
     * @param values of the map, row-major
     * @param first index of the part's first pixel
     * @param stride columns of the whole map
     * @param height rows of the part
     */
    public void smooth(final float[] values, final int first, final int stride, final int height) {
        for (int y = 0; y < height + RADIUS; y++) {
            if (y < height) {
                System.arraycopy(values, first + y * stride, row, 0, width);
                put(row, y);
            }
            if (y >= RADIUS) {
                get(y - RADIUS, height, row);
                System.arraycopy(row, 0, values, first + (y - RADIUS) * stride, width);
            }
        }
    }

    /**
     * Takes a row of the map; the rows come from the first to the last.
     *
     * @param values {@code width} of them
     * @param y which row they are
     */
    public void put(final float[] values, final int y) {
        along(values, smoothed[y % KEPT]);
    }

    /**
     * Gives a row of the smoothed map, after the {@link #RADIUS} rows below it were put.
     *
     * @param y the row
     * @param height rows of the map
     * @param into takes {@code width} values
     */
    public void get(final int y, final int height, final float[] into) {
        for (int i = 0; i < around.length; i++) {
            around[i] = smoothed[Reflection.of(y + i - RADIUS, height) % KEPT];
        }
        across(around, into);
    }

    private void along(final float[] values, final float[] into) {
        System.arraycopy(values, 0, padded, RADIUS, width);
        for (int i = 1; i <= RADIUS; i++) {
            padded[RADIUS - i] = values[Reflection.of(-i, width)];
            padded[RADIUS + width - 1 + i] = values[Reflection.of(width - 1 + i, width)];
        }
        move(1);
        weigh(left, values, right, into, width);
        move(2);
        addPair(left, right, W2, into, width);
        move(3);
        addPair(left, right, W3, into, width);
    }

    private void move(final int pixels) {
        System.arraycopy(padded, RADIUS - pixels, left, 0, width);
        System.arraycopy(padded, RADIUS + pixels, right, 0, width);
    }

    /** Across the rows -3 to 3 around the wanted one. */
    private void across(final float[][] rows, final float[] into) {
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
