package org.objectomaly.nn.eager;

import org.bytedeco.pytorch.DoubleOptional;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptional;
import org.bytedeco.pytorch.global.torch;
import org.objectomaly.nn.Compute;
import org.objectomaly.nn.Precision;
import org.objectomaly.nn.Work;

/** softmax(q k^T / sqrt(d) + bias) v, in single precision on the processor. */
public final class Attention {
    private Attention() {}

    /**
     * Attends.
     *
     * @param compute where
     * @param query {@code [B,heads,N,d]}
     * @param key {@code [B,heads,M,d]}
     * @param value {@code [B,heads,M,d]}
     * @return {@code [B,heads,N,d]}
     */
    public static Tensor of(final Compute compute, final Tensor query, final Tensor key, final Tensor value) {
        return of(compute, query, key, value, new TensorOptional());
    }

    /**
     * Attends with something added to the logits.
     *
     * @param compute where
     * @param query {@code [B,heads,N,d]}
     * @param key {@code [B,heads,M,d]}
     * @param value {@code [B,heads,M,d]}
     * @param bias {@code [B,heads,N,M]}, B and heads may be 1
     * @return {@code [B,heads,N,d]}
     */
    public static Tensor of(
            final Compute compute, final Tensor query, final Tensor key, final Tensor value, final Tensor bias) {
        return of(compute, query, key, value, new TensorOptional(compute.attended(bias)));
    }

    private static Tensor of(
            final Compute compute,
            final Tensor query,
            final Tensor key,
            final Tensor value,
            final TensorOptional bias) {
        count(compute, query, key, value);
        return torch.scaled_dot_product_attention(
                compute.attended(query),
                compute.attended(key),
                compute.attended(value),
                bias,
                0,
                false,
                new DoubleOptional(),
                false);
    }

    /** Queries times keys, and what comes of that times values. */
    private static void count(final Compute compute, final Tensor query, final Tensor key, final Tensor value) {
        final long pairs = query.size(0) * query.size(1) * query.size(2) * key.size(2);
        final boolean half = !compute.onCpu() && compute.precision() == Precision.HALF;
        Work.ofThisThread().add(pairs * (query.size(3) + value.size(3)), half);
    }

    /**
     * Cuts channels into heads.
     *
     * @param x {@code [B,N,heads*d]}
     * @param heads how many
     * @return {@code [B,heads,N,d]}, not a copy
     */
    public static Tensor split(final Tensor x, final int heads) {
        return x.reshape(x.size(0), x.size(1), heads, x.size(2) / heads).transpose(1, 2);
    }

    /**
     * Puts heads side by side again.
     *
     * @param x {@code [B,heads,N,d]}
     * @return {@code [B,N,heads*d]}
     */
    public static Tensor join(final Tensor x) {
        return x.transpose(1, 2).reshape(x.size(0), x.size(2), x.size(1) * x.size(3));
    }
}
