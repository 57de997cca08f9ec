package org.objectomaly.nn;

/**
 * A convolution, perhaps with its batch normalisation, that can be trained as well as run: running it, the two are one
 * convolution; in training they are two operations on parameters that change.
 *
 * @param name where its parameters lie: {@code name.weight} and either {@code name.bias} or {@code name.norm.*}
 * @param conv the convolution as it stands in the file, with the activation that follows at the very end
 * @param norm the normalisation, or null
 */
record Layer(String name, Conv conv, Norm norm) {
    /** What is added to variances. */
    static final double EPS = 1e-5;

    /** A square convolution and its normalisation, then ReLU. */
    static Layer of(final Weights weights, final int in, final int out, final int kernel) {
        return grouped(weights, in, out, kernel, 1);
    }

    /** The same with groups of channels that do not see each other. */
    static Layer grouped(final Weights weights, final int in, final int out, final int kernel, final int groups) {
        final Conv conv = Conv.of(weights, in, out, groups, kernel, kernel);
        return new Layer(weights.name(), conv.then(Activation.RELU), Norm.of(weights.at("norm"), out, EPS));
    }

    /** The last layer of a network: a bias in place of the normalisation, and nothing after it. */
    static Layer last(final Weights weights, final int in, final int out, final int kernel) {
        // Asked for first, so that a network without one is refused and a new network gets one.
        weights.take("bias", out);
        return new Layer(weights.name(), Conv.of(weights, in, out, kernel), null);
    }

    Layer strided(final int steps) {
        return new Layer(name, conv.strided(steps), norm);
    }

    Layer dilated(final int distance) {
        return new Layer(name, conv.dilated(distance), norm);
    }

    /** The same without the activation. */
    Layer linear() {
        return new Layer(name, conv.then(Activation.NONE), norm);
    }

    /** Both operations as one. */
    Conv folded() {
        return norm == null ? conv : conv.then(norm);
    }
}
