package org.objectomaly.nn.sam;

import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.objectomaly.nn.eager.DeviceWeights;

/**
 * A place in the picture as sines and cosines of random frequencies (Tancik et al. 2020).
 *
 * @param frequencies {@code [2,C/2]} for x and y
 */
public record FourierPosition(Tensor frequencies) {
    /**
     * Takes the weights.
     *
     * @param weights at {@code pe_layer}
     * @param channels of the encoding
     * @return the encoding
     */
    public static FourierPosition of(final DeviceWeights weights, final int channels) {
        return new FourierPosition(weights.single("positional_encoding_gaussian_matrix", 2, channels / 2));
    }

    /**
     * Encodes points.
     *
     * @param points {@code [...,2]} as x, y in pixels of a square
     * @param size its side
     * @return {@code [...,C]}
     */
    public Tensor of(final Tensor points, final int size) {
        return ofFractions(points.div(new Scalar((double) size)).to(ScalarType.Float));
    }

    /**
     * Encodes the middles of the pixels of a square.
     *
     * @param side rows and columns
     * @return {@code [1,C,side,side]}
     */
    public Tensor ofGrid(final int side) {
        final Tensor middles = torch.arange(new Scalar(side), frequencies.options())
                .add(new Scalar(0.5))
                .div(new Scalar((double) side));
        final Tensor x = middles.reshape(1, side).expand(side, side);
        final Tensor y = middles.reshape(side, 1).expand(side, side);
        return ofFractions(torch.stack(new TensorVector(x, y), -1))
                .permute(2, 0, 1)
                .unsqueeze(0);
    }

    private Tensor ofFractions(final Tensor points) {
        final Tensor signed = points.mul(new Scalar(2.0)).sub(new Scalar(1.0));
        final Tensor angles = torch.matmul(signed, frequencies).mul(new Scalar(2 * Math.PI));
        return torch.cat(new TensorVector(angles.sin(), angles.cos()), -1);
    }
}
