package org.objectomaly.objectness;

import java.util.Arrays;

/**
 * Lets a boundary count by how much it stands out from what surrounds it, as neurons of the visual cortex do (divisive
 * normalisation, M. Carandini, D. Heeger, Nature Reviews Neuroscience 2012; for contours C. Grigorescu, N. Petkov, M.
 * Westenberg, TIP 2003): among leaves, bricks or gravel every edge has edges all round and means little, and the same
 * edge alone on a road is the contour of something.
 *
 * <p>A strength e with the mean m around it becomes e e / (e + m). That is e where nothing else is near, and falls
 * towards 0 in texture without reaching it, so that texture keeps its shape.
 *
 * <p>The surroundings are a square, cut off where the picture ends. Sums run along the columns and then along each row,
 * so that the time does not depend on the square's size. All but the running sum of a row are loops over whole rows in
 * which every array is used at the same index: of these the compiler makes vector code.
 */
final class SurroundSuppression {
    /** How far the surroundings reach to each side, as a share of the picture's height. */
    private static final float REACH = 0.15f;

    /** But no fewer pixels than this, or a contour in a flat picture would be its own surroundings. */
    private static final int LEAST_REACH = 8;

    /** How much the surroundings weigh against the strength itself. */
    private static final float WEIGHT = 1;

    /** Less than any strength that counts: where there are none at all, the quotient is 0 and not undefined. */
    private static final float NOTHING = 1e-20f;

    private int width = -1;
    private int height;
    private int reach;
    private float[] strengths;
    private float[] columns;
    private float[] coming;
    private float[] going;
    private float[] own;
    private float[] sums;
    private float[] left;
    private float[] right;
    private float[] weights;

    /** A suppression; its memory is allocated with the first picture. */
    SurroundSuppression() {}

    /**
     * Weighs each strength against the mean of its surroundings.
     *
     * @param edges the strengths, 0..1; others count as the nearest of these
     * @param into the same size; strengths of 0..1
     */
    void apply(final EdgeMap edges, final EdgeMap into) {
        prepare(edges.width(), edges.height());
        into.reset(width, height);
        clean(edges.values());
        Arrays.fill(columns, 0);
        Arrays.fill(going, 0);
        for (int y = 0; y < Math.min(reach, height); y++) {
            read(y, coming);
            slide(columns, coming, going, width);
        }
        for (int y = 0; y < height; y++) {
            read(y + reach, coming);
            read(y - reach - 1, going);
            slide(columns, coming, going, width);
            sumAround();
            read(y, own);
            final int rows = Math.min(height, y + reach + 1) - Math.max(0, y - reach);
            suppress(own, left, right, weights, 1f / rows, width);
            System.arraycopy(own, 0, into.values(), y * width, width);
        }
    }

    private void prepare(final int newWidth, final int newHeight) {
        if (width == newWidth && height == newHeight) {
            return;
        }
        width = newWidth;
        height = newHeight;
        reach = Math.max(LEAST_REACH, Math.round(REACH * height));
        strengths = new float[Math.multiplyExact(width, height)];
        columns = new float[width];
        coming = new float[width];
        going = new float[width];
        own = new float[width];
        sums = new float[width + 1];
        left = new float[width];
        right = new float[width];
        weights = new float[width];
        for (int x = 0; x < width; x++) {
            weights[x] = WEIGHT / (Math.min(width, x + reach + 1) - Math.max(0, x - reach));
        }
    }

    /** A strength that is no number would spoil the sums of its whole row and column. */
    private void clean(final float[] edges) {
        for (int i = 0; i < width * height; i++) {
            final float edge = edges[i];
            strengths[i] = edge > 0 ? edge < 1 ? edge : 1 : 0;
        }
    }

    /** One row of strengths; outside the picture there are none. */
    private void read(final int y, final float[] into) {
        if (y < 0 || y >= height) {
            Arrays.fill(into, 0);
        } else {
            System.arraycopy(strengths, y * width, into, 0, width);
        }
    }

    /** Rounding may leave a little less than nothing. */
    private static void slide(final float[] columns, final float[] coming, final float[] going, final int width) {
        for (int x = 0; x < width; x++) {
            columns[x] = Math.max(0, columns[x] + coming[x] - going[x]);
        }
    }

    /** For each column, the sums of all columns left of its surroundings and of those up to their right end. */
    private void sumAround() {
        float sum = 0;
        for (int x = 0; x < width; x++) {
            sum += columns[x];
            sums[x + 1] = sum;
        }
        final int inner = Math.max(0, width - reach - 1);
        System.arraycopy(sums, width - inner, right, 0, inner);
        Arrays.fill(right, inner, width, sum);
        Arrays.fill(left, 0, Math.min(width, reach), 0);
        System.arraycopy(sums, 0, left, Math.min(width, reach), Math.max(0, width - reach));
    }

    private static void suppress(
            final float[] own,
            final float[] left,
            final float[] right,
            final float[] weights,
            final float share,
            final int width) {
        for (int x = 0; x < width; x++) {
            own[x] = own[x] * own[x] / (own[x] + (right[x] - left[x]) * weights[x] * share + NOTHING);
        }
    }
}
