package org.objectomaly.nn.mask2former;

import java.util.List;
import org.bytedeco.pytorch.Tensor;
import org.objectomaly.nn.Precision;
import org.objectomaly.nn.eager.DeviceWeights;
import org.objectomaly.nn.eager.Linear;

/**
 * Multi-scale deformable attention (Zhu et al. 2021): each head of each pixel looks at four places of each level, near its
 * own; where and how much, the pixel itself says.
 *
 * @param offsets to {@code heads * levels * points * 2} distances across and down, in pixels of the level
 * @param shares to the logits of {@code heads * levels * points} shares
 * @param values to what is looked at
 * @param out behind the heads
 * @param levels how many
 */
record DeformableAttention(Linear offsets, Linear shares, Linear values, Linear out, int levels) {
    /** Of all published networks; the shapes do not tell it. */
    static final int HEADS = 8;

    static DeformableAttention of(final DeviceWeights weights, final int width, final int levels) {
        // Half precision would move the places by some hundredths of a pixel.
        final DeviceWeights single = weights.in(weights.compute().with(Precision.SINGLE));
        final int points = weights.size("attention_weights.weight", 0) / (HEADS * levels);
        return new DeformableAttention(
                Linear.of(single.at("sampling_offsets"), width, 2 * HEADS * levels * points),
                Linear.of(single.at("attention_weights"), width, HEADS * levels * points),
                Linear.of(weights.at("value_proj"), width, width),
                Linear.of(weights.at("output_proj"), width, width),
                levels);
    }

    /**
     * Attends.
     *
     * @param query {@code [B,L,256]}
     * @param seen the same shape
     * @param sizes rows and columns of the levels
     * @param sampling how values are looked up
     * @return {@code [B,L,256]}
     */
    Tensor apply(final Tensor query, final Tensor seen, final List<long[]> sizes, final Sampling sampling) {
        final long batch = query.size(0);
        final long length = query.size(1);
        final Tensor value = values.compute().single(values.apply(seen));
        final Tensor distance = offsets.apply(query).view(batch, length, HEADS, levels, -1, 2);
        final Tensor share = shares.apply(query).view(batch, length, HEADS, -1).softmax(3);
        return out.apply(sampling.gather(value.view(batch, length, HEADS, -1), sizes, distance, share));
    }
}
