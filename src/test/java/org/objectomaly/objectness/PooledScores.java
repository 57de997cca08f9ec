package org.objectomaly.objectness;

import org.objectomaly.image.LabelMap;

/**
 * The scores of many frames in one fine histogram, for the area under their precision-recall curve (average precision)
 * and the false positive rate at 95 % true positives. Scores that agree in their first 20 bits count as equal.
 */
final class PooledScores {
    private static final int DROPPED_BITS = 12;
    private static final int BINS = 1 << Integer.SIZE - DROPPED_BITS;

    private final int[] anomaly = new int[BINS];
    private final int[] ordinary = new int[BINS];

    void add(final float[] scores, final byte[] labels) {
        for (int p = 0; p < labels.length; p++) {
            final int bits = Float.floatToIntBits(scores[p]);
            // The bits of negative floats are turned around, so that all sort as their floats do.
            final int sorted = bits ^ bits >> 31 & Integer.MAX_VALUE;
            final int bin = (sorted >> DROPPED_BITS) + BINS / 2;
            if (labels[p] == LabelMap.ANOMALY) {
                anomaly[bin]++;
            } else {
                ordinary[bin]++;
            }
        }
    }

    void add(final PooledScores other) {
        for (int bin = 0; bin < BINS; bin++) {
            anomaly[bin] += other.anomaly[bin];
            ordinary[bin] += other.ordinary[bin];
        }
    }

    /** Average precision, 0 to 100. */
    double averagePrecision() {
        final long positives = sum(anomaly);
        long found = 0;
        long seen = 0;
        double area = 0;
        for (int bin = BINS - 1; bin >= 0; bin--) {
            found += anomaly[bin];
            seen += anomaly[bin] + ordinary[bin];
            if (anomaly[bin] > 0) {
                area += (double) anomaly[bin] / positives * found / seen;
            }
        }
        return 100 * area;
    }

    /** Share of ordinary pixels above the score that 95 % of the anomalous ones reach, 0 to 100. */
    double falsePositivesAt95() {
        final long positives = sum(anomaly);
        long found = 0;
        long wrong = 0;
        for (int bin = BINS - 1; bin >= 0; bin--) {
            found += anomaly[bin];
            wrong += ordinary[bin];
            if (found >= 0.95 * positives) {
                break;
            }
        }
        return 100.0 * wrong / sum(ordinary);
    }

    private static long sum(final int[] counts) {
        long sum = 0;
        for (final int count : counts) {
            sum += count;
        }
        return sum;
    }
}
