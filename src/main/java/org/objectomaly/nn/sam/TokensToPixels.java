package org.objectomaly.nn.sam;

import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.objectomaly.nn.eager.DeviceWeights;
import org.objectomaly.nn.eager.Products;

/**
 * Attention from a prompt's tokens to the picture, with the projections of the pixels moved to the tokens: a query q
 * meets a pixel x as {@code q (Wk x) = (q Wk) x}, and what it gathers is {@code sum a (Wv x) = Wv (sum a x)}. A prompt
 * has seven tokens and thousands of pixels, and each prompt has pixels of its own.
 *
 * <p>The keys' bias is the same for all pixels of a query, so softmax does not see it.
 *
 * @param attention as the original computes it
 * @param keys {@code [heads,d,C]}, scaled by the root of d
 * @param values {@code [heads,C,d]}
 */
public record TokensToPixels(HeadAttention attention, Tensor keys, Tensor values) {
    static TokensToPixels of(final HeadAttention attention, final DeviceWeights owner) {
        final Tensor keys = Heads.ofRows(attention.keys().weight());
        final Scalar scale = new Scalar(1 / Math.sqrt(keys.size(1)));
        return new TokensToPixels(
                attention,
                owner.keep(keys.mul(scale)),
                owner.keep(Heads.ofRows(attention.values().weight())
                        .transpose(1, 2)
                        .contiguous()));
    }

    /** What the tokens {@code [B,T,C]} look for: {@code [B,heads*T,C]}, to be multiplied with pixels. */
    Tensor asks(final Tensor tokens) {
        return Heads.apply(attention.queries().apply(tokens), keys);
    }

    /** From the pixels that were gathered, {@code [B,heads*T,C]}, to what the tokens {@code [B,T,C]} learn. */
    Tensor learns(final Tensor gathered) {
        final long heads = values.size(0);
        final long batch = gathered.size(0);
        final long tokens = gathered.size(1) / heads;
        final Tensor byHead = gathered.view(batch, heads, tokens, -1)
                .transpose(0, 1)
                .reshape(heads, batch * tokens, gathered.size(2));
        final Tensor valued = Products.of(byHead, values)
                .view(heads, batch, tokens, -1)
                .permute(1, 2, 0, 3)
                .reshape(batch, tokens, -1);
        return attention.out().apply(valued.add(attention.values().bias()));
    }
}
