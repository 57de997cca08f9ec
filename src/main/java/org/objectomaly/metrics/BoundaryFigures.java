package org.objectomaly.metrics;

/**
 * How well boundaries were found over a set of pictures.
 *
 * @param pictures how many
 * @param ods at the one threshold that is best for all pictures
 * @param ois at each picture's own best threshold
 * @param ap mean precision over the recalls 0 to 1
 */
public record BoundaryFigures(int pictures, BoundaryPoint ods, BoundaryPoint ois, double ap) {}
