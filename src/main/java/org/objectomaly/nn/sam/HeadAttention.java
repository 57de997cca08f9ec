package org.objectomaly.nn.sam;

import org.bytedeco.pytorch.Tensor;
import org.objectomaly.nn.eager.Attention;
import org.objectomaly.nn.eager.DeviceWeights;
import org.objectomaly.nn.eager.Linear;

/** Attention with eight heads between any two lists of tokens, inside of fewer channels where the weights have fewer. */
record HeadAttention(Linear queries, Linear keys, Linear values, Linear out) {
    static final int HEADS = 8;

    static HeadAttention of(final DeviceWeights weights, final int channels) {
        final int inner = weights.size("q_proj.weight", 0);
        return new HeadAttention(
                Linear.of(weights.at("q_proj"), channels, inner),
                Linear.of(weights.at("k_proj"), channels, inner),
                Linear.of(weights.at("v_proj"), channels, inner),
                Linear.of(weights.at("out_proj"), inner, channels));
    }

    /** Queries {@code [B,N,C]}, keys and values {@code [B,M,C]}; where B is 1 it stands for that of the others. */
    Tensor apply(final Tensor query, final Tensor key, final Tensor value) {
        final long batch = Math.max(query.size(0), key.size(0));
        final Tensor attended = Attention.of(
                queries.compute(),
                heads(queries.apply(query), batch),
                heads(keys.apply(key), batch),
                heads(values.apply(value), batch));
        return out.apply(Attention.join(attended));
    }

    private static Tensor heads(final Tensor x, final long batch) {
        return Attention.split(x, HEADS).expand(batch, -1, -1, -1);
    }
}
