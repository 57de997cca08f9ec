package org.objectomaly.nn.sam;

import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.objectomaly.nn.eager.DeviceWeights;

/**
 * Attention from the picture to a prompt's tokens, with the projections of the pixels moved to the tokens, as in
 * {@link TokensToPixels}.
 *
 * @param attention as the original computes it
 * @param queries {@code [heads,d,C]}, scaled by the root of d
 * @param queryBias {@code [heads,d,1]}, scaled likewise
 * @param out {@code [heads,d,C]}
 * @param outBias {@code [C]}, the share of one head: the weights of each head sum to 1
 */
public record PixelsToTokens(HeadAttention attention, Tensor queries, Tensor queryBias, Tensor out, Tensor outBias) {
    static PixelsToTokens of(final HeadAttention attention, final DeviceWeights owner) {
        final Tensor queries = Heads.ofRows(attention.queries().weight());
        final Scalar scale = new Scalar(1 / Math.sqrt(queries.size(1)));
        final Tensor bias = attention.queries().bias().view(queries.size(0), queries.size(1), 1);
        return new PixelsToTokens(
                attention,
                owner.keep(queries.mul(scale)),
                owner.keep(bias.mul(scale)),
                owner.keep(Heads.ofRows(attention.out().weight().t())),
                owner.keep(attention.out().bias().div(new Scalar((double) queries.size(0)))));
    }

    /** What pixels can find in the tokens {@code [B,T,C]}. */
    Tensor keys(final Tensor tokens) {
        return attention.keys().apply(tokens);
    }

    /**
     * What is multiplied with pixels, {@code [B,heads*T,C]}. Softmax over the tokens sees differences alone, and these are
     * small enough for half precision.
     */
    Tensor asks(final Tensor keys) {
        return centred(Heads.apply(keys, queries), keys);
    }

    /** What is added to each of these products, {@code [B,heads*T,1]}. */
    Tensor summands(final Tensor keys) {
        return centred(Heads.apply(keys, queryBias), keys);
    }

    /** What a pixel is told if it looks at the tokens {@code [B,T,C]}: {@code [B,heads*T,C]}. */
    Tensor tells(final Tensor tokens) {
        return Heads.apply(attention.values().apply(tokens), out).add(outBias);
    }

    private static Tensor centred(final Tensor asks, final Tensor keys) {
        final Tensor byHead = asks.view(asks.size(0), -1, keys.size(1), asks.size(2));
        return byHead.sub(torch.mean(byHead, new long[] {2}, true, new org.bytedeco.pytorch.ScalarTypeOptional()))
                .view(asks.size(0), asks.size(1), asks.size(2));
    }
}
