package org.objectomaly.nn.sam;

import org.bytedeco.pytorch.Tensor;
import org.objectomaly.nn.eager.Convolution;
import org.objectomaly.nn.eager.DeviceWeights;
import org.objectomaly.nn.eager.LayerNorm;
import org.objectomaly.nn.eager.Mlp;

/** A mask of an earlier answer as a map over the embedding: {@code mask_downscaling.0} to {@code .6}. */
record MaskDownscaling(Convolution half, LayerNorm norm1, Convolution quarter, LayerNorm norm2, Convolution widen) {
    private static final double EPS = 1e-6;

    static MaskDownscaling of(final DeviceWeights weights, final int channels) {
        final int first = weights.size("0.weight", 0);
        final int second = weights.size("3.weight", 0);
        return new MaskDownscaling(
                Convolution.of(weights.at("0"), 1, first, 2).strided(2),
                LayerNorm.of(weights.at("1"), first, EPS),
                Convolution.of(weights.at("3"), first, second, 2).strided(2),
                LayerNorm.of(weights.at("4"), second, EPS),
                Convolution.of(weights.at("6"), second, channels, 1));
    }

    /** {@code [B,1,4*grid,4*grid]} to {@code [B,C,grid,grid]}. */
    Tensor apply(final Tensor masks) {
        final Tensor halved = Mlp.GELU.apply(norm1.applyToMaps(half.apply(masks)));
        return widen.apply(Mlp.GELU.apply(norm2.applyToMaps(quarter.apply(halved))));
    }
}
