package org.objectomaly.nn.eager;

import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptional;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;

/**
 * Layer normalisation over the channels.
 *
 * @param weight scale of each channel
 * @param bias summand of each channel
 * @param eps added to the variance inside the root
 */
public record LayerNorm(Tensor weight, Tensor bias, double eps) {
    /** What torch adds to the variance unless it is told otherwise. */
    private static final double USUAL_EPS = 1e-5;

    /**
     * Takes {@code weight} and {@code bias}; adds to the variance what torch usually does.
     *
     * @param weights at the layer
     * @param channels length of each
     * @return the layer
     */
    public static LayerNorm of(final DeviceWeights weights, final int channels) {
        return of(weights, channels, USUAL_EPS);
    }

    /**
     * Takes {@code weight} and {@code bias}.
     *
     * @param weights at the layer
     * @param channels length of each
     * @param eps added to the variance
     * @return the layer
     */
    public static LayerNorm of(final DeviceWeights weights, final int channels, final double eps) {
        return new LayerNorm(weights.single("weight", channels), weights.single("bias", channels), eps);
    }

    /**
     * Normalises the last dimension, in single precision.
     *
     * @param x {@code [..., C]}
     * @return the same shape
     */
    public Tensor apply(final Tensor x) {
        return applyAsItIs(x.to(ScalarType.Float));
    }

    /**
     * Normalises the last dimension in the precision that comes in; means and variances are in single precision anyway.
     *
     * @param x {@code [..., C]}
     * @return the same shape in the same precision
     */
    public Tensor applyAsItIs(final Tensor x) {
        final long[] channels = {weight.size(0)};
        // Only the processor's kernel takes maps in half precision with factors in single.
        final Tensor scale = x.is_cpu() ? weight : weight.to(x.scalar_type());
        final Tensor shift = x.is_cpu() ? bias : bias.to(x.scalar_type());
        return torch.layer_norm(x, channels, new TensorOptional(scale), new TensorOptional(shift), eps, true);
    }

    /**
     * Normalises the channels of maps; the original calls this {@code LayerNorm2d}.
     *
     * @param maps {@code [B,C,H,W]}, best channels last
     * @return the same shape, channels last
     */
    public Tensor applyToMaps(final Tensor maps) {
        return apply(maps.permute(0, 2, 3, 1)).permute(0, 3, 1, 2);
    }
}
