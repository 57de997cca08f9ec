package org.objectomaly.nn;

/**
 * A transposed convolution that doubles the size, as plain values.
 *
 * @param in channels in
 * @param out channels out
 * @param kernel side of the kernel, 2 or 3
 * @param weight {@code [in, out, kernel, kernel]}, row-major
 * @param bias {@code [out]}
 * @param activation what follows
 */
record UpConv(int in, int out, int kernel, float[] weight, float[] bias, Activation activation) {
    static UpConv of(final Weights weights, final int in, final int out, final int kernel) {
        final float[] weight = weights.take("weight", in, out, kernel, kernel);
        return new UpConv(in, out, kernel, weight, new float[out], Activation.NONE);
    }

    /** Takes the normalisation that follows into the kernel. */
    UpConv then(final Norm norm) {
        final float[] scaled = weight.clone();
        final float[] shifted = new float[out];
        final int taps = kernel * kernel;
        for (int i = 0; i < scaled.length; i++) {
            scaled[i] *= norm.scale()[i / taps % out];
        }
        for (int o = 0; o < out; o++) {
            shifted[o] = bias[o] * norm.scale()[o] + norm.shift()[o];
        }
        return new UpConv(in, out, kernel, scaled, shifted, activation);
    }

    UpConv then(final Activation next) {
        return new UpConv(in, out, kernel, weight, bias, next);
    }

    Node draw(final Sketch sketch, final Node x) {
        return sketch.activateInto(sketch.convTransposed(x, weight, bias, out, kernel), activation);
    }
}
