package org.objectomaly.nn;

import java.util.Arrays;

/**
 * Batch normalisation at inference: each channel times a scale plus a shift.
 *
 * @param scale one factor a channel
 * @param shift one summand a channel
 */
record Norm(float[] scale, float[] shift) {
    /**
     * From the statistics of training.
     *
     * @param weights at the layer: {@code weight}, {@code bias}, {@code running_mean}, {@code running_var}
     * @param channels length of each
     * @param eps what is added to the variance, inside the root: variances go down to denormal numbers
     * @return the same as one factor and one summand
     */
    static Norm of(final Weights weights, final int channels, final double eps) {
        final float[] weight = weights.take("weight", channels);
        final float[] bias = weights.take("bias", channels);
        final float[] mean = weights.take("running_mean", channels);
        final float[] variance = weights.take("running_var", channels);
        final float[] scale = new float[channels];
        final float[] shift = new float[channels];
        for (int c = 0; c < channels; c++) {
            final double factor = weight[c] / Math.sqrt(variance[c] + eps);
            scale[c] = (float) factor;
            shift[c] = (float) (bias[c] - mean[c] * factor);
        }
        return new Norm(scale, shift);
    }

    /** Channels {@code from} to {@code to} alone. */
    Norm slice(final int from, final int to) {
        return new Norm(Arrays.copyOfRange(scale, from, to), Arrays.copyOfRange(shift, from, to));
    }

    /** The same with channels behind its own, which become zero. */
    Norm widened(final int channels) {
        return new Norm(Arrays.copyOf(scale, channels), Arrays.copyOf(shift, channels));
    }
}
