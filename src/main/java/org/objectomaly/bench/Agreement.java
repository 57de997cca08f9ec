package org.objectomaly.bench;

import java.util.List;
import org.objectomaly.image.ScoreMap;

/**
 * How like one another two combinations' final maps are, over all frames. Scores count as they are shown: below 0 as 0,
 * above 1 as 1.
 *
 * @param difference how much of what both maps show is not shown by the other: the sum of absolute differences over the
 *     sum of all scores of both (Bray and Curtis), 0 for the same maps to 1 for maps that have nothing in common. The mean
 *     difference would be small for any two maps, because nearly all of a road is ordinary
 * @param correlation Pearson's, over all pixels: 1 if one map follows from the other by a factor and a summand; NaN if
 *     a map has one score alone
 */
public record Agreement(double difference, double correlation) {
    /** Nothing is known. */
    public static final Agreement UNKNOWN = new Agreement(Double.NaN, Double.NaN);

    /**
     * Compares.
     *
     * @param some maps of one combination
     * @param others those of another, of the same frames
     * @return how like they are
     */
    public static Agreement of(final List<ScoreMap> some, final List<ScoreMap> others) {
        double difference = 0;
        double sumA = 0;
        double sumB = 0;
        double sumAa = 0;
        double sumBb = 0;
        double sumAb = 0;
        double count = 0;
        for (int frame = 0; frame < Math.min(some.size(), others.size()); frame++) {
            final float[] first = some.get(frame).values();
            final float[] second = others.get(frame).values();
            for (int i = 0; i < first.length; i++) {
                final double a = shown(first[i]);
                final double b = shown(second[i]);
                difference += Math.abs(a - b);
                sumA += a;
                sumB += b;
                sumAa += a * a;
                sumBb += b * b;
                sumAb += a * b;
            }
            count += first.length;
        }
        final double varianceA = sumAa - sumA * sumA / count;
        final double varianceB = sumBb - sumB * sumB / count;
        final double covariance = sumAb - sumA * sumB / count;
        // What rounding leaves of the variance of equal values is no variance.
        final boolean flat = !(varianceA > 1e-9 * count && varianceB > 1e-9 * count);
        final double all = sumA + sumB;
        return new Agreement(
                all == 0 ? 0 : difference / all,
                flat ? Double.NaN : Math.min(1, covariance / Math.sqrt(varianceA * varianceB)));
    }

    private static double shown(final float score) {
        return Math.max(0, Math.min(1, score));
    }
}
