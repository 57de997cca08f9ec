package org.objectomaly.nn.mask2former;

import java.util.List;
import org.bytedeco.pytorch.Tensor;
import org.objectomaly.nn.eager.DeviceWeights;
import org.objectomaly.nn.eager.FeatureTrace;
import org.objectomaly.nn.eager.LayerNorm;
import org.objectomaly.nn.eager.Mlp;
import org.objectomaly.nn.eager.Scope;

/**
 * One layer of the pixel decoder: deformable attention, then two linear layers, each added and normalised.
 *
 * @param attention of every pixel to a few places of every level
 * @param norm1 behind it
 * @param mlp with ReLU
 * @param norm2 behind it
 */
record DeformableLayer(DeformableAttention attention, LayerNorm norm1, Mlp mlp, LayerNorm norm2) {

    static DeformableLayer of(final DeviceWeights weights, final int width, final int levels) {
        return new DeformableLayer(
                DeformableAttention.of(weights.at("self_attn"), width, levels),
                LayerNorm.of(weights.at("norm1"), width),
                Mlp.of(
                        weights.at("linear1"),
                        weights.at("linear2"),
                        width,
                        weights.size("linear1.weight", 0),
                        Mlp.RELU),
                LayerNorm.of(weights.at("norm2"), width));
    }

    /**
     * Runs.
     *
     * @param stream {@code [B,L,256]}: the pixels of all levels, one level behind the other
     * @param place the same shape: where each of them is
     * @param sizes rows and columns of the levels
     * @param sampling how values are looked up
     * @param trace sees what attention makes
     * @return a new stream
     */
    Tensor apply(
            final Tensor stream,
            final Tensor place,
            final List<long[]> sizes,
            final Sampling sampling,
            final FeatureTrace trace) {
        try (Scope scope = new Scope()) {
            final Tensor seen = attention.apply(stream.add(place), stream, sizes, sampling);
            final Tensor attended = norm1.apply(stream.add(trace.named("self_attn", seen)));
            return scope.keep(norm2.apply(attended.add(mlp.apply(attended))));
        }
    }
}
