package org.objectomaly.nn.mask2former;

import java.util.Arrays;
import org.bytedeco.pytorch.Tensor;
import org.objectomaly.nn.Compute;
import org.objectomaly.nn.Precision;
import org.objectomaly.nn.eager.Attention;
import org.objectomaly.nn.eager.DeviceWeights;
import org.objectomaly.nn.eager.Linear;

/**
 * Attention in the layout of torch's own module, whose three projections lie in one tensor.
 *
 * @param queries of those who ask
 * @param keys of those who are asked
 * @param values of those who are asked
 * @param out behind the heads
 */
record MultiheadAttention(Linear queries, Linear keys, Linear values, Linear out) {
    /** Of all published networks; the shapes do not tell it. */
    static final int HEADS = 8;

    /**
     * Takes the weights.
     *
     * @param weights at the module
     * @param width channels that come in and go out
     * @param asked how those who are asked are multiplied; the few who ask never are in half precision
     */
    static MultiheadAttention of(final DeviceWeights weights, final int width, final Compute asked) {
        final float[] weight = weights.values("in_proj_weight", 3 * width, width);
        final float[] bias = weights.values("in_proj_bias", 3 * width);
        final Compute asking = asked.with(Precision.SINGLE);
        return new MultiheadAttention(
                part(weights.in(asking), weight, bias, 0),
                part(weights.in(asked), weight, bias, 1),
                part(weights.in(asked), weight, bias, 2),
                Linear.of(weights.in(asking).at("out_proj"), width, width));
    }

    private static Linear part(final DeviceWeights owner, final float[] weight, final float[] bias, final int number) {
        final int width = bias.length / 3;
        final float[] rows = Arrays.copyOfRange(weight, number * width * width, (number + 1) * width * width);
        final float[] summands = Arrays.copyOfRange(bias, number * width, (number + 1) * width);
        return new Linear(owner.keepFactor(rows, width, width), owner.keepFactor(summands, width), owner.compute());
    }

    /**
     * Attends.
     *
     * @param asking {@code [B,Q,C]}
     * @param keyed {@code [B,L,C]}, those who are asked, with their places
     * @param valued {@code [B,L,C]}, the same without
     * @param summand {@code [B,1,Q,L]} for the logits, minus infinity for what is not seen; or null
     * @return {@code [B,Q,C]}
     */
    Tensor apply(final Tensor asking, final Tensor keyed, final Tensor valued, final Tensor summand) {
        final Tensor query = Attention.split(queries.apply(asking), HEADS);
        final Tensor key = Attention.split(keys.apply(keyed), HEADS);
        final Tensor value = Attention.split(values.apply(valued), HEADS);
        final Tensor answer = summand == null
                ? Attention.of(keys.compute(), query, key, value)
                : Attention.of(keys.compute(), query, key, value, summand);
        return out.apply(Attention.join(answer));
    }
}
