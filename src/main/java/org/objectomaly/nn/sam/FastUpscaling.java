package org.objectomaly.nn.sam;

import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptional;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.objectomaly.nn.eager.ConvTransposed;
import org.objectomaly.nn.eager.DeviceWeights;
import org.objectomaly.nn.eager.LayerNorm;
import org.objectomaly.nn.eager.Mlp;
import org.objectomaly.nn.eager.Products;

/**
 * {@link MaskDecoder}'s upscaling as products of matrices: each pixel becomes a row of 16 pixels, which are put in their
 * places only in the masks that stay.
 *
 * @param first {@code [4*half,C]}, the four pixels one after the other
 * @param firstBias {@code [4*half]}
 * @param norm over half channels
 * @param second {@code [4*out,half]}
 * @param secondBias {@code [4*out]}
 */
record FastUpscaling(Tensor first, Tensor firstBias, LayerNorm norm, Tensor second, Tensor secondBias) {
    static FastUpscaling of(final MaskDecoder.Upscaling upscaling, final DeviceWeights owner, final ScalarType type) {
        return new FastUpscaling(
                owner.keep(matrix(upscaling.first()).to(type)),
                owner.keep(upscaling.first().bias().repeat(4).to(type)),
                upscaling.norm(),
                owner.keep(matrix(upscaling.second()).to(type)),
                owner.keep(upscaling.second().bias().repeat(4).to(type)));
    }

    /** {@code [in,out,2,2]} to {@code [2*2*out,in]}. */
    private static Tensor matrix(final ConvTransposed layer) {
        final Tensor weight = layer.weight();
        return weight.permute(2, 3, 1, 0).reshape(4 * weight.size(1), weight.size(0));
    }

    /** {@code [B,pixels,C]} to {@code [B,pixels*4*4,out]}. */
    Tensor apply(final Tensor pixels) {
        final Tensor doubled =
                Products.linear(pixels, first, firstBias).view(-1, norm.weight().size(0));
        final Tensor normalised = torch.layer_norm(
                doubled,
                new long[] {doubled.size(1)},
                new TensorOptional(norm.weight()),
                new TensorOptional(norm.bias()),
                norm.eps(),
                true);
        final Tensor quadrupled = Products.linear(Mlp.GELU.apply(normalised), second, secondBias);
        return Mlp.GELU.apply(quadrupled).view(pixels.size(0), 16 * pixels.size(1), -1);
    }

    /** Rows of 16 pixels, {@code [n,grid*grid*4*4]}, to maps {@code [n,4*grid,4*grid]}. */
    static Tensor maps(final Tensor rows, final long grid) {
        return rows.view(-1, grid, grid, 2, 2, 2, 2)
                .permute(0, 1, 3, 5, 2, 4, 6)
                .reshape(-1, 4 * grid, 4 * grid);
    }
}
