package org.objectomaly.nn.eager;

import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptional;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.MemoryFormat;
import org.objectomaly.nn.Compute;

/**
 * Convolution: {@code [B,in,H,W]} to {@code [B,out,H',W']}, channels last.
 *
 * @param weight {@code [out, in / groups, k, k]}
 * @param bias {@code [out]}, or null
 * @param stride distance of two windows, in both directions
 * @param padding zeros on each side
 * @param groups of channels, each with a convolution of its own
 * @param compute its precision
 */
public record Convolution(Tensor weight, Tensor bias, int stride, int padding, int groups, Compute compute) {
    private static final double EPS = 1e-5;

    /**
     * Takes {@code weight}, and {@code bias} if the layer has one; with stride 1 and no padding.
     *
     * @param weights at the layer
     * @param in channels that come in
     * @param out channels that go out
     * @param kernel rows and columns
     * @return the layer
     */
    public static Convolution of(final DeviceWeights weights, final int in, final int out, final int kernel) {
        final Tensor weight = weights.factor("weight", out, in, kernel, kernel);
        final Tensor bias = weights.has("bias") ? weights.factor("bias", out) : null;
        return new Convolution(channelsLast(weights, weight), bias, 1, 0, 1, weights.compute());
    }

    /**
     * A convolution without bias and the batch normalisation behind it as one convolution; with stride 1 and as much
     * padding as keeps the size.
     *
     * @param convolution weights at the convolution: {@code weight}
     * @param norm weights at the normalisation: {@code weight}, {@code bias}, {@code running_mean}, {@code running_var}
     * @param in channels that come in
     * @param out channels that go out
     * @param kernel rows and columns
     * @param groups of channels
     * @return the layer
     */
    public static Convolution normalised(
            final DeviceWeights convolution,
            final DeviceWeights norm,
            final int in,
            final int out,
            final int kernel,
            final int groups) {
        final float[] weight = convolution.values("weight", out, in / groups, kernel, kernel);
        final float[] scale = norm.values("weight", out);
        final float[] shift = norm.values("bias", out);
        final float[] mean = norm.values("running_mean", out);
        final float[] variance = norm.values("running_var", out);
        final int taps = weight.length / out;
        for (int c = 0; c < out; c++) {
            final double factor = scale[c] / Math.sqrt(variance[c] + EPS);
            for (int i = c * taps; i < (c + 1) * taps; i++) {
                weight[i] = (float) (weight[i] * factor);
            }
            shift[c] = (float) (shift[c] - mean[c] * factor);
        }
        final Tensor folded = convolution.keepFactor(weight, out, in / groups, kernel, kernel);
        final Tensor bias = norm.keepFactor(shift, out);
        return new Convolution(channelsLast(convolution, folded), bias, 1, kernel / 2, groups, convolution.compute());
    }

    /**
     * The same layer with larger steps.
     *
     * @param steps distance of two windows
     * @return a layer over the same tensors
     */
    public Convolution strided(final int steps) {
        return new Convolution(weight, bias, steps, padding, groups, compute);
    }

    /**
     * The same layer with zeros around its maps.
     *
     * @param zeros on each side
     * @return a layer over the same tensors
     */
    public Convolution padded(final int zeros) {
        return new Convolution(weight, bias, stride, zeros, groups, compute);
    }

    /**
     * Convolves.
     *
     * @param maps {@code [B,in,H,W]} in any precision
     * @return {@code [B,out,H',W']} in the layer's precision
     */
    public Tensor apply(final Tensor maps) {
        final Tensor convolved = torch.conv2d(
                compute.factor(maps).contiguous(MemoryFormat.ChannelsLast),
                weight,
                bias == null ? new TensorOptional() : new TensorOptional(bias),
                new long[] {stride, stride},
                new long[] {padding, padding},
                new long[] {1, 1},
                groups);
        compute.count(convolved.numel() * (weight.numel() / weight.size(0)));
        return convolved;
    }

    /** The kernel as the engine likes it best. */
    @SuppressWarnings("try") // the scope only has to be open
    private static Tensor channelsLast(final DeviceWeights owner, final Tensor weight) {
        try (PointerScope scope = new PointerScope()) {
            return owner.keep(weight.contiguous(MemoryFormat.ChannelsLast));
        }
    }
}
