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
     * The part of the grid that shows the picture; behind it the square is empty, and nobody looks at masks there.
     *
     * @param rows from the first one on
     * @param columns likewise
     */
    public record Part(int rows, int columns) {
        /**
         * All of a grid.
         *
         * @param maps {@code [1,C,grid,grid]}
         * @return what the picture fills when it is squeezed into the square
         */
        public static Part whole(final Tensor maps) {
            return new Part((int) maps.size(2), (int) maps.size(3));
        }

        /** Of {@code [B,grid*grid,C]}: {@code [B,rows*columns,C]}. */
        Tensor of(final Tensor pixels) {
            final long grid = Math.round(Math.sqrt(pixels.size(1)));
            return pixels.view(pixels.size(0), grid, grid, -1)
                    .narrow(1, 0, rows)
                    .narrow(2, 0, columns)
                    .flatten(1, 2);
        }

        /** Of {@code [1,C,n*grid,n*grid]}: {@code [C,rows,n,columns,n]}. */
        private Tensor ofMaps(final Tensor maps, final int n) {
            return maps.narrow(2, 0, (long) n * rows)
                    .narrow(3, 0, (long) n * columns)
                    .view(-1, rows, n, columns, n);
        }
    }

    /**
     * Finer features of the picture, which SAM 2 adds, in the order of the rows.
     *
     * @param twice {@code [1,pixels*4,half]}
     * @param fourTimes {@code [1,pixels*4*4,out]}, in single precision
     */
    record Detail(Tensor twice, Tensor fourTimes) {
        /** From maps {@code [1,half,2*grid,2*grid]} and {@code [1,out,4*grid,4*grid]}. */
        static Detail of(final Tensor twice, final Tensor fourTimes, final Part part, final ScalarType type) {
            return new Detail(
                    part.ofMaps(twice, 2)
                            .permute(1, 3, 2, 4, 0)
                            .reshape(1, -1, twice.size(1))
                            .to(type),
                    part.ofMaps(fourTimes, 4)
                            .view(-1, part.rows, 2, 2, part.columns, 2, 2)
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

    /** Rows of 16 pixels, {@code [n,rows*columns*4*4]}, to maps {@code [n,4*rows,4*columns]}. */
    static Tensor maps(final Tensor squares, final Part part) {
        // Two neighbours of a row move together, as if they were one number of twice the size.
        final Tensor pairs = squares.view(ScalarType.Double)
                .view(-1, part.rows(), part.columns(), 2, 2, 2)
                .permute(0, 1, 3, 5, 2, 4)
                .contiguous();
        return pairs.view(ScalarType.Float).view(-1, 4L * part.rows(), 4L * part.columns());
    }
}
