package org.objectomaly.metrics;

import java.util.List;
import java.util.stream.IntStream;

/**
 * The counts of {@link BoundaryPoint} at the thresholds 0.01, 0.02, .., 0.99, of one picture or of many.
 *
 * <p>Collected as a histogram of the highest threshold that a pixel reaches, so that a pixel is touched once for all
 * thresholds.
 */
public final class BoundaryCounts {
    /** Number of thresholds. */
    static final int THRESHOLDS = 99;

    private final long[] matchedPredicted = new long[THRESHOLDS + 1];
    private final long[] predicted = new long[THRESHOLDS + 1];
    private final long[] matchedTruth = new long[THRESHOLDS + 1];
    private long truth;

    BoundaryCounts() {}

    /** A threshold by its number, 1 to 99. */
    private static double threshold(final int k) {
        return k / 100.0;
    }

    /** The number of the highest threshold that a strength reaches, 0 for none. */
    private static int reached(final double strength) {
        int k = (int) Math.max(0, Math.min(THRESHOLDS, strength * 100));
        // The product may be rounded past a threshold, to either side.
        while (k < THRESHOLDS && strength >= threshold(k + 1)) {
            k++;
        }
        while (k > 0 && strength < threshold(k)) {
            k--;
        }
        return k;
    }

    /** Counts a pixel of the map. */
    void addPredicted(final double strength, final boolean matched) {
        final int k = reached(strength);
        predicted[k]++;
        matchedPredicted[k] += matched ? 1 : 0;
    }

    /** Counts a boundary pixel of an annotator by the strongest pixel of the map in its reach. */
    void addTruth(final double strongest) {
        matchedTruth[reached(strongest)]++;
        truth++;
    }

    /** Adds the counts of another. */
    void add(final BoundaryCounts other) {
        for (int k = 0; k <= THRESHOLDS; k++) {
            matchedPredicted[k] += other.matchedPredicted[k];
            predicted[k] += other.predicted[k];
            matchedTruth[k] += other.matchedTruth[k];
        }
        truth += other.truth;
    }

    /**
     * The counts at all thresholds.
     *
     * @return 99 points, from 0.01 to 0.99
     */
    public List<BoundaryPoint> points() {
        final BoundaryPoint[] points = new BoundaryPoint[THRESHOLDS];
        BoundaryPoint above = new BoundaryPoint(Double.NaN, 0, 0, 0, 0);
        for (int k = THRESHOLDS; k >= 1; k--) {
            above = new BoundaryPoint(
                    threshold(k),
                    above.matchedPredicted() + matchedPredicted[k],
                    above.predicted() + predicted[k],
                    above.matchedTruth() + matchedTruth[k],
                    truth);
            points[k - 1] = above;
        }
        return List.of(points);
    }

    /**
     * The point of the largest F.
     *
     * @return the one of the lowest threshold if several are
     */
    public BoundaryPoint best() {
        return points().stream()
                .reduce((best, next) -> next.f() > best.f() ? next : best)
                .orElseThrow();
    }

    /**
     * The mean precision over the recalls 0, 0.01, .., 1, interpolated between the thresholds; above the largest recall
     * it is 0, below the smallest the precision there. Thresholds that nothing reaches have no precision and are left
     * out.
     *
     * @return 0..1
     */
    public double averagePrecision() {
        final List<BoundaryPoint> points =
                points().stream().filter(point -> point.predicted() > 0).toList();
        return IntStream.rangeClosed(0, 100)
                .mapToDouble(r -> precisionAt(r / 100.0, points))
                .average()
                .orElseThrow();
    }

    /** Recall falls along the points. */
    private static double precisionAt(final double recall, final List<BoundaryPoint> points) {
        if (points.isEmpty() || recall > points.get(0).recall()) {
            return 0;
        }
        int i = 0;
        while (i < points.size() && points.get(i).recall() > recall) {
            i++;
        }
        if (i == points.size()) {
            return points.get(i - 1).precision();
        }
        final BoundaryPoint low = points.get(i);
        if (i == 0 || low.recall() == recall) {
            return low.precision();
        }
        final BoundaryPoint high = points.get(i - 1);
        final double share = (recall - low.recall()) / (high.recall() - low.recall());
        return low.precision() + share * (high.precision() - low.precision());
    }
}
