package org.objectomaly.mbp;

import java.util.Arrays;
import org.objectomaly.image.Gaussian;
import org.objectomaly.image.ScoreMap;

/**
 * MBP (paper, equations 11 and 12) in one pass over the map, with a few rows of each step alive at a time:
 *
 * <pre>
 *   A1 row -> Laplacian -> contour pixels take the mean of their flat neighbours -> Gaussian along the row
 *                                                            the last seven rows -> Gaussian across -> A row
 * </pre>
 *
 * <p>Not for use by two threads at once; a call allocates nothing as long as the size stays.
 */
public final class LaplacianPrecision implements BoundaryPrecision {
    private final ContourMean contourMean = new ContourMean();
    private final FlatPixels[] flats = new FlatPixels[3];
    private Laplacian laplacian;
    private Gaussian gaussian;
    private float[] row;
    private int width = -1;

    /** A refinement; its rows are allocated with the first map. */
    public LaplacianPrecision() {}

    @Override
    public void refine(final ScoreMap calibrated, final ScoreMap into) {
        final float[] map = calibrated.scores();
        if (isUniform(map)) {
            into.fill(map[0]);
            return;
        }
        allocate(calibrated.width());
        final int height = calibrated.height();
        flats[0].read(laplacian, map, height, 0);
        for (int y = 0; y < height; y++) {
            if (y + 1 < height) {
                flats[(y + 1) % 3].read(laplacian, map, height, y + 1);
            }
            System.arraycopy(map, y * width, row, 0, width);
            if (y > 0 && y < height - 1) {
                contourMean.apply(map, width, y, flats[(y + 2) % 3], flats[y % 3], flats[(y + 1) % 3], row);
            }
            gaussian.put(row, y);
            if (y >= Gaussian.RADIUS) {
                across(y - Gaussian.RADIUS, height, into);
            }
        }
        for (int y = Math.max(0, height - Gaussian.RADIUS); y < height; y++) {
            across(y, height, into);
        }
    }

    /** A map of one score has no contour, and smoothing leaves it as it is; any other shows itself within a few pixels. */
    private static boolean isUniform(final float[] map) {
        return Arrays.mismatch(map, 0, map.length - 1, map, 1, map.length) < 0;
    }

    private void allocate(final int newWidth) {
        if (width == newWidth) {
            return;
        }
        width = newWidth;
        laplacian = new Laplacian(width);
        gaussian = new Gaussian(width);
        row = new float[width];
        for (int i = 0; i < flats.length; i++) {
            flats[i] = new FlatPixels(width);
        }
    }

    private void across(final int y, final int height, final ScoreMap into) {
        gaussian.get(y, height, row);
        System.arraycopy(row, 0, into.values(), y * width, width);
    }
}
