package org.objectomaly.image;

/**
 * One axis of the bilinear resize of the Python imaging library: each new pixel is a mean of a few old ones, under a triangle
 * as wide as the pixels it shrinks.
 *
 * @param firsts for each new pixel the first old one it has something of
 * @param counts how many it has something of
 * @param most the largest of these
 * @param weights {@code [new pixels][most]} of {@value #BITS} fractional bits, of sum 1, 0 behind the last that counts
 */
public record PilAxis(int[] firsts, int[] counts, int most, int[] weights) {
    /** Fractional bits of a weight. */
    public static final int BITS = 22;

    /**
     * The axis between two sizes.
     *
     * @param from old pixels
     * @param to new pixels
     * @return the axis
     */
    public static PilAxis of(final int from, final int to) {
        final double scale = (double) from / to;
        final double reach = Math.max(1, scale);
        final int most = 2 * (int) Math.ceil(reach) + 1;
        final int[] firsts = new int[to];
        final int[] counts = new int[to];
        final int[] weights = new int[to * most];
        final double[] triangle = new double[most];
        for (int i = 0; i < to; i++) {
            final double centre = (i + 0.5) * scale;
            firsts[i] = Math.max(0, (int) (centre - reach + 0.5));
            counts[i] = Math.min(from, (int) (centre + reach + 0.5)) - firsts[i];
            double sum = 0;
            for (int k = 0; k < counts[i]; k++) {
                triangle[k] = Math.max(0, 1 - Math.abs((firsts[i] + k - centre + 0.5) * (1 / reach)));
                sum += triangle[k];
            }
            for (int k = 0; k < counts[i]; k++) {
                weights[i * most + k] = (int) (0.5 + triangle[k] / sum * (1 << BITS));
            }
        }
        return new PilAxis(firsts, counts, most, weights);
    }
}
