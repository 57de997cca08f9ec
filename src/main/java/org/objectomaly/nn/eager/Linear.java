package org.objectomaly.nn.eager;

import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptional;
import org.bytedeco.pytorch.global.torch;
import org.objectomaly.nn.Compute;
import org.objectomaly.nn.Precision;

/**
 * Linear layer: {@code [..., in]} to {@code [..., out]}.
 *
 * @param weight {@code [out, in]}
 * @param bias {@code [out]}, or null
 * @param compute its precision
 */
public record Linear(Tensor weight, Tensor bias, Compute compute) {
    private static final int MANY = 16;
    private static final long[] NOTHING = {0, 0};

    /**
     * Takes {@code weight} and {@code bias}.
     *
     * @param weights at the layer
     * @param in length of what comes in
     * @param out length of what goes out
     * @return the layer
     */
    public static Linear of(final DeviceWeights weights, final int in, final int out) {
        return new Linear(weights.factor("weight", out, in), weights.factor("bias", out), weights.compute());
    }

    /**
     * Multiplies and adds.
     *
     * @param x {@code [..., in]} in any precision
     * @return {@code [..., out]} in the layer's precision
     */
    public Tensor apply(final Tensor x) {
        final TensorOptional summand = bias == null ? new TensorOptional() : new TensorOptional(bias);
        final Tensor factor = compute.factor(x);
        compute.count(x.numel() * weight.size(0));
        return x.numel() / x.size(-1) >= MANY && compute.onCpu() && compute.precision() == Precision.SINGLE
                ? asConvolution(factor, summand)
                : torch.linear(factor, weight, summand);
    }

    /**
     * The same numbers, taken for maps of one column. The libraries behind libtorch share out a convolution among the
     * cores, but not a product of matrices in single precision.
     */
    private Tensor asConvolution(final Tensor x, final TensorOptional summand) {
        final long out = weight.size(0);
        final long in = weight.size(1);
        final long[] one = {1, 1};
        final Tensor maps = torch.conv2d(
                x.reshape(1, -1, 1, in).permute(0, 3, 1, 2), weight.view(out, in, 1, 1), summand, one, NOTHING, one, 1);
        final long[] shape = x.sizes().vec().get();
        shape[shape.length - 1] = out;
        return maps.permute(0, 2, 3, 1).view(shape);
    }
}
