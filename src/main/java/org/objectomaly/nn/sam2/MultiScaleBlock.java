package org.objectomaly.nn.sam2;

import org.bytedeco.pytorch.Tensor;
import org.objectomaly.nn.eager.DeviceWeights;
import org.objectomaly.nn.eager.FeatureTrace;
import org.objectomaly.nn.eager.LayerNorm;
import org.objectomaly.nn.eager.Linear;
import org.objectomaly.nn.eager.Mlp;
import org.objectomaly.nn.eager.Scope;
import org.objectomaly.nn.eager.Windows;

/**
 * One block of Hiera: attention, then two linear layers, each added to the stream. A stage's first block halves the
 * stream's size and doubles its channels.
 *
 * @param norm1 before attention
 * @param attention inside each window
 * @param shortcut what the attention is added to where the size changes; null where that is the stream itself
 * @param before windows of what attention sees; one window if the block attends everywhere
 * @param after windows of what attention makes
 * @param norm2 before the linear layers
 * @param mlp with GELU
 */
record MultiScaleBlock(
        LayerNorm norm1,
        MultiScaleAttention attention,
        Linear shortcut,
        Windows before,
        Windows after,
        LayerNorm norm2,
        Mlp mlp) {
    private static final double EPS = 1e-6;

    /**
     * Takes the weights.
     *
     * @param weights at the block
     * @param channels of the stream before it
     * @param heads of its attention
     * @param halves whether it is a stage's first block
     * @param window rows and columns of its windows before it
     * @param grid rows and columns of the stream before it
     */
    static MultiScaleBlock of(
            final DeviceWeights weights,
            final int channels,
            final int heads,
            final boolean halves,
            final int window,
            final int grid) {
        final int out = halves ? 2 * channels : channels;
        final int shrink = halves ? 2 : 1;
        return new MultiScaleBlock(
                LayerNorm.of(weights.at("norm1"), channels, EPS),
                MultiScaleAttention.of(weights.at("attn"), channels, out, heads, halves),
                halves ? Linear.of(weights.at("proj"), channels, out) : null,
                new Windows(window, grid, grid),
                new Windows(window / shrink, grid / shrink, grid / shrink),
                LayerNorm.of(weights.at("norm2"), out, EPS),
                Mlp.of(
                        weights.at("mlp.layers.0"),
                        weights.at("mlp.layers.1"),
                        out,
                        weights.size("mlp.layers.0.weight", 0),
                        Mlp.GELU));
    }

    boolean halves() {
        return shortcut != null;
    }

    /** Of the stream after it. */
    int channels() {
        return (int) norm2.weight().size(0);
    }

    /**
     * Runs. Where the size stays, the answer is the stream itself, changed in its own memory.
     *
     * @param stream {@code [1,H,W,C]} in single precision
     * @param trace sees what attention makes
     * @return {@code [1,H,W,C]} or {@code [1,H/2,W/2,2C]} in single precision
     */
    @SuppressWarnings("try") // the scope only has to be open
    Tensor apply(final Tensor stream, final FeatureTrace trace) {
        final Tensor sum = attend(stream, trace);
        try (Scope scope = new Scope()) {
            sum.add_(mlp.apply(norm2.apply(sum)));
        }
        return sum;
    }

    private Tensor attend(final Tensor stream, final FeatureTrace trace) {
        try (Scope scope = new Scope()) {
            final Tensor normalised = norm1.apply(stream);
            final Tensor attended = after.join(trace.named("attn", attention.apply(before.partition(normalised))));
            if (!halves()) {
                stream.add_(attended);
                return stream;
            }
            final Tensor pooled = MultiScaleAttention.pooled(shortcut.apply(normalised));
            return scope.keep(shortcut.compute().single(pooled).add(attended));
        }
    }
}
