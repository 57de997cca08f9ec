package org.objectomaly.metrics;

import java.util.Arrays;

/**
 * Makes lines of a map of boundary strengths: the suppression of what is not the strongest across the boundary, as
 * structured edge detection does it before it measures (P. Dollar, C. L. Zitnick, TPAMI 2015; {@code edgesNms} of their
 * toolbox), in double precision.
 *
 * <p>All memory is kept for the next picture. For one thread at a time.
 */
public final class BoundaryThinning {
    /** Radius of the filter that strengths are smoothed with. */
    private static final int SMOOTH = 1;
    /** Radius of the filter, on top of it, that directions are taken from. */
    private static final int WIDE = 4;
    /** How much a pixel may be below its neighbour across the boundary and stay. */
    private static final double TOLERANCE = 1.01;
    /** Columns and rows at the picture's border that fade out, since a filter sees little there. */
    private static final int BORDER = 5;
    /** Keeps samples inside the picture, with a next pixel to mix with. */
    private static final double INSIDE = 1.001;

    private int width;
    private int height;
    private double[] smoothed = new double[0];
    private double[] thinned = new double[0];
    private double[] wide = new double[0];
    private double[] alongX = new double[0];
    private double[] alongY = new double[0];
    private double[] xx = new double[0];
    private double[] xy = new double[0];
    private double[] yy = new double[0];
    private double[] work = new double[0];

    /** A thinning; its memory grows with the first picture. */
    public BoundaryThinning() {}

    /**
     * Thins a map.
     *
     * @param strengths boundary strengths of {@code [H,W]}, 0..1, row-major; more values may follow
     * @param columns W, at least 1
     * @param rows H, at least 1
     */
    public void apply(final float[] strengths, final int columns, final int rows) {
        makeRoom(columns, rows);
        for (int i = 0; i < columns * rows; i++) {
            smoothed[i] = strengths[i];
        }
        triangle(smoothed, SMOOTH, smoothed);
        triangle(smoothed, WIDE, wide);
        gradientX(wide, alongX);
        gradientY(wide, alongY);
        gradientX(alongX, xx);
        gradientX(alongY, xy);
        gradientY(alongY, yy);
        suppress();
        fadeBorder();
    }

    /**
     * The strengths before the thinning, smoothed.
     *
     * @return at least W x H values, row-major, not a copy
     */
    public double[] smoothed() {
        return smoothed;
    }

    /**
     * The thinned strengths: as smoothed on lines, 0 beside them, less at the border.
     *
     * @return at least W x H values, row-major, not a copy
     */
    public double[] thinned() {
        return thinned;
    }

    private void suppress() {
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                final int i = y * width + x;
                // Modulo pi does not matter: both ways across are looked at.
                final double across = Math.atan(yy[i] * Math.signum(-xy[i]) / (xx[i] + 1e-5));
                final double dx = Math.cos(across);
                final double dy = Math.sin(across);
                final double least = TOLERANCE * smoothed[i];
                final boolean isLine = !(least < sample(x + dx, y + dy)) && !(least < sample(x - dx, y - dy));
                thinned[i] = isLine ? smoothed[i] : 0;
            }
        }
    }

    /** The smoothed strength between pixels. */
    private double sample(final double column, final double row) {
        final double x = Math.max(0, Math.min(column, width - INSIDE));
        final double y = Math.max(0, Math.min(row, height - INSIDE));
        final int left = (int) x;
        final int top = (int) y;
        final int right = Math.min(left + 1, width - 1);
        final int bottom = Math.min(top + 1, height - 1);
        final double mixX = x - left;
        final double mixY = y - top;
        return (1 - mixY) * ((1 - mixX) * smoothed[top * width + left] + mixX * smoothed[top * width + right])
                + mixY * ((1 - mixX) * smoothed[bottom * width + left] + mixX * smoothed[bottom * width + right]);
    }

    private void fadeBorder() {
        for (int i = 0; i < Math.min(BORDER, width); i++) {
            for (int y = 0; y < height; y++) {
                thinned[y * width + i] *= (double) i / BORDER;
                thinned[y * width + width - 1 - i] *= (double) i / BORDER;
            }
        }
        for (int i = 0; i < Math.min(BORDER, height); i++) {
            for (int x = 0; x < width; x++) {
                thinned[i * width + x] *= (double) i / BORDER;
                thinned[(height - 1 - i) * width + x] *= (double) i / BORDER;
            }
        }
    }

    /** Filters with 1, 2, .., r, r+1, r, .., 2, 1 along both axes; the picture goes on as its mirror image. */
    private void triangle(final double[] from, final int radius, final double[] into) {
        final double[] weights = new double[2 * radius + 1];
        for (int k = 0; k < weights.length; k++) {
            weights[k] = (radius + 1.0 - Math.abs(k - radius)) / ((radius + 1) * (radius + 1));
        }
        for (int y = 0; y < height; y++) {
            Arrays.fill(work, y * width, (y + 1) * width, 0);
            for (int k = 0; k < weights.length; k++) {
                final int row = mirrored(y + k - radius, height) * width;
                for (int x = 0; x < width; x++) {
                    work[y * width + x] += weights[k] * from[row + x];
                }
            }
        }
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                final boolean nearBorder = x < radius || x >= width - radius;
                double sum = 0;
                for (int k = 0; k < weights.length; k++) {
                    final int at = x + k - radius;
                    sum += weights[k] * work[y * width + (nearBorder ? mirrored(at, width) : at)];
                }
                into[y * width + x] = sum;
            }
        }
    }

    /** The place of a pixel outside in the mirror image, whose first pixel is the last one inside. */
    private static int mirrored(final int at, final int length) {
        final int place = Math.floorMod(at, 2 * length);
        return place < length ? place : 2 * length - 1 - place;
    }

    private void gradientX(final double[] from, final double[] into) {
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                final int left = Math.max(0, x - 1);
                final int right = Math.min(width - 1, x + 1);
                into[y * width + x] = difference(from[y * width + right], from[y * width + left], right - left);
            }
        }
    }

    private void gradientY(final double[] from, final double[] into) {
        for (int y = 0; y < height; y++) {
            final int above = Math.max(0, y - 1);
            final int below = Math.min(height - 1, y + 1);
            for (int x = 0; x < width; x++) {
                into[y * width + x] = difference(from[below * width + x], from[above * width + x], below - above);
            }
        }
    }

    private static double difference(final double after, final double before, final int apart) {
        return apart == 0 ? 0 : (after - before) / apart;
    }

    private void makeRoom(final int columns, final int rows) {
        width = columns;
        height = rows;
        final int pixels = Math.multiplyExact(columns, rows);
        if (smoothed.length < pixels) {
            smoothed = new double[pixels];
            thinned = new double[pixels];
            wide = new double[pixels];
            alongX = new double[pixels];
            alongY = new double[pixels];
            xx = new double[pixels];
            xy = new double[pixels];
            yy = new double[pixels];
            work = new double[pixels];
        }
    }
}
