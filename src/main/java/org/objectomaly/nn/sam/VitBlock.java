package org.objectomaly.nn.sam;

import org.bytedeco.pytorch.Tensor;
import org.objectomaly.nn.eager.DeviceWeights;
import org.objectomaly.nn.eager.FeatureTrace;
import org.objectomaly.nn.eager.LayerNorm;
import org.objectomaly.nn.eager.Mlp;
import org.objectomaly.nn.eager.Scope;
import org.objectomaly.nn.eager.Windows;

/**
 * One block of the image encoder: attention, then two linear layers, each added to the stream.
 *
 * @param norm1 before attention
 * @param attention inside each window
 * @param windows over the grid; one window if the block attends everywhere
 * @param norm2 before the linear layers
 * @param mlp with GELU
 */
record VitBlock(LayerNorm norm1, GridAttention attention, Windows windows, LayerNorm norm2, Mlp mlp) {
    private static final double EPS = 1e-6;

    static VitBlock of(final DeviceWeights weights, final int channels, final int grid) {
        final GridAttention attention = GridAttention.of(weights.at("attn"), channels);
        return new VitBlock(
                LayerNorm.of(weights.at("norm1"), channels, EPS),
                attention,
                new Windows(attention.side(), grid, grid),
                LayerNorm.of(weights.at("norm2"), channels, EPS),
                Mlp.of(
                        weights.at("mlp.lin1"),
                        weights.at("mlp.lin2"),
                        channels,
                        weights.size("mlp.lin1.weight", 0),
                        Mlp.GELU));
    }

    /** Adds to the stream {@code [1,grid,grid,C]} in its own memory. */
    @SuppressWarnings("try") // the scope only has to be open
    void addTo(final Tensor stream, final FeatureTrace trace) {
        try (Scope scope = new Scope()) {
            final Tensor normalised = trace.named("norm1", norm1.apply(stream));
            final Tensor attended = trace.named("attn", attention.apply(windows.partition(normalised)));
            stream.add_(windows.join(attended));
        }
        try (Scope scope = new Scope()) {
            stream.add_(mlp.apply(norm2.apply(stream)));
        }
    }
}
