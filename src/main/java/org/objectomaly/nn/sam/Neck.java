package org.objectomaly.nn.sam;

import org.bytedeco.pytorch.Tensor;
import org.objectomaly.nn.eager.Convolution;
import org.objectomaly.nn.eager.DeviceWeights;
import org.objectomaly.nn.eager.FeatureTrace;
import org.objectomaly.nn.eager.LayerNorm;

/** From the encoder's channels to those of the embedding: {@code neck.0} to {@code neck.3}. */
record Neck(Convolution reduce, LayerNorm first, Convolution mix, LayerNorm second) {
    private static final double EPS = 1e-6;

    static Neck of(final DeviceWeights weights, final int channels) {
        final int out = weights.size("0.weight", 0);
        return new Neck(
                Convolution.of(weights.at("0"), channels, out, 1),
                LayerNorm.of(weights.at("1"), out, EPS),
                Convolution.of(weights.at("2"), out, out, 3).padded(1),
                LayerNorm.of(weights.at("3"), out, EPS));
    }

    /** {@code [1,H,W,channels]} to {@code [1,256,H,W]}. */
    Tensor apply(final Tensor features, final FeatureTrace trace) {
        final Tensor reduced = trace.named("neck.0", reduce.apply(features.permute(0, 3, 1, 2)));
        final Tensor normalised = trace.named("neck.1", first.applyToMaps(reduced));
        final Tensor mixed = trace.named("neck.2", mix.apply(normalised));
        return trace.named("neck.3", second.applyToMaps(mixed));
    }
}
