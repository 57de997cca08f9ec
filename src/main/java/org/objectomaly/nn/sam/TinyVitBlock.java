package org.objectomaly.nn.sam;

import org.bytedeco.pytorch.Tensor;
import org.objectomaly.nn.eager.Convolution;
import org.objectomaly.nn.eager.DeviceWeights;
import org.objectomaly.nn.eager.FeatureTrace;
import org.objectomaly.nn.eager.LayerNorm;
import org.objectomaly.nn.eager.Mlp;
import org.objectomaly.nn.eager.Scope;
import org.objectomaly.nn.eager.Windows;

/**
 * TinyViT's block: attention inside windows, a convolution of each channel, two linear layers.
 *
 * @param attention inside a window
 * @param windows over the stage's maps
 * @param localConv 3 x 3 in each channel
 * @param norm before the linear layers
 * @param mlp with GELU
 */
record TinyVitBlock(BiasedAttention attention, Windows windows, Convolution localConv, LayerNorm norm, Mlp mlp) {
    static final double EPS = 1e-5;

    static TinyVitBlock of(final DeviceWeights weights, final int channels, final int side) {
        final BiasedAttention attention = BiasedAttention.of(weights.at("attn"), channels);
        return new TinyVitBlock(
                attention,
                new Windows(attention.side(), side, side),
                TinyVit.normalised(weights.at("local_conv"), channels, channels, 3, channels),
                LayerNorm.of(weights.at("mlp.norm"), channels, EPS),
                Mlp.of(
                        weights.at("mlp.fc1"),
                        weights.at("mlp.fc2"),
                        channels,
                        weights.size("mlp.fc1.weight", 0),
                        Mlp.GELU));
    }

    /** {@code [1,H,W,C]} to the same shape. */
    Tensor apply(final Tensor stream, final FeatureTrace trace) {
        try (Scope scope = new Scope()) {
            final long side = attention.side();
            final long channels = stream.size(3);
            final Tensor cut = windows.partition(stream).reshape(-1, side * side, channels);
            final Tensor attended = trace.named("attn", attention.apply(cut));
            final Tensor sum = stream.add(windows.join(attended.reshape(-1, side, side, channels)));
            final Tensor local = trace.named("local_conv", localConv.apply(sum.permute(0, 3, 1, 2)));
            final Tensor mixed = local.permute(0, 2, 3, 1);
            return scope.keep(mixed.add(mlp.apply(norm.apply(mixed))));
        }
    }
}
