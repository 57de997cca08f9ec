package org.objectomaly.nn.sam;

import org.bytedeco.pytorch.Tensor;
import org.objectomaly.nn.eager.Products;

/** Products of each head's part of tokens with a matrix of that head. */
final class Heads {
    private Heads() {}

    /** A projection's weights {@code [heads*d,C]} as {@code [heads,d,C]}. */
    static Tensor ofRows(final Tensor weight) {
        return weight.reshape(HeadAttention.HEADS, weight.size(0) / HeadAttention.HEADS, weight.size(1));
    }

    /** {@code [B,T,heads*d]} times {@code [heads,d,C]}, head by head: {@code [B,heads*T,C]}. */
    static Tensor apply(final Tensor tokens, final Tensor matrices) {
        final long heads = matrices.size(0);
        final long batch = tokens.size(0);
        final long count = tokens.size(1);
        final Tensor byHead =
                tokens.view(batch, count, heads, -1).permute(2, 0, 1, 3).reshape(heads, batch * count, -1);
        return Products.of(byHead, matrices)
                .view(heads, batch, count, -1)
                .transpose(0, 1)
                .reshape(batch, heads * count, -1);
    }
}
