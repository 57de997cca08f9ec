package org.objectomaly.nn.sam;

import org.bytedeco.pytorch.Tensor;
import org.objectomaly.nn.eager.Attention;
import org.objectomaly.nn.eager.DeviceWeights;
import org.objectomaly.nn.eager.LayerNorm;
import org.objectomaly.nn.eager.Linear;

/**
 * TinyViT's attention inside a window: each head has a learned summand for each distance in rows and columns.
 *
 * @param norm before all
 * @param qkv of each head its query, key and value, one head after the other
 * @param proj behind the heads
 * @param biases {@code [1,heads,side*side,side*side]}
 */
record BiasedAttention(LayerNorm norm, Linear qkv, Linear proj, Tensor biases) {
    static BiasedAttention of(final DeviceWeights weights, final int channels) {
        return new BiasedAttention(
                LayerNorm.of(weights.at("norm"), channels, TinyVitBlock.EPS),
                Linear.of(weights.at("qkv"), channels, 3 * channels),
                Linear.of(weights.at("proj"), channels, channels),
                pairs(weights));
    }

    /** From the distances (|dy|, |dx|), numbered row by row, to all pairs of places. */
    private static Tensor pairs(final DeviceWeights weights) {
        final int heads = weights.size("attention_biases", 0);
        final int places = weights.size("attention_biases", 1);
        final int side = (int) Math.round(Math.sqrt(places));
        final float[] byDistance = weights.values("attention_biases", heads, side * side);
        final float[] byPair = new float[heads * places * places];
        for (int i = 0; i < byPair.length; i++) {
            final int from = i / places % places;
            final int to = i % places;
            final int distance = side * Math.abs(from / side - to / side) + Math.abs(from % side - to % side);
            byPair[i] = byDistance[i / (places * places) * places + distance];
        }
        return weights.keepSingle(byPair, 1, heads, places, places);
    }

    /** Rows and columns of a window. */
    int side() {
        return (int) Math.round(Math.sqrt(biases.size(2)));
    }

    /** {@code [windows,side*side,C]} to the same shape. */
    Tensor apply(final Tensor x) {
        final long heads = biases.size(1);
        final long depth = x.size(2) / heads;
        final Tensor parts = qkv.apply(norm.apply(x))
                .reshape(x.size(0), x.size(1), heads, 3, depth)
                .permute(3, 0, 2, 1, 4);
        final Tensor attended =
                Attention.of(qkv.compute(), parts.select(0, 0), parts.select(0, 1), parts.select(0, 2), biases);
        return proj.apply(Attention.join(attended));
    }
}
