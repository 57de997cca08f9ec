package org.objectomaly.nn.mask2former;

import java.util.List;
import java.util.function.Predicate;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.objectomaly.nn.eager.DeviceWeights;
import org.objectomaly.nn.eager.LayerNorm;

/**
 * Masked attention of the queries to the pixels: each query looks only at where its mask is so far. Mask2Anomaly's global
 * masked attention (Rai et al. 2023) adds a second one, which looks at all the rest.
 *
 * @param grounds foreground, and perhaps background
 * @param norm behind their sum with the queries
 */
record CrossAttention(List<MultiheadAttention> grounds, LayerNorm norm) {
    /** Mask2Anomaly's checkpoint has a layer here that its authors do not use. */
    static final Predicate<String> NEEDLESS = key -> key.contains(".fusion_layer.");

    private static final String FOREGROUND = "multihead_attn_foreground";

    static CrossAttention of(final DeviceWeights weights, final int width) {
        final List<String> names = weights.has(FOREGROUND + ".in_proj_weight")
                ? List.of(FOREGROUND, "multihead_attn_background")
                : List.of("multihead_attn");
        return new CrossAttention(
                names.stream()
                        .map(name -> MultiheadAttention.of(weights.at(name), width, weights.compute()))
                        .toList(),
                LayerNorm.of(weights.at("norm"), width));
    }

    /**
     * Runs.
     *
     * @param queries {@code [B,Q,C]}
     * @param placed the same with their places
     * @param keyed {@code [B,L,C]}: pixels with their places
     * @param valued the same without
     * @param mask {@code [B,Q,L]}: how probably a pixel belongs to a query's mask
     * @return {@code [B,Q,C]}
     */
    Tensor apply(
            final Tensor queries, final Tensor placed, final Tensor keyed, final Tensor valued, final Tensor mask) {
        final Scalar half = new Scalar(0.5);
        Tensor sum = queries.add(grounds.get(0).apply(placed, keyed, valued, orAll(mask.ge(half))));
        if (grounds.size() > 1) {
            sum = sum.add(grounds.get(1).apply(placed, keyed, valued, orAll(mask.le(half))));
        }
        return norm.apply(sum);
    }

    /** Summands of the logits, {@code [B,1,Q,L]}; a query that would see nothing sees everything. */
    private Tensor orAll(final Tensor seen) {
        final Tensor attend = seen.logical_or(seen.any(2, true).logical_not());
        // 0 for what is seen, minus infinity for all else.
        return grounds.get(0).keys().compute().single(attend).log().unsqueeze(1);
    }
}
