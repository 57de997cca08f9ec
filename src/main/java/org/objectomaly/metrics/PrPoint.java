package org.objectomaly.metrics;

/**
 * A point of a precision-recall curve.
 *
 * @param recall found share of the anomalous pixels, 0 to 1
 * @param precision anomalous share of the found pixels, 0 to 1
 * @param threshold the score from which on pixels count as found
 */
public record PrPoint(double recall, double precision, float threshold) {}
