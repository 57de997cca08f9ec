package org.objectomaly.nn.mask2former;

import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.objectomaly.nn.eager.DeviceWeights;
import org.objectomaly.nn.eager.LayerNorm;
import org.objectomaly.nn.eager.Mlp;
import org.objectomaly.nn.eager.Scope;
import org.objectomaly.nn.eager.Windows;

/**
 * One block of {@link Swin}: attention inside windows, then two linear layers, each added to the stream.
 *
 * @param norm1 before attention
 * @param attention inside each window
 * @param norm2 before the linear layers
 * @param mlp with GELU
 * @param isShifted whether the windows lie half a window lower and further right, around the edges
 */
record SwinBlock(LayerNorm norm1, WindowAttention attention, LayerNorm norm2, Mlp mlp, boolean isShifted) {
    static SwinBlock of(final DeviceWeights weights, final int channels, final boolean isShifted) {
        return new SwinBlock(
                LayerNorm.of(weights.at("norm1"), channels),
                WindowAttention.of(weights.at("attn"), channels),
                LayerNorm.of(weights.at("norm2"), channels),
                Mlp.of(
                        weights.at("mlp.fc1"),
                        weights.at("mlp.fc2"),
                        channels,
                        weights.size("mlp.fc1.weight", 0),
                        Mlp.GELU),
                isShifted);
    }

    /** Adds to the stream {@code [B,H,W,C]} in single precision what the block makes of it. */
    @SuppressWarnings("try") // the scopes only have to be open
    void addTo(final Tensor stream) {
        try (Scope scope = new Scope()) {
            stream.add_(attended(norm1.apply(stream)));
        }
        try (Scope scope = new Scope()) {
            stream.add_(mlp.apply(norm2.apply(stream)));
        }
    }

    private Tensor attended(final Tensor normalised) {
        final int height = (int) normalised.size(1);
        final int width = (int) normalised.size(2);
        final int side = attention.side();
        final int down = (height + side - 1) / side;
        final int across = (width + side - 1) / side;
        final Windows windows = new Windows(side, down * side, across * side);
        final boolean fits = down * side == height && across * side == width;
        final Tensor padded = fits
                ? normalised
                : torch.constant_pad_nd(normalised, 0, 0, 0, across * side - width, 0, down * side - height);
        final int shift = isShifted ? side / 2 : 0;
        final Tensor inWindows = windows.partition(rolled(padded, -shift)).flatten(1, 2);
        final Tensor answer = isShifted ? attention.shifted(inWindows, down, across) : attention.plain(inWindows);
        final Tensor joined = windows.join(answer.view(-1, side, side, normalised.size(3)));
        return rolled(joined, shift).narrow(1, 0, height).narrow(2, 0, width);
    }

    private static Tensor rolled(final Tensor maps, final int by) {
        return by == 0 ? maps : maps.roll(new long[] {by, by}, 1, 2);
    }
}
