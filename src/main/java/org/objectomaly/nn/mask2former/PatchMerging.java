package org.objectomaly.nn.mask2former;

import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;
import org.objectomaly.nn.eager.DeviceWeights;
import org.objectomaly.nn.eager.LayerNorm;
import org.objectomaly.nn.eager.Linear;
import org.objectomaly.nn.eager.Scope;

/**
 * Each 2 x 2 patches become one of twice the channels.
 *
 * @param norm of four patches side by side
 * @param reduction without bias
 */
record PatchMerging(LayerNorm norm, Linear reduction) {
    static PatchMerging of(final DeviceWeights weights, final int channels) {
        return new PatchMerging(
                LayerNorm.of(weights.at("norm"), 4 * channels),
                new Linear(weights.factor("reduction.weight", 2 * channels, 4 * channels), null, weights.compute()));
    }

    /** {@code [B,H,W,C]} to {@code [B,H/2,W/2,2C]} in single precision. */
    Tensor apply(final Tensor stream) {
        try (Scope scope = new Scope()) {
            // Both sides are even in every stage, for what the network sees is a multiple of 32.
            final long height = stream.size(1) / 2;
            final long width = stream.size(2) / 2;
            final Tensor squares = stream.view(stream.size(0), height, 2, width, 2, stream.size(3));
            final Tensor four = torch.cat(
                    new TensorVector(
                            patch(squares, 0, 0), patch(squares, 1, 0), patch(squares, 0, 1), patch(squares, 1, 1)),
                    3);
            return scope.keep(reduction.compute().single(reduction.apply(norm.apply(four))));
        }
    }

    private static Tensor patch(final Tensor squares, final long row, final long column) {
        return squares.select(4, column).select(2, row);
    }
}
