package org.objectomaly.nn.mask2former;

import org.bytedeco.pytorch.Tensor;
import org.objectomaly.nn.Precision;
import org.objectomaly.nn.eager.DeviceWeights;
import org.objectomaly.nn.eager.FeatureTrace;
import org.objectomaly.nn.eager.LayerNorm;
import org.objectomaly.nn.eager.Mlp;
import org.objectomaly.nn.eager.Scope;

/**
 * One layer of the {@link QueryDecoder}: queries look at pixels, then at each other, then two linear layers; each is added
 * and normalised.
 *
 * @param cross to the pixels
 * @param self to each other
 * @param selfNorm behind it
 * @param mlp with ReLU
 * @param mlpNorm behind it
 */
record QueryLayer(CrossAttention cross, MultiheadAttention self, LayerNorm selfNorm, Mlp mlp, LayerNorm mlpNorm) {
    /** From the three lists in which the checkpoints keep the parts of all layers. */
    static QueryLayer of(final DeviceWeights weights, final int number, final int width) {
        final DeviceWeights single = weights.in(weights.compute().with(Precision.SINGLE));
        final DeviceWeights self = single.at("transformer_self_attention_layers." + number);
        final DeviceWeights linear = single.at("transformer_ffn_layers." + number);
        return new QueryLayer(
                CrossAttention.of(weights.at("transformer_cross_attention_layers." + number), width),
                MultiheadAttention.of(self.at("self_attn"), width, self.compute()),
                LayerNorm.of(self.at("norm"), width),
                Mlp.of(linear.at("linear1"), linear.at("linear2"), width, linear.size("linear1.weight", 0), Mlp.RELU),
                LayerNorm.of(linear.at("norm"), width));
    }

    /**
     * Runs.
     *
     * @param queries {@code [B,Q,C]}
     * @param places {@code [Q,C]}
     * @param keyed {@code [B,L,C]}: pixels with their places
     * @param valued the same without
     * @param mask {@code [B,Q,L]}: how probably a pixel belongs to a query's mask
     * @param number of the layer
     * @param trace sees what its parts make
     * @return {@code [B,Q,C]}
     */
    Tensor apply(
            final Tensor queries,
            final Tensor places,
            final Tensor keyed,
            final Tensor valued,
            final Tensor mask,
            final int number,
            final FeatureTrace trace) {
        try (Scope scope = new Scope()) {
            final Tensor crossed = cross.apply(queries, queries.add(places), keyed, valued, mask);
            trace.feature("cross." + number, crossed);
            final Tensor placed = crossed.add(places);
            final Tensor met = selfNorm.apply(crossed.add(self.apply(placed, placed, crossed, null)));
            return scope.keep(trace.named("ffn." + number, mlpNorm.apply(met.add(mlp.apply(met)))));
        }
    }
}
