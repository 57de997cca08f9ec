package org.objectomaly.nn;

import java.util.Arrays;

/**
 * What follows a layer: x stays where it is positive and is multiplied by a slope where it is negative; or SiLU, which
 * is x times its own sigmoid.
 *
 * <p>No slope: the identity. One slope: the same for all channels, 0 for ReLU. One a channel: PReLU. Slopes may be
 * negative or above 1, so the sign of x decides and not the larger of two values.
 *
 * @param slopes for negative values; none for SiLU
 * @param isSilu whether it is SiLU
 */
record Activation(float[] slopes, boolean isSilu) {
    static final Activation NONE = new Activation();
    static final Activation RELU = new Activation(0);
    static final Activation SILU = new Activation(new float[0], true);

    Activation(final float... slopes) {
        this(slopes, false);
    }

    /**
     * PReLU with learnt slopes.
     *
     * @param weights at the layer, which has one tensor {@code weight}
     * @param slopes 1 or the number of channels
     * @return the activation
     */
    static Activation of(final Weights weights, final int slopes) {
        return new Activation(weights.take("weight", slopes));
    }

    /** Channels {@code from} to {@code to} alone. */
    Activation slice(final int from, final int to) {
        return new Activation(Arrays.copyOfRange(slopes, from, to));
    }

    /** The same with channels behind its own, where there is nothing to be multiplied. */
    Activation widened(final int channels) {
        return slopes.length > 1 ? new Activation(Arrays.copyOf(slopes, channels)) : this;
    }

    boolean isNone() {
        return slopes.length == 0 && !isSilu;
    }

    /** Whether all channels are treated alike, so that the convolution before can do it in passing. */
    boolean isUniform() {
        return slopes.length == 1 || isSilu;
    }

    /** The name that oneDNN has for it, if it is uniform. */
    String fusedName() {
        if (isSilu) {
            return "swish";
        }
        return isLeaky() ? "leaky_relu" : "relu";
    }

    /** Whether it has one slope, and that is not 0. */
    boolean isLeaky() {
        return slopes.length == 1 && slopes[0] != 0;
    }
}
