package org.objectomaly.nn.mask2former;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.bytedeco.pytorch.Tensor;
import org.objectomaly.nn.eager.Convolution;
import org.objectomaly.nn.eager.DeviceWeights;
import org.objectomaly.nn.eager.FeatureTrace;
import org.objectomaly.nn.eager.LayerNorm;
import org.objectomaly.nn.eager.Scope;

/**
 * The vision transformer of shifted windows (Liu et al. 2021), of any size.
 *
 * @param patches squares of 4 x 4 pixels
 * @param patchNorm behind them
 * @param stages res2 to res5
 */
record Swin(Convolution patches, LayerNorm patchNorm, List<SwinStage> stages) implements PictureEncoder {
    private static final int PATCH = 4;

    /**
     * Takes the weights.
     *
     * @param weights at {@code backbone}
     * @return the encoder
     */
    static Swin of(final DeviceWeights weights) {
        final int channels = weights.size("patch_embed.proj.weight", 0);
        final Convolution patches = Convolution.of(weights.at("patch_embed.proj"), 3, channels, PATCH);
        final List<SwinStage> stages = new ArrayList<>();
        for (int i = 0; i < SCALES.size(); i++) {
            stages.add(SwinStage.of(weights.at("layers." + i), weights.at("norm" + i), channels << i));
        }
        return new Swin(
                patches.strided(PATCH),
                LayerNorm.of(weights.at("patch_embed.norm"), channels),
                Collections.unmodifiableList(stages));
    }

    @Override
    public List<Tensor> apply(final Tensor pictures, final FeatureTrace trace) {
        final List<Tensor> scales = new ArrayList<>();
        try (Scope scope = new Scope()) {
            final Tensor first = patchNorm.apply(patches.apply(pictures).permute(0, 2, 3, 1));
            trace.feature("patch_embed", first.permute(0, 3, 1, 2));
            Tensor stream = first;
            for (int i = 0; i < stages.size(); i++) {
                final SwinStage stage = stages.get(i);
                final FeatureTrace inside = trace.at("layers." + i + ".");
                stream = stage.run(stream, inside);
                final Tensor seen = stage.norm().apply(stream).permute(0, 3, 1, 2);
                scales.add(scope.keep(trace.named(SCALES.get(i), seen)));
                if (stage.merging() != null) {
                    stream = stage.merging().apply(stream);
                    inside.feature("downsample", stream.flatten(1, 2));
                }
            }
        }
        return scales;
    }

    @Override
    public List<Integer> channels() {
        return stages.stream().map(SwinStage::channels).toList();
    }
}
