package org.objectomaly.oasc;

import java.util.Arrays;
import org.objectomaly.image.MaskSet;
import org.objectomaly.image.Region;
import org.objectomaly.image.ScoreMap;

/**
 * The mean score of every mask, by prefix sums along the grid's rows: two look-ups a run, however long it is.
 *
 * <p>Sums are kept in double, so a mean is within half a unit in the last place of the exact one, and closer to it than
 * the reference's float32 sum. Only a few rows of prefix sums exist at a time: masks keep a cursor into their runs, and
 * all advance together from the top of the grid to its bottom.
 */
final class RunMeans {
    /** Rows summed at once: independent sums hide the latency of an addition. */
    private static final int LANES = 4;

    private final double[][] prefix = new double[LANES][0];
    private double[] sums = new double[0];
    private int[] counts = new int[0];
    private int[] cursors = new int[0];

    /**
     * Computes the mean of every mask.
     *
     * @param map the map
     * @param masks the masks
     * @param columns how the grid's columns lie over the map's
     * @param rows how the grid's rows lie over the map's
     */
    void compute(final ScoreMap map, final MaskSet masks, final GridAxis columns, final GridAxis rows) {
        reset(masks, map.width());
        final Region span =
                new Region(columns.start(0), 0, columns.start(masks.width()) - columns.start(0), masks.height());
        for (int row = 0; row < masks.height(); row += LANES) {
            final int end = Math.min(row + LANES, masks.height());
            for (int lane = 0; lane < LANES; lane++) {
                if (row + lane < end) {
                    addRows(map, rows.start(row + lane), rows.start(row + lane + 1), span, prefix[lane]);
                }
            }
            accumulate(prefix[0], prefix[1], prefix[2], prefix[3], span.width());
            for (int m = 0; m < masks.size(); m++) {
                advance(masks, m, row, end, columns, rows);
            }
        }
    }

    /**
     * The mean of a mask.
     *
     * @param mask its number
     * @return the mean of its pixels on the map, NaN if there are none
     */
    float mean(final int mask) {
        return (float) (sums[mask] / counts[mask]);
    }

    private void reset(final MaskSet masks, final int width) {
        if (sums.length < masks.size()) {
            sums = new double[masks.size()];
            counts = new int[masks.size()];
            cursors = new int[masks.size()];
        }
        for (int m = 0; m < masks.size(); m++) {
            sums[m] = 0;
            counts[m] = 0;
            cursors[m] = masks.firstRun(m);
        }
        for (int lane = 0; lane < LANES; lane++) {
            if (prefix[lane].length < width + 1) {
                prefix[lane] = new double[width + 1];
            }
        }
    }

    /** Adds the map's rows under one row of the grid, column by column; element 0 stays 0. */
    private static void addRows(
            final ScoreMap map, final int firstRow, final int endRow, final Region span, final double[] into) {
        Arrays.fill(into, 0, span.width() + 1, 0);
        final float[] values = map.values();
        for (int y = firstRow; y < endRow; y++) {
            final int at = y * map.width() + span.x() - 1;
            for (int i = 1; i <= span.width(); i++) {
                into[i] += values[at + i];
            }
        }
    }

    private static void accumulate(
            final double[] a, final double[] b, final double[] c, final double[] d, final int width) {
        double sumA = 0;
        double sumB = 0;
        double sumC = 0;
        double sumD = 0;
        for (int i = 1; i <= width; i++) {
            sumA += a[i];
            sumB += b[i];
            sumC += c[i];
            sumD += d[i];
            a[i] = sumA;
            b[i] = sumB;
            c[i] = sumC;
            d[i] = sumD;
        }
    }

    private void advance(
            final MaskSet masks,
            final int mask,
            final int firstRow,
            final int endRow,
            final GridAxis columns,
            final GridAxis rows) {
        final int endRun = masks.firstRun(mask + 1);
        final int left = columns.start(0);
        int run = cursors[mask];
        for (; run < endRun && masks.row(run) < endRow; run++) {
            final int row = masks.row(run);
            final int from = columns.start(masks.from(run)) - left;
            final int to = columns.start(masks.to(run)) - left;
            final double[] sum = prefix[row - firstRow];
            sums[mask] += sum[to] - sum[from];
            counts[mask] += (to - from) * (rows.start(row + 1) - rows.start(row));
        }
        cursors[mask] = run;
    }
}
