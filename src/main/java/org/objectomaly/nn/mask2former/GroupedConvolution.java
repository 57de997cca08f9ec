package org.objectomaly.nn.mask2former;

import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptional;
import org.bytedeco.pytorch.global.torch;
import org.objectomaly.nn.eager.Convolution;
import org.objectomaly.nn.eager.DeviceWeights;

/**
 * A convolution and a normalisation of groups of its channels.
 *
 * @param convolution keeps the size
 * @param weight scale of each channel
 * @param bias summand of each channel
 */
record GroupedConvolution(Convolution convolution, Tensor weight, Tensor bias) {
    private static final int GROUPS = 32;
    private static final double EPS = 1e-5;

    static GroupedConvolution of(
            final DeviceWeights convolution, final DeviceWeights norm, final int in, final int kernel) {
        final int out = convolution.size("weight", 0);
        return new GroupedConvolution(
                Convolution.of(convolution, in, out, kernel).padded(kernel / 2),
                norm.single("weight", out),
                norm.single("bias", out));
    }

    /** {@code [B,in,H,W]} to {@code [B,out,H,W]} in single precision. */
    Tensor apply(final Tensor maps) {
        return torch.group_norm(
                convolution.compute().single(convolution.apply(maps)),
                GROUPS,
                new TensorOptional(weight),
                new TensorOptional(bias),
                EPS,
                false);
    }
}
