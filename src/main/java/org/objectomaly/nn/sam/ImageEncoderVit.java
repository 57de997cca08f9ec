package org.objectomaly.nn.sam;

import java.util.List;
import java.util.stream.IntStream;
import org.bytedeco.pytorch.Tensor;
import org.objectomaly.nn.eager.Convolution;
import org.objectomaly.nn.eager.DeviceWeights;
import org.objectomaly.nn.eager.FeatureTrace;
import org.objectomaly.nn.eager.Scope;

/**
 * SAM's image encoder: a plain vision transformer whose blocks attend inside windows, but for a few that attend
 * everywhere (Li et al., ViTDet). ViT-B, -L and -H differ in their weights' shapes alone.
 *
 * @param patchEmbed 16 x 16 pixels to one feature
 * @param posEmbed {@code [1,grid,grid,C]}
 * @param blocks in order
 * @param neck to the embedding's channels
 */
public record ImageEncoderVit(Convolution patchEmbed, Tensor posEmbed, List<VitBlock> blocks, Neck neck)
        implements ImageEncoder {
    /**
     * Takes the weights.
     *
     * @param weights at {@code image_encoder}
     * @return the encoder
     */
    public static ImageEncoderVit of(final DeviceWeights weights) {
        final int channels = weights.size("patch_embed.proj.weight", 0);
        final int patch = weights.size("patch_embed.proj.weight", 2);
        final int grid = weights.size("pos_embed", 1);
        return new ImageEncoderVit(
                Convolution.of(weights.at("patch_embed.proj"), 3, channels, patch)
                        .strided(patch),
                weights.single("pos_embed", 1, grid, grid, channels),
                IntStream.range(0, weights.count("blocks", "norm1.weight"))
                        .mapToObj(i -> VitBlock.of(weights.at("blocks." + i), channels, grid))
                        .toList(),
                Neck.of(weights.at("neck"), channels));
    }

    @Override
    public int imageSize() {
        return grid() * patchEmbed.stride();
    }

    @Override
    public int grid() {
        return (int) posEmbed.size(1);
    }

    @Override
    public Tensor apply(final Tensor picture, final FeatureTrace trace) {
        try (Scope scope = new Scope()) {
            final Tensor patches =
                    trace.named("patch_embed", patchEmbed.apply(picture).permute(0, 2, 3, 1));
            final Tensor stream = posEmbed.add(patches);
            for (int i = 0; i < blocks.size(); i++) {
                blocks.get(i).addTo(stream, trace.at("blocks." + i + "."));
                trace.feature("blocks." + i, stream);
            }
            return scope.keep(neck.apply(stream, trace));
        }
    }
}
