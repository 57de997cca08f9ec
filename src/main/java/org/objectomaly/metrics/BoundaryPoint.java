package org.objectomaly.metrics;

/**
 * What a boundary map found at one threshold, or at one for each picture.
 *
 * @param threshold the strength from which on a pixel is predicted; NaN where each picture has its own
 * @param matchedPredicted predicted pixels with a boundary pixel of any annotator in reach
 * @param predicted predicted pixels
 * @param matchedTruth the annotators' boundary pixels with a predicted pixel in reach, added up over annotators
 * @param truth the annotators' boundary pixels
 */
public record BoundaryPoint(double threshold, long matchedPredicted, long predicted, long matchedTruth, long truth) {
    /**
     * The share of the predicted pixels that lie on a boundary.
     *
     * @return 0..1, 0 if none is predicted
     */
    public double precision() {
        return predicted == 0 ? 0 : (double) matchedPredicted / predicted;
    }

    /**
     * The share of the boundary pixels that are found.
     *
     * @return 0..1, 0 if there is none
     */
    public double recall() {
        return truth == 0 ? 0 : (double) matchedTruth / truth;
    }

    /**
     * Both in one: their harmonic mean.
     *
     * @return 2 P R / (P + R), 0 if both are 0
     */
    public double f() {
        final double sum = precision() + recall();
        return sum == 0 ? 0 : 2 * precision() * recall() / sum;
    }

    /** The counts of two, without a threshold of their own. */
    BoundaryPoint plus(final BoundaryPoint other) {
        return new BoundaryPoint(
                Double.NaN,
                matchedPredicted + other.matchedPredicted,
                predicted + other.predicted,
                matchedTruth + other.matchedTruth,
                truth + other.truth);
    }
}
