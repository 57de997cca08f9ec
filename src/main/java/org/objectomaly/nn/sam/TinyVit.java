package org.objectomaly.nn.sam;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.bytedeco.pytorch.Tensor;
import org.objectomaly.nn.Precision;
import org.objectomaly.nn.Weights;
import org.objectomaly.nn.eager.Convolution;
import org.objectomaly.nn.eager.DeviceWeights;
import org.objectomaly.nn.eager.FeatureTrace;
import org.objectomaly.nn.eager.Mlp;
import org.objectomaly.nn.eager.Scope;

/**
 * MobileSAM's image encoder: TinyViT 5M (Wu et al. 2022), distilled from SAM's ViT-H. Four stages: convolutions, then
 * three of blocks that attend inside windows; the last two share one resolution.
 *
 * <p>Always in single precision. Its stream goes through convolutions, which in half precision would round it at every
 * block, and an encoder this small is soon done.
 *
 * <p>Features are kept as maps {@code [1,H,W,C]}; the original flattens them to tokens between its modules.
 *
 * @param stem two convolutions, each with stride 2
 * @param convolutions the blocks of the first stage
 * @param stages the three others
 * @param neck to the embedding's channels
 */
public record TinyVit(List<Convolution> stem, List<MobileConv> convolutions, List<Stage> stages, Neck neck)
        implements ImageEncoder {
    private static final int GRID = 64;
    private static final int IMAGE_SIZE = 1024;

    /** A way down from the stage before, and blocks at the new size. */
    record Stage(Merging merging, List<TinyVitBlock> blocks) {}

    /**
     * Takes the weights.
     *
     * @param encoder weights at {@code image_encoder}
     * @return the encoder
     */
    public static TinyVit of(final DeviceWeights encoder) {
        final DeviceWeights weights = encoder.in(encoder.compute().with(Precision.SINGLE));
        final int half = weights.size("patch_embed.seq.0.c.weight", 0);
        int channels = weights.size("patch_embed.seq.2.c.weight", 0);
        final int first = channels;
        final List<Stage> stages = new ArrayList<>();
        int side = IMAGE_SIZE / 4;
        for (int i = 1; weights.has("layers." + (i - 1) + ".downsample.conv1.c.weight"); i++) {
            final Merging merging = Merging.of(weights.at("layers." + (i - 1) + ".downsample"), channels);
            channels = merging.out();
            side /= merging.stride();
            stages.add(stage(weights.at("layers." + i), merging, channels, side));
        }
        return new TinyVit(
                List.of(
                        normalised(weights.at("patch_embed.seq.0"), 3, half, 3, 1)
                                .strided(2),
                        normalised(weights.at("patch_embed.seq.2"), half, first, 3, 1)
                                .strided(2)),
                IntStream.range(0, weights.count("layers.0.blocks", "conv1.c.weight"))
                        .mapToObj(i -> MobileConv.of(weights.at("layers.0.blocks." + i), first))
                        .toList(),
                stages,
                Neck.of(weights.at("neck"), channels));
    }

    private static Stage stage(final DeviceWeights weights, final Merging merging, final int channels, final int side) {
        return new Stage(
                merging,
                IntStream.range(0, weights.count("blocks", "attn.attention_biases"))
                        .mapToObj(i -> TinyVitBlock.of(weights.at("blocks." + i), channels, side))
                        .toList());
    }

    /** A convolution {@code c} and its normalisation {@code bn}. */
    static Convolution normalised(
            final DeviceWeights weights, final int in, final int out, final int kernel, final int groups) {
        return Convolution.normalised(weights.at("c"), weights.at("bn"), in, out, kernel, groups);
    }

    /** Whether these are weights of MobileSAM. */
    static boolean recognises(final Weights weights) {
        return weights.has("image_encoder.patch_embed.seq.0.c.weight");
    }

    /** The classifier that the encoder was once trained with, and counters of training. */
    static boolean isNeedless(final String key) {
        return key.startsWith("image_encoder.norm_head.")
                || key.startsWith("image_encoder.head.")
                || key.startsWith("image_encoder.") && key.endsWith(".num_batches_tracked");
    }

    @Override
    public int imageSize() {
        return IMAGE_SIZE;
    }

    @Override
    public int grid() {
        return GRID;
    }

    @Override
    public Tensor apply(final Tensor picture, final FeatureTrace trace) {
        try (Scope scope = new Scope()) {
            Tensor maps = stem.get(1).apply(Mlp.GELU.apply(stem.get(0).apply(picture)));
            trace.feature("patch_embed", maps);
            for (int i = 0; i < convolutions.size(); i++) {
                maps = trace.named("layers.0.blocks." + i, convolutions.get(i).apply(maps));
            }
            Tensor stream = maps.permute(0, 2, 3, 1);
            for (int s = 0; s < stages.size(); s++) {
                final Stage stage = stages.get(s);
                stream = stage.merging().apply(stream);
                trace.feature("layers." + s + ".downsample", tokens(stream));
                for (int i = 0; i < stage.blocks().size(); i++) {
                    final String name = "layers." + (s + 1) + ".blocks." + i;
                    stream = stage.blocks().get(i).apply(stream, trace.at(name + "."));
                    trace.feature(name, tokens(stream));
                }
            }
            return scope.keep(neck.apply(stream, trace));
        }
    }

    /** As the original has them: {@code [1,H*W,C]}. */
    private static Tensor tokens(final Tensor stream) {
        return stream.flatten(1, 2);
    }
}
