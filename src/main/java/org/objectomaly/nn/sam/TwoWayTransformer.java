package org.objectomaly.nn.sam;

import java.util.List;
import java.util.stream.IntStream;
import org.bytedeco.pytorch.Tensor;
import org.objectomaly.nn.eager.DeviceWeights;
import org.objectomaly.nn.eager.FeatureTrace;
import org.objectomaly.nn.eager.LayerNorm;

/**
 * The decoder's transformer: tokens and picture look at each other.
 *
 * <p>Where all prompts share one picture ({@code B} = 1), it is projected once for all of them in the first layer.
 *
 * @param layers each with attention both ways
 * @param finalAttention from the tokens to the picture
 * @param norm behind it
 */
public record TwoWayTransformer(List<TwoWayBlock> layers, HeadAttention finalAttention, LayerNorm norm) {
    /**
     * Both sides between two layers.
     *
     * @param queries tokens, {@code [B,tokens,C]}
     * @param keys the picture, {@code [B or 1,pixels,C]}
     */
    public record State(Tensor queries, Tensor keys) {}

    /**
     * Takes the weights.
     *
     * @param weights at {@code transformer}
     * @param channels of tokens and picture
     * @return the transformer
     */
    public static TwoWayTransformer of(final DeviceWeights weights, final int channels) {
        return new TwoWayTransformer(
                IntStream.range(0, weights.count("layers", "norm1.weight"))
                        .mapToObj(i -> TwoWayBlock.of(weights.at("layers." + i), channels, i == 0))
                        .toList(),
                HeadAttention.of(weights.at("final_attn_token_to_image"), channels),
                LayerNorm.of(weights.at("norm_final_attn"), channels, TwoWayBlock.EPS));
    }

    /**
     * Runs.
     *
     * @param picture {@code [B or 1,pixels,C]}
     * @param position of its pixels, {@code [1,pixels,C]}
     * @param tokens {@code [B,tokens,C]}
     * @param trace sees what the layers make
     * @return tokens and picture
     */
    public State apply(final Tensor picture, final Tensor position, final Tensor tokens, final FeatureTrace trace) {
        State state = new State(tokens, picture);
        for (int i = 0; i < layers.size(); i++) {
            state = layers.get(i).apply(state, tokens, position);
            trace.feature("transformer.layers." + i + ".queries", state.queries());
            trace.feature("transformer.layers." + i + ".keys", state.keys());
        }
        final Tensor queries = state.queries();
        final Tensor attended =
                finalAttention.apply(queries.add(tokens), state.keys().add(position), state.keys());
        return new State(norm.apply(queries.add(attended)), state.keys());
    }
}
