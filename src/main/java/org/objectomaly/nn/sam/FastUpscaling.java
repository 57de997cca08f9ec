package org.objectomaly.nn.sam;

import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.objectomaly.nn.eager.ConvTransposed;
import org.objectomaly.nn.eager.DeviceWeights;
import org.objectomaly.nn.eager.LayerNorm;
import org.objectomaly.nn.eager.Products;
import org.objectomaly.nn.eager.Scope;

/**
 * {@link MaskDecoder}'s upscaling as products of matrices: each pixel becomes a row of 16 pixels, which are put in their
 * places only in the masks that stay.
 *
 * <p>The last pixels are in single precision: a mask's logit is a small difference of their channels.
 *
 * @param first {@code [4*half,C]}, the four pixels one after the other, in the precision of the pixels that come in
 * @param firstBias {@code [4*half]}
 * @param norm over half channels
 * @param second {@code [4*out,half]}, in single precision
 * @param secondBias {@code [4*out]}
 */
public record FastUpscaling(Tensor first, Tensor firstBias, LayerNorm norm, Tensor second, Tensor secondBias) {
    static FastUpscaling of(final Upscaling upscaling, final DeviceWeights owner, final ScalarType type) {
        return new FastUpscaling(
                owner.keep(matrix(upscaling.first()).to(type)),
                owner.keep(upscaling.first().bias().repeat(4).to(type)),
                upscaling.norm(),
                owner.keep(matrix(upscaling.second())),
                owner.keep(upscaling.second().bias().repeat(4)));
    }

    /** {@code [in,out,2,2]} to {@code [2*2*out,in]}. */
    private static Tensor matrix(final ConvTransposed layer) {
        final Tensor weight = layer.weight();
        return weight.permute(2, 3, 1, 0).reshape(4 * weight.size(1), weight.size(0));
    }

    /**
     * Finer features of the picture, which SAM 2 adds, in the order of the rows.
     *
     * @param twice {@code [1,pixels*4,half]}
     * @param fourTimes {@code [1,pixels*4*4,out]}, in single precision
     */
    record Detail(Tensor twice, Tensor fourTimes) {
        /** From maps {@code [1,half,2*grid,2*grid]} and {@code [1,out,4*grid,4*grid]}. */
        static Detail of(final Tensor twice, final Tensor fourTimes, final ScalarType type) {
            final long grid = twice.size(2) / 2;
            return new Detail(
                    twice.view(-1, grid, 2, grid, 2)
                            .permute(1, 3, 2, 4, 0)
                            .reshape(1, -1, twice.size(1))
                            .to(type),
                    fourTimes
                            .view(-1, grid, 2, 2, grid, 2, 2)
                            .permute(1, 4, 2, 5, 3, 6, 0)
                            .reshape(1, -1, fourTimes.size(1))
                            .to(ScalarType.Float));
        }
    }

    /** {@code [B,pixels,C]} to {@code [B,pixels*4*4,out]} in single precision; {@code detail} may be null. */
    Tensor apply(final Tensor pixels, final Detail detail) {
        try (Scope scope = new Scope()) {
            final Tensor doubled = doubled(pixels, detail).to(ScalarType.Float);
            final Tensor quadrupled =
                    Products.linear(doubled, second, secondBias).view(pixels.size(0), 16 * pixels.size(1), -1);
            if (detail != null) {
                quadrupled.add_(detail.fourTimes());
            }
            torch.gelu_(quadrupled);
            return scope.keep(quadrupled);
        }
    }

    private Tensor doubled(final Tensor pixels, final Detail detail) {
        try (Scope scope = new Scope()) {
            final long half = norm.weight().size(0);
            final Tensor rows = Products.linear(pixels, first, firstBias).view(pixels.size(0), -1, half);
            final Tensor normalised = norm.applyAsItIs(detail == null ? rows : rows.add_(detail.twice()));
            torch.gelu_(normalised);
            return scope.keep(normalised);
        }
    }

    /** Rows of 16 pixels, {@code [n,grid*grid*4*4]}, to maps {@code [n,4*grid,4*grid]}. */
    static Tensor maps(final Tensor rows, final long grid) {
        // Two neighbours of a row move together, as if they were one number of twice the size.
        final Tensor pairs = rows.view(ScalarType.Double)
                .view(-1, grid, grid, 2, 2, 2)
                .permute(0, 1, 3, 5, 2, 4)
                .contiguous();
        return pairs.view(ScalarType.Float).view(-1, 4 * grid, 4 * grid);
    }
}
