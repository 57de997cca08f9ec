package org.objectomaly.metrics;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The precision-recall curve with few enough points to be drawn, and the look of the whole one.
 *
 * <p>The recall axis is cut into columns; of each column remain the first and the last point and those of the lowest and
 * the highest precision. Drawn no wider than the number of columns, the lines between these points cover the same
 * dots as those between all points (Jugel et al., M4, VLDB 2014).
 */
public final class PrCurve {
    /** Points that remain of a column. */
    private static final int KEPT = 4;

    private PrCurve() {}

    /**
     * The points of a curve.
     *
     * @param counts the counts, to which more frames may be added afterwards
     * @param most how many points there may be, at least 4
     * @return the points from the highest threshold to the lowest, recall never falling; all of them if they are few
     *     enough, none without anomalous pixels
     * @throws IllegalArgumentException if {@code most} is below 4
     */
    public static List<PrPoint> of(final PixelCounts counts, final int most) {
        if (most < KEPT) {
            throw new IllegalArgumentException("a curve of " + most + " points has no shape; 4 are the fewest");
        }
        if (counts.anomalous() == 0) {
            return List.of();
        }
        final boolean all = counts.distinctScores() <= most;
        final Thinning thinning = new Thinning(counts.anomalous(), all ? 0 : most / KEPT);
        counts.forEach(thinning);
        thinning.endColumn();
        return List.copyOf(thinning.points);
    }

    private static final class Thinning implements PixelCounts.Visitor {
        private final List<PrPoint> points = new ArrayList<>();
        private final double positives;
        /** 0 if every point is a column of its own. */
        private final int columns;
        /** The open column's points: first, lowest, highest, last; each as its place, true and false positives. */
        private final long[][] kept = new long[KEPT][];

        private int column = -1;
        private long place;
        private long tp;
        private long fp;
        private float[] scores = new float[KEPT];

        Thinning(final long positives, final int columns) {
            this.positives = positives;
            this.columns = columns;
            Arrays.setAll(kept, i -> new long[3]);
        }

        @Override
        public void visit(final float score, final long anomalous, final long ordinary) {
            tp += anomalous;
            fp += ordinary;
            place++;
            final int at = columns == 0 ? column + 1 : (int) Math.min(columns - 1, tp / positives * columns);
            if (at != column) {
                endColumn();
                column = at;
                for (int i = 0; i < KEPT; i++) {
                    keep(i, score);
                }
            }
            final double precision = (double) tp / (tp + fp);
            if (precision < precision(1)) {
                keep(1, score);
            }
            if (precision > precision(2)) {
                keep(2, score);
            }
            keep(KEPT - 1, score);
        }

        private void keep(final int which, final float score) {
            kept[which][0] = place;
            kept[which][1] = tp;
            kept[which][2] = fp;
            scores[which] = score;
        }

        private double precision(final int which) {
            return (double) kept[which][1] / (kept[which][1] + kept[which][2]);
        }

        private void endColumn() {
            if (column < 0) {
                return;
            }
            final int middle = kept[1][0] <= kept[2][0] ? 1 : 2;
            long last = 0;
            for (final int which : new int[] {0, middle, 3 - middle, KEPT - 1}) {
                if (kept[which][0] != last) {
                    points.add(new PrPoint(kept[which][1] / positives, precision(which), scores[which]));
                }
                last = kept[which][0];
            }
        }
    }
}
