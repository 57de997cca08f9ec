package org.objectomaly.nn.sam2;

import java.util.List;
import org.bytedeco.pytorch.Tensor;
import org.objectomaly.nn.eager.Convolution;
import org.objectomaly.nn.eager.DeviceWeights;
import org.objectomaly.nn.eager.FeatureTrace;
import org.objectomaly.nn.eager.Scope;

/**
 * What sees the picture: Hiera, the pyramid behind it, and on each of its levels what the mask decoder wants of it.
 *
 * @param trunk the transformer
 * @param neck to the embedding's channels
 * @param fourTimes of the finest level, to the decoder's last channels ({@code conv_s0})
 * @param twice of the next level, to the decoder's middle channels ({@code conv_s1})
 * @param noMemory {@code [1,256,1,1]}, in place of what an earlier frame would have left
 */
public record Sam2ImageEncoder(Hiera trunk, FpnNeck neck, Convolution fourTimes, Convolution twice, Tensor noMemory) {
    /**
     * Takes the weights.
     *
     * @param weights of the whole network
     * @param variant what they do not tell
     * @param imageSize side of the square of pixels that it shall see
     * @return the encoder
     */
    static Sam2ImageEncoder of(final DeviceWeights weights, final HieraVariant variant, final int imageSize) {
        final Hiera trunk = Hiera.of(weights.at("image_encoder.trunk"), variant, imageSize);
        final int channels = weights.size("no_mem_embed", 2);
        final DeviceWeights decoder = weights.at("sam_mask_decoder");
        return new Sam2ImageEncoder(
                trunk,
                FpnNeck.of(weights.at("image_encoder.neck"), trunk.channels()),
                detail(decoder, "conv_s0", channels),
                detail(decoder, "conv_s1", channels),
                weights.keepSingle(weights.values("no_mem_embed", 1, 1, channels), 1, channels, 1, 1));
    }

    private static Convolution detail(final DeviceWeights decoder, final String name, final int channels) {
        return Convolution.of(decoder.at(name), channels, decoder.size(name + ".weight", 0), 1);
    }

    /**
     * Encodes a picture.
     *
     * @param picture {@code [1,3,imageSize,imageSize]}, normalised
     * @param trace sees what the modules make
     * @return the features
     */
    public Sam2Features apply(final Tensor picture, final FeatureTrace trace) {
        try (Scope scope = new Scope()) {
            final List<Tensor> levels = neck.apply(trunk.apply(picture, trace.at("trunk.")));
            final Tensor finest = trace.named("fpn.0", fourTimes.apply(levels.get(0)));
            final Tensor finer = trace.named("fpn.1", twice.apply(levels.get(1)));
            final Tensor coarse = trace.named("fpn.2", levels.get(2));
            return new Sam2Features(scope.keep(coarse.add(noMemory)), scope.keep(finer), scope.keep(finest));
        }
    }
}
