package org.objectomaly.mbp;

import org.objectomaly.image.ScoreMap;

/**
 * MBP in one pass over the map, with a few rows of each step alive at a time:
 *
 * <pre>
 *   A1 row -> Laplacian -> contour pixels take the mean of their flat neighbours -> Gaussian along the row
 *                                                            the last seven rows -> Gaussian across -> A row
 * </pre>
 *
 * <p>Not for use by two threads at once; a call allocates nothing as long as the size stays.
 */
public final class LaplacianPrecision implements BoundaryPrecision {
    /** Rows kept of the half-smoothed map: seven are needed, eight make the index a mask. */
    private static final int KEPT = 8;

    private final ContourMean contourMean = new ContourMean();
    private final FlatPixels[] flats = new FlatPixels[3];
    private final float[][] smoothed = new float[KEPT][];
    private final float[][] around = new float[2 * Gaussian.RADIUS + 1][];
    private float[] row;
    private int width = -1;

    /** A refinement; its rows are allocated with the first map. */
    public LaplacianPrecision() {}

    @Override
    public void refine(final ScoreMap calibrated, final ScoreMap into) {
        allocate(calibrated.width());
        final float[] map = calibrated.values();
        final int height = calibrated.height();
        flats[0].read(map, height, 0);
        for (int y = 0; y < height; y++) {
            if (y + 1 < height) {
                flats[(y + 1) % 3].read(map, height, y + 1);
            }
            average(map, height, y);
            Gaussian.along(row, width, smoothed[y % KEPT]);
            if (y >= Gaussian.RADIUS) {
                across(y - Gaussian.RADIUS, height, into);
            }
        }
        for (int y = Math.max(0, height - Gaussian.RADIUS); y < height; y++) {
            across(y, height, into);
        }
    }

    private void allocate(final int newWidth) {
        if (width == newWidth) {
            return;
        }
        width = newWidth;
        row = new float[width + 2 * Gaussian.RADIUS];
        for (int i = 0; i < flats.length; i++) {
            flats[i] = new FlatPixels(width);
        }
        for (int i = 0; i < KEPT; i++) {
            smoothed[i] = new float[width];
        }
    }

    private void average(final float[] map, final int height, final int y) {
        System.arraycopy(map, y * width, row, Gaussian.RADIUS, width);
        if (y > 0 && y < height - 1) {
            final FlatPixels above = flats[(y + 2) % 3];
            contourMean.apply(map, width, y, above, flats[y % 3], flats[(y + 1) % 3], row, Gaussian.RADIUS);
        }
        Gaussian.reflectMargins(row, width);
    }

    private void across(final int y, final int height, final ScoreMap into) {
        for (int i = 0; i < around.length; i++) {
            around[i] = smoothed[Reflection.of(y + i - Gaussian.RADIUS, height) % KEPT];
        }
        Gaussian.across(around, width, into.values(), y * width);
    }
}
