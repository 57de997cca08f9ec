package org.objectomaly.nn.sam;

import org.bytedeco.pytorch.Tensor;
import org.objectomaly.nn.eager.DeviceWeights;
import org.objectomaly.nn.eager.LayerNorm;
import org.objectomaly.nn.eager.Mlp;
import org.objectomaly.nn.eager.Scope;

/**
 * One layer: tokens attend to themselves, then to the picture; two linear layers; the picture attends to the tokens.
 *
 * @param selfAttention of the tokens
 * @param tokenToImage from the tokens to the picture
 * @param mlp with ReLU
 * @param imageToToken from the picture to the tokens
 * @param norm1 behind the self attention
 * @param norm2 behind the look at the picture
 * @param norm3 behind the linear layers
 * @param norm4 of the picture
 * @param first whether the tokens are still the prompts themselves, with their positions in them
 */
record TwoWayBlock(
        HeadAttention selfAttention,
        HeadAttention tokenToImage,
        Mlp mlp,
        HeadAttention imageToToken,
        LayerNorm norm1,
        LayerNorm norm2,
        LayerNorm norm3,
        LayerNorm norm4,
        boolean first) {
    static final double EPS = 1e-5;

    static TwoWayBlock of(final DeviceWeights weights, final int channels, final boolean first) {
        return new TwoWayBlock(
                HeadAttention.of(weights.at("self_attn"), channels),
                HeadAttention.of(weights.at("cross_attn_token_to_image"), channels),
                mlp(weights.at("mlp"), channels),
                HeadAttention.of(weights.at("cross_attn_image_to_token"), channels),
                LayerNorm.of(weights.at("norm1"), channels, EPS),
                LayerNorm.of(weights.at("norm2"), channels, EPS),
                LayerNorm.of(weights.at("norm3"), channels, EPS),
                LayerNorm.of(weights.at("norm4"), channels, EPS),
                first);
    }

    /** SAM 2 gave the two layers other names. */
    private static Mlp mlp(final DeviceWeights weights, final int channels) {
        final String first = weights.has("layers.0.weight") ? "layers.0" : "lin1";
        final String second = weights.has("layers.1.weight") ? "layers.1" : "lin2";
        final int hidden = weights.size(first + ".weight", 0);
        return Mlp.of(weights.at(first), weights.at(second), channels, hidden, Mlp.RELU);
    }

    TwoWayTransformer.State apply(
            final TwoWayTransformer.State state, final Tensor tokenPosition, final Tensor position) {
        try (Scope scope = new Scope()) {
            final Tensor placed = state.keys().add(position);
            final Tensor aware = norm1.apply(attendToThemselves(state.queries(), tokenPosition));
            final Tensor seen = tokenToImage.apply(aware.add(tokenPosition), placed, state.keys());
            final Tensor looked = norm2.apply(aware.add(seen));
            final Tensor queries = norm3.apply(looked.add(mlp.apply(looked)));
            final Tensor told = imageToToken.apply(placed, queries.add(tokenPosition), queries);
            final Tensor keys = norm4.apply(state.keys().add(told));
            return new TwoWayTransformer.State(scope.keep(queries), scope.keep(keys));
        }
    }

    Tensor attendToThemselves(final Tensor queries, final Tensor position) {
        if (first) {
            return selfAttention.apply(queries, queries, queries);
        }
        final Tensor placed = queries.add(position);
        return queries.add(selfAttention.apply(placed, placed, queries));
    }
}
