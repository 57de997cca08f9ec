package org.objectomaly.nn.sam;

import org.bytedeco.pytorch.Tensor;
import org.objectomaly.nn.eager.ConvTransposed;
import org.objectomaly.nn.eager.DeviceWeights;
import org.objectomaly.nn.eager.LayerNorm;
import org.objectomaly.nn.eager.Mlp;
import org.objectomaly.nn.eager.Scope;

/**
 * From the embedding's resolution to that of the masks: {@code output_upscaling.0} to {@code .3}. SAM 2 adds finer
 * features of the picture on the way.
 *
 * @param first to twice the size
 * @param norm behind it
 * @param second to four times the size
 */
public record Upscaling(ConvTransposed first, LayerNorm norm, ConvTransposed second) {
    private static final double EPS = 1e-6;

    /**
     * Takes the weights.
     *
     * @param weights at {@code output_upscaling}
     * @param channels of the embedding
     * @return the layers
     */
    public static Upscaling of(final DeviceWeights weights, final int channels) {
        final int half = weights.size("0.weight", 1);
        return new Upscaling(
                ConvTransposed.of(weights.at("0"), channels, half, 2),
                LayerNorm.of(weights.at("1"), half, EPS),
                ConvTransposed.of(weights.at("3"), half, weights.size("3.weight", 1), 2));
    }

    /**
     * Enlarges.
     *
     * @param picture {@code [B,C,grid,grid]}
     * @return {@code [B,C'',4*grid,4*grid]}
     */
    public Tensor apply(final Tensor picture) {
        try (Scope scope = new Scope()) {
            return scope.keep(enlarged(first.apply(picture), null));
        }
    }

    /**
     * Enlarges with finer features of the picture.
     *
     * @param picture {@code [B,C,grid,grid]}
     * @param twice added at twice the size, {@code [1,C',2*grid,2*grid]}, the same for all B
     * @param fourTimes added at four times the size, {@code [1,C'',4*grid,4*grid]}
     * @return {@code [B,C'',4*grid,4*grid]}
     */
    public Tensor apply(final Tensor picture, final Tensor twice, final Tensor fourTimes) {
        try (Scope scope = new Scope()) {
            return scope.keep(enlarged(first.apply(picture).add_(twice), fourTimes));
        }
    }

    private Tensor enlarged(final Tensor doubled, final Tensor detail) {
        final Tensor maps = second.apply(Mlp.GELU.apply(norm.applyToMaps(doubled)));
        return Mlp.GELU.apply(detail == null ? maps : maps.add_(detail));
    }
}
