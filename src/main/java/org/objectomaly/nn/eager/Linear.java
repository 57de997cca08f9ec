package org.objectomaly.nn.eager;

import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptional;
import org.bytedeco.pytorch.global.torch;

/**
 * Linear layer: {@code [..., in]} to {@code [..., out]}.
 *
 * @param weight {@code [out, in]}
 * @param bias {@code [out]}, or null
 * @param compute its precision
 */
public record Linear(Tensor weight, Tensor bias, Compute compute) {
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
        return torch.linear(compute.factor(x), weight, summand);
    }
}
