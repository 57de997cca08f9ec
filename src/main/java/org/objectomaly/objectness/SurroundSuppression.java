package org.objectomaly.objectness;

import java.util.Arrays;

/**
 * Lets a boundary count by how much it stands out from what surrounds it, as neurons of the visual cortex do (divisive
 * normalisation, M. Carandini, D. Heeger, Nature Reviews Neuroscience 2012; for contours C. Grigorescu, N. Petkov, M.
 * Westenberg, TIP 2003): among leaves, bricks or gravel every edge has edges all round and means little, and the same
 * edge alone on a road is the contour of something.
 *
 * <p>A strength e with the mean m around it becomes e e / (e + 2 m). That is e where nothing else is near, and falls
 * towards 0 in texture without reaching it, so that texture keeps its shape.
 *
 * <p>The surroundings are a square, cut off where the picture ends. Sums run along the columns and then along each row,
 * so that the time does not depend on the square's size.
 */
final class SurroundSuppression {
    /** How far the surroundings reach to each side, as a share of the picture's height. */
    private static final float REACH = 0.15f;

    /** But no fewer pixels than this, or a contour in a flat picture would be its own surroundings. */
    private static final int LEAST_REACH = 8;

    /** How much the surroundings weigh against the strength itself. */
    private static final float WEIGHT = 2;

    private double[] columns = new double[0];

    /** A suppression; its memory grows with the first picture. */
    SurroundSuppression() {}

    /**
     * Weighs each strength against the mean of its surroundings.
     *
     * @param edges the strengths, 0..1; others count as the nearest of these
     * @param into the same size; strengths of 0..1
     */
    void apply(final EdgeMap edges, final EdgeMap into) {
        final int width = edges.width();
        final int height = edges.height();
        final int reach = Math.max(LEAST_REACH, Math.round(REACH * height));
        into.reset(width, height);
        if (columns.length < width) {
            columns = new double[width];
        }
        Arrays.fill(columns, 0, width, 0);
        for (int y = 0; y < Math.min(reach, height); y++) {
            addRow(edges, y, 1);
        }
        for (int y = 0; y < height; y++) {
            if (y + reach < height) {
                addRow(edges, y + reach, 1);
            }
            if (y - reach > 0) {
                addRow(edges, y - reach - 1, -1);
            }
            final int rows = Math.min(height, y + reach + 1) - Math.max(0, y - reach);
            suppressRow(edges, y, reach, rows, into);
        }
    }

    private void addRow(final EdgeMap edges, final int y, final int sign) {
        final float[] values = edges.values();
        final int row = y * edges.width();
        for (int x = 0; x < edges.width(); x++) {
            columns[x] += sign * strength(values[row + x]);
        }
    }

    private void suppressRow(final EdgeMap edges, final int y, final int reach, final int rows, final EdgeMap into) {
        final int width = edges.width();
        final float[] values = edges.values();
        final float[] suppressed = into.values();
        final int row = y * width;
        double sum = 0;
        for (int x = 0; x < Math.min(reach, width); x++) {
            sum += columns[x];
        }
        for (int x = 0; x < width; x++) {
            if (x + reach < width) {
                sum += columns[x + reach];
            }
            if (x - reach > 0) {
                sum -= columns[x - reach - 1];
            }
            final int wide = Math.min(width, x + reach + 1) - Math.max(0, x - reach);
            final float own = strength(values[row + x]);
            // Rounding may leave a little less than nothing.
            final float around = Math.max(0, (float) (sum / (wide * rows)));
            suppressed[row + x] = own > 0 ? own * own / (own + WEIGHT * around) : 0;
        }
    }

    /** A strength that is no number would spoil the sums of its whole row and column. */
    private static float strength(final float value) {
        return value > 0 ? Math.min(1, value) : 0;
    }
}
