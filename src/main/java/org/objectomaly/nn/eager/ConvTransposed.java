package org.objectomaly.nn.eager;

import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptional;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.MemoryFormat;
import org.objectomaly.nn.Compute;

/**
 * Convolution transposed whose windows lie side by side: each pixel of {@code [B,in,H,W]} becomes a square of
 * {@code [B,out,kH,kW]}.
 *
 * @param weight {@code [in, out, k, k]}
 * @param bias {@code [out]}
 * @param compute its precision
 */
public record ConvTransposed(Tensor weight, Tensor bias, Compute compute) {
    /**
     * Takes {@code weight} and {@code bias}.
     *
     * @param weights at the layer
     * @param in channels that come in
     * @param out channels that go out
     * @param kernel rows and columns, and the stride
     * @return the layer
     */
    public static ConvTransposed of(final DeviceWeights weights, final int in, final int out, final int kernel) {
        return new ConvTransposed(
                weights.factor("weight", in, out, kernel, kernel), weights.factor("bias", out), weights.compute());
    }

    /**
     * Enlarges.
     *
     * @param maps {@code [B,in,H,W]} in any precision
     * @return {@code [B,out,kH,kW]} in the layer's precision
     */
    public Tensor apply(final Tensor maps) {
        final long stride = weight.size(2);
        compute.count(maps.numel() * (weight.numel() / weight.size(0)));
        return torch.conv_transpose2d(
                compute.factor(maps).contiguous(MemoryFormat.ChannelsLast),
                weight,
                new TensorOptional(bias),
                new long[] {stride, stride},
                new long[] {0, 0},
                new long[] {0, 0},
                1,
                1,
                1);
    }
}
