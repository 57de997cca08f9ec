package org.objectomaly.nn;

import java.util.Arrays;

/**
 * A linear map of one axis of a picture to another: each pixel of the new axis is a weighted sum of a few neighbouring
 * ones of the old.
 */
public final class Resampling {
    private final int source;
    private final int[] first;
    private final float[][] weights;

    private Resampling(final int source, final int[] first, final float[]... weights) {
        this.source = source;
        this.first = first;
        this.weights = weights;
    }

    /**
     * Bilinear interpolation between the middles of pixels, as libtorch's {@code upsample_bilinear2d} without aligned
     * corners.
     *
     * @param from pixels of the old axis
     * @param to pixels of the new axis
     * @return the map
     */
    public static Resampling bilinear(final int from, final int to) {
        final int[] first = new int[to];
        final float[][] weights = new float[to][];
        final float scale = (float) from / to;
        for (int i = 0; i < to; i++) {
            final float at = Math.max(0, scale * (i + 0.5f) - 0.5f);
            first[i] = Math.min((int) at, from - 1);
            final float share = at - first[i];
            weights[i] = first[i] == from - 1 ? new float[] {1} : new float[] {1 - share, share};
        }
        return new Resampling(from, first, weights);
    }

    /**
     * The beginning of the new axis.
     *
     * @param count pixels that stay
     * @return the map to them
     */
    public Resampling cut(final int count) {
        return new Resampling(source, Arrays.copyOf(first, count), Arrays.copyOf(weights, count));
    }

    /**
     * This map and another one behind it.
     *
     * @param next from the pixels that this one gives
     * @return both as one
     */
    public Resampling then(final Resampling next) {
        final int[] begins = new int[next.size()];
        final float[][] sums = new float[next.size()][];
        for (int i = 0; i < begins.length; i++) {
            final int from = next.first[i];
            final int last = from + next.weights[i].length - 1;
            begins[i] = first[from];
            sums[i] = new float[first[last] + weights[last].length - begins[i]];
            for (int k = from; k <= last; k++) {
                for (int j = 0; j < weights[k].length; j++) {
                    sums[i][first[k] + j - begins[i]] += next.weights[i][k - from] * weights[k][j];
                }
            }
        }
        return new Resampling(source, begins, sums);
    }

    /**
     * Pixels of the new axis.
     *
     * @return their number
     */
    public int size() {
        return first.length;
    }

    /**
     * Pixels of the old axis that the new one has anything of; they are its first.
     *
     * @return their number
     */
    public int used() {
        final int last = first.length - 1;
        return Math.min(source, first[last] + weights[last].length);
    }

    /**
     * The first old pixel that a new one has something of.
     *
     * @param i number of the new pixel
     * @return number of the old one
     */
    public int first(final int i) {
        return first[i];
    }

    /**
     * How much a new pixel has of the old ones from {@link #first} on.
     *
     * @param i number of the new pixel
     * @return weights of sum 1; not to be changed
     */
    public float[] weights(final int i) {
        return weights[i];
    }

    /**
     * A new pixel about where an old one is.
     *
     * @param cell number of the old one; may lie outside
     * @return number of the new one, inside
     */
    public int near(final int cell) {
        final double at = (cell + 0.5) * size() / used();
        return Math.max(0, Math.min(size() - 1, (int) Math.round(at - 0.5)));
    }
}
