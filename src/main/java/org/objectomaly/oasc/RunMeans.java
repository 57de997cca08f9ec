package org.objectomaly.oasc;

import org.objectomaly.image.MaskSet;
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
    private final int[] starts = new int[LANES];
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
        final int left = columns.start(0);
        final int span = columns.start(masks.width()) - left;
        for (int row = 0; row < masks.height(); row += LANES) {
            sum(map, row, masks.height(), rows, left, span);
            for (int m = 0; m < masks.size(); m++) {
                advance(masks, m, row, columns, rows);
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

    /** Makes the prefix sums of a few rows of the grid; that of a row with no pixel under it is never used. */
    private void sum(
            final ScoreMap map,
            final int firstRow,
            final int gridHeight,
            final GridAxis rows,
            final int left,
            final int span) {
        for (int lane = 0; lane < LANES; lane++) {
            final int row = Math.min(firstRow + lane, gridHeight - 1);
            starts[lane] = Math.min(rows.start(row), map.height() - 1) * map.width() + left - 1;
        }
        sumFourRows(map.scores(), starts, prefix[0], prefix[1], prefix[2], prefix[3], span);
        for (int row = firstRow; row < Math.min(firstRow + LANES, gridHeight); row++) {
            for (int y = rows.start(row) + 1; y < rows.start(row + 1); y++) {
                addRow(map.scores(), y * map.width() + left - 1, prefix[row - firstRow], span);
            }
        }
    }

    private static void sumFourRows(
            final float[] map,
            final int[] starts,
            final double[] a,
            final double[] b,
            final double[] c,
            final double[] d,
            final int span) {
        final int atA = starts[0];
        final int atB = starts[1];
        final int atC = starts[2];
        final int atD = starts[3];
        double sumA = 0;
        double sumB = 0;
        double sumC = 0;
        double sumD = 0;
        for (int i = 1; i <= span; i++) {
            sumA += map[atA + i];
            sumB += map[atB + i];
            sumC += map[atC + i];
            sumD += map[atD + i];
            a[i] = sumA;
            b[i] = sumB;
            c[i] = sumC;
            d[i] = sumD;
        }
    }

    /** The map may be finer than the grid: then several of its rows lie under one row of the grid. */
    private static void addRow(final float[] map, final int start, final double[] into, final int span) {
        double sum = 0;
        for (int i = 1; i <= span; i++) {
            sum += map[start + i];
            into[i] += sum;
        }
    }

    private void advance(
            final MaskSet masks, final int mask, final int firstRow, final GridAxis columns, final GridAxis rows) {
        final int endRun = masks.firstRun(mask + 1);
        final int left = columns.start(0);
        int run = cursors[mask];
        for (; run < endRun && masks.row(run) < firstRow + LANES; run++) {
            final int row = masks.row(run);
            final int height = rows.start(row + 1) - rows.start(row);
            final int from = columns.start(masks.from(run)) - left;
            final int to = columns.start(masks.to(run)) - left;
            if (height > 0 && to > from) {
                final double[] sum = prefix[row - firstRow];
                sums[mask] += sum[to] - sum[from];
                counts[mask] += (to - from) * height;
            }
        }
        cursors[mask] = run;
    }
}
