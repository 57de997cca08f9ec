package org.objectomaly.nn.mask2former;

import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;
import org.objectomaly.nn.eager.DeviceWeights;
import org.objectomaly.nn.eager.LayerNorm;
import org.objectomaly.nn.eager.Linear;
import org.objectomaly.nn.eager.Scope;

/**
 * Each 2 x 2 patches become one of twice the channels; odd sizes are filled up with zeros.
 *
 * @param norm of four patches side by side
 * @param reduction without bias
 */
record PatchMerging(LayerNorm norm, Linear reduction) {
    static PatchMerging of(final DeviceWeights weights, final int channels) {
        return new PatchMerging(
                LayerNorm.of(weights.at("norm"), 4 * channels, Swin.EPS),
                new Linear(weights.factor("reduction.weight", 2 * channels, 4 * channels), null, weights.compute()));
    }

    /** {@code [B,H,W,C]} to {@code [B,H/2,W/2,2C]} in single precision. */
    Tensor apply(final Tensor stream) {
        try (Scope scope = new Scope()) {
            final Tensor even = torch.constant_pad_nd(stream, 0, 0, 0, stream.size(2) % 2, 0, stream.size(1) % 2);
            final long height = even.size(1) / 2;
            final long width = even.size(2) / 2;
            final Tensor squares = even.view(stream.size(0), height, 2, width, 2, stream.size(3));
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
