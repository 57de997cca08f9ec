package org.objectomaly.nn.sam2;

import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.objectomaly.nn.eager.Attention;
import org.objectomaly.nn.eager.DeviceWeights;
import org.objectomaly.nn.eager.Linear;

/**
 * Attention over a square whose queries may be pooled before: then its answer is half as large each way.
 *
 * @param qkv queries, keys and values at once
 * @param proj behind the heads
 * @param heads how many
 * @param pools whether of each 2 x 2 queries the largest stays, in each channel
 */
record MultiScaleAttention(Linear qkv, Linear proj, int heads, boolean pools) {
    static MultiScaleAttention of(
            final DeviceWeights weights, final int in, final int out, final int heads, final boolean pools) {
        return new MultiScaleAttention(
                Linear.of(weights.at("qkv"), in, 3 * out), Linear.of(weights.at("proj"), out, out), heads, pools);
    }

    /** {@code [B,side,side,in]} to {@code [B,side,side,out]} or {@code [B,side/2,side/2,out]}. */
    Tensor apply(final Tensor x) {
        final Tensor all = qkv.apply(x);
        final Tensor query = pools ? pooled(part(all, 0)) : part(all, 0);
        final Tensor attended = Attention.of(qkv.compute(), split(query), split(part(all, 1)), split(part(all, 2)));
        final Tensor out = proj.apply(Attention.join(attended));
        return out.reshape(x.size(0), query.size(1), query.size(2), out.size(2));
    }

    /** The largest of each 2 x 2: {@code [B,H,W,C]} to {@code [B,H/2,W/2,C]}. */
    static Tensor pooled(final Tensor maps) {
        return torch.max_pool2d(maps.permute(0, 3, 1, 2), 2, 2).permute(0, 2, 3, 1);
    }

    private static Tensor part(final Tensor all, final int number) {
        final long channels = all.size(3) / 3;
        return all.narrow(3, number * channels, channels);
    }

    private Tensor split(final Tensor maps) {
        return Attention.split(maps.flatten(1, 2), heads);
    }
}
