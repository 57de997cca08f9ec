package org.objectomaly.nn;

import java.util.Arrays;

/**
 * A convolution as plain values, padded with zeros so that stride 1 keeps the size.
 *
 * @param in channels in
 * @param out channels out
 * @param groups groups of channels that do not see each other
 * @param height rows of the kernel
 * @param width columns of the kernel
 * @param stride step in both directions
 * @param dilation distance of the kernel's taps in both directions
 * @param weight {@code [out, in / groups, height, width]}, row-major
 * @param bias {@code [out]}
 * @param activation what follows
 */
record Conv(
        int in,
        int out,
        int groups,
        int height,
        int width,
        int stride,
        int dilation,
        float[] weight,
        float[] bias,
        Activation activation) {
    /** Fewer channels in a group than a vector register holds: the grouped kernels then lose to the dense ones. */
    private static final int SMALL_GROUP = 16;

    /**
     * A convolution of stride and dilation 1, with its bias where the checkpoint has one.
     *
     * @param weights at the layer: {@code weight} and perhaps {@code bias}
     * @param in channels in
     * @param out channels out
     * @param groups groups of channels
     * @param height rows of the kernel
     * @param width columns of the kernel
     * @return the convolution, nothing following it
     */
    static Conv of(
            final Weights weights, final int in, final int out, final int groups, final int height, final int width) {
        final float[] weight = weights.take("weight", out, in / groups, height, width);
        final float[] bias = weights.has("bias") ? weights.take("bias", out) : new float[out];
        return new Conv(in, out, groups, height, width, 1, 1, weight, bias, Activation.NONE);
    }

    /** A dense square kernel. */
    static Conv of(final Weights weights, final int in, final int out, final int kernel) {
        return of(weights, in, out, 1, kernel, kernel);
    }

    /** One square kernel a channel. */
    static Conv depthwise(final Weights weights, final int channels, final int kernel) {
        return of(weights, channels, channels, channels, kernel, kernel);
    }

    /** The mean of a square window, for each channel by itself. */
    static Conv mean(final int channels, final int side) {
        final float[] weight = new float[channels * side * side];
        Arrays.fill(weight, 1f / (side * side));
        return new Conv(channels, channels, channels, side, side, 1, 1, weight, new float[channels], Activation.NONE);
    }

    /** This convolution and the mean of 2 x 2 of its pixels after it: one kernel, larger by one, of stride 2. */
    Conv thenMeanOfFour() {
        final float[] spread = new float[weight.length / (height * width) * (height + 1) * (width + 1)];
        for (int i = 0; i < weight.length; i++) {
            final int kernel = i / (height * width);
            final int y = i / width % height;
            final int x = i % width;
            for (int k = 0; k < 4; k++) {
                spread[(kernel * (height + 1) + y + k / 2) * (width + 1) + x + k % 2] += weight[i] / 4;
            }
        }
        return new Conv(in, out, groups, height + 1, width + 1, 2, dilation, spread, bias, activation);
    }

    Conv strided(final int steps) {
        return new Conv(in, out, groups, height, width, steps, dilation, weight, bias, activation);
    }

    Conv dilated(final int distance) {
        return new Conv(in, out, groups, height, width, stride, distance, weight, bias, activation);
    }

    Conv then(final Activation next) {
        return new Conv(in, out, groups, height, width, stride, dilation, weight, bias, next);
    }

    /** Takes the normalisation that follows into the kernel. */
    Conv then(final Norm norm) {
        final float[] scaled = weight.clone();
        final float[] shifted = new float[out];
        final int each = weight.length / out;
        for (int o = 0; o < out; o++) {
            for (int i = o * each; i < (o + 1) * each; i++) {
                scaled[i] *= norm.scale()[o];
            }
            shifted[o] = bias[o] * norm.scale()[o] + norm.shift()[o];
        }
        return new Conv(in, out, groups, height, width, stride, dilation, scaled, shifted, activation);
    }

    /** Channels {@code from} to {@code to} of what this convolution without groups puts out. */
    Conv outputs(final int from, final int to) {
        final int each = weight.length / out;
        return new Conv(
                in,
                to - from,
                groups,
                height,
                width,
                stride,
                dilation,
                Arrays.copyOfRange(weight, from * each, to * each),
                Arrays.copyOfRange(bias, from, to),
                activation);
    }

    /** How far below a pixel one of the taps sees; they are numbered row by row. */
    int down(final int tap) {
        return dilation * (tap / width - height / 2);
    }

    /** How far to the right. */
    int right(final int tap) {
        return dilation * (tap % width - width / 2);
    }

    /** What each of some taps gives by itself, as channels one behind the other. The middle one has the bias. */
    Conv taps(final int... numbers) {
        final int all = height * width;
        final float[] parts = new float[numbers.length * out * in];
        final float[] summand = new float[numbers.length * out];
        for (int i = 0; i < numbers.length; i++) {
            for (int k = 0; k < out * in; k++) {
                parts[i * out * in + k] = weight[k * all + numbers[i]];
            }
            if (numbers[i] == all / 2) {
                System.arraycopy(bias, 0, summand, i * out, out);
            }
        }
        return new Conv(in, numbers.length * out, 1, 1, 1, 1, 1, parts, summand, Activation.NONE);
    }

    boolean isDepthwise() {
        return groups == in && groups == out;
    }

    /** The same convolution in the form that runs faster: small groups become dense, with zeros between them. */
    Conv fastest() {
        final boolean small = Math.min(in, out) / groups < SMALL_GROUP;
        return groups > 1 && !isDepthwise() && small ? dense() : this;
    }

    /** The same convolution without groups. */
    Conv dense() {
        final int from = in / groups;
        final int taps = height * width;
        final float[] full = new float[out * in * taps];
        for (int o = 0; o < out; o++) {
            final int group = o / (out / groups);
            System.arraycopy(weight, o * from * taps, full, (o * in + group * from) * taps, from * taps);
        }
        return new Conv(in, out, 1, height, width, stride, dilation, full, bias, activation);
    }

    /**
     * One depthwise convolution of those whose sum this one is, where each of its groups sees the same channel of
     * several maps: the convolution that sees map number {@code map}. The first one has the bias.
     */
    Conv depthwiseOf(final int map) {
        final int maps = in / groups;
        final int taps = height * width;
        final float[] part = new float[out * taps];
        for (int o = 0; o < out; o++) {
            System.arraycopy(weight, (o * maps + map) * taps, part, o * taps, taps);
        }
        final float[] summand = map == 0 ? bias : new float[out];
        return new Conv(out, out, out, height, width, stride, dilation, part, summand, Activation.NONE);
    }

    /** The same convolution between maps with more channels: those added are zero on both sides. */
    Conv widened(final int wideIn, final int wideOut) {
        final Conv conv = isDepthwise() ? this : dense();
        final int from = conv.in / conv.groups * height * width;
        final int to = isDepthwise() ? from : wideIn * height * width;
        final float[] wide = new float[wideOut * to];
        for (int o = 0; o < out; o++) {
            System.arraycopy(conv.weight, o * from, wide, o * to, from);
        }
        final int wideGroups = isDepthwise() ? wideOut : 1;
        return new Conv(
                wideIn,
                wideOut,
                wideGroups,
                height,
                width,
                stride,
                dilation,
                wide,
                Arrays.copyOf(bias, wideOut),
                activation.widened(wideOut));
    }

    int outHeight(final int rows) {
        return (rows + 2 * padding(height) - dilation * (height - 1) - 1) / stride + 1;
    }

    int outWidth(final int columns) {
        return (columns + 2 * padding(width) - dilation * (width - 1) - 1) / stride + 1;
    }

    int padding(final int kernel) {
        return dilation * (kernel - 1) / 2;
    }
}
