package org.objectomaly.nn;

import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/**
 * A square convolution whose kernel stays in the checkpoint until it is drawn: for networks so large that a copy of all
 * kernels beside those of the program would not fit in the heap.
 *
 * @param read takes it out of the checkpoint
 */
record StoredConv(Supplier<Conv> read) {
    /**
     * A convolution without a bias.
     *
     * @param weights at the layer, which has one tensor {@code weight}
     * @param in channels in
     * @param out channels out
     * @param kernel rows and columns of the kernel
     * @return the convolution; its tensor is there and has the right shape
     */
    static StoredConv of(final Weights weights, final int in, final int out, final int kernel) {
        weights.expect("weight", out, in, kernel, kernel);
        return new StoredConv(() -> Conv.of(weights, in, out, kernel));
    }

    /** The same convolution, changed when it is taken. */
    StoredConv with(final UnaryOperator<Conv> change) {
        return new StoredConv(() -> change.apply(read.get()));
    }

    /** The same convolution, then a normalisation and ReLU. */
    StoredConv then(final Norm norm) {
        return with(conv -> conv.then(norm).then(Activation.RELU));
    }

    StoredConv strided(final int steps) {
        return with(conv -> conv.strided(steps));
    }

    StoredConv dilated(final int distance) {
        return with(conv -> conv.dilated(distance));
    }

    Node draw(final Sketch sketch, final Node x) {
        return sketch.conv(x, read.get());
    }

    /** The same where the taps lie far apart. */
    Node drawFarApart(final Sketch sketch, final Node x) {
        return sketch.convFarApart(x, read.get());
    }
}
