package org.objectomaly.nn.random;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import org.objectomaly.Fault;
import org.objectomaly.nn.Network;
import org.objectomaly.nn.RoadCas;
import org.objectomaly.nn.RoadMasks;
import org.objectomaly.nn.WeightSource;
import org.objectomaly.nn.Weights;

/**
 * Made-up weights under the names and in the shapes of a published checkpoint. Each tensor is made when a network takes
 * it, so that the largest network needs no second copy.
 */
public final class RandomWeights implements WeightSource {
    /** Channels that keep their size through ReLU. */
    private static final double RELU = Math.sqrt(2);
    /** SiLU and the sums of YOLOv8's blocks take more of it, and few cells shall hold an object. */
    private static final Filling FAST_SAM = Filling.of(
            1.6,
            special(".cv3.0.2.bias", 0.05, -1),
            special(".cv3.1.2.bias", 0.05, -1),
            special(".cv3.2.2.bias", 0.05, -1));
    /** What passes through sixteen sums shall not grow, and the logits shall differ. */
    private static final Filling RPL = new Filling(
            "", 1, List.of(new Filling.Gain("branch1.mod", 0.95), new Filling.Gain("branch1.final", 3)), List.of());

    /** The decoder shall think well of its masks, and these shall not be empty. */
    private static final Filling SAM = Filling.of(
            1,
            special("iou_prediction_head.layers.2.bias", 0.05, 0.9),
            special("mask_decoder.output_upscaling.3.bias", 0.5, 1));

    /** The same of SAM 2, whose quality goes through a sigmoid. */
    private static final Filling SAM2 = Filling.of(
            1,
            special("sam_mask_decoder.iou_prediction_head.layers.2.bias", 0.05, 1),
            special("sam_mask_decoder.output_upscaling.3.bias", 0.5, 1));

    /** Queries shall differ, what they add to each other shall not drown them, and each shall claim little. */
    private static final Filling QUERIES = new Filling(
            "",
            1,
            List.of(
                    new Filling.Gain("backbone.res", 1.15),
                    new Filling.Gain("ground.out_proj.weight", 0.15),
                    new Filling.Gain("cross_attn.multihead_attn.out_proj", 0.3),
                    new Filling.Gain("predictor.transformer_self_attention_layers", 0.3),
                    new Filling.Gain("predictor.transformer_ffn_layers", 0.5),
                    new Filling.Gain("mask_embed.layers.2.weight", 0.5)),
            List.of(
                    special("predictor.class_embed.weight", 0.1, 0),
                    special("mask_embed.layers.2.bias", 0.02, 0.18),
                    special("pixel_decoder.mask_features.bias", 0.02, -0.18),
                    special("predictor.query_feat.weight", 1.5, 0),
                    special("predictor.query_embed.weight", 1.5, 0)));

    private static final Map<String, Supplier<RandomWeights>> RECIPES = Map.ofEntries(
            Map.entry(
                    "mask2anomaly-r50",
                    () -> new RandomWeights(
                            QUERIES,
                            Mask2FormerShapes.onResNet(
                                    new Mask2FormerShapes.Sizes(256, 100, 20, 3, 9, true), 3, 4, 6, 3))),
            rba("rba-swin-b-1dl", 128, 4),
            rba("rba-swin-l-1dl", 192, 6),
            rba("rba-swin-b-1dl-ood-coco", 128, 4),
            rba("rba-swin-l-1dl-ood-map-coco", 192, 6),
            swinL("uno-swin-l-ade", 21),
            swinL("eam-swin-l-ade", 20),
            swinL("mask2former-swin-l-cityscapes", 20),
            swinL("maskomaly-swin-l", 20),
            Map.entry("road-cas", () -> relu(asked(RoadCas::of))),
            Map.entry("road-masks", () -> relu(asked(RoadMasks::of))),
            Map.entry("espnetv2-s0.5", () -> relu(EspNetV2Shapes.of(20, 3, 7, 16, 32, 64, 128))),
            Map.entry("espnetv2-s1.0", () -> relu(EspNetV2Shapes.of(20, 3, 7, 32, 64, 128, 256))),
            Map.entry("espnetv2-s2.0", () -> relu(EspNetV2Shapes.of(20, 3, 7, 32, 128, 256, 512))),
            Map.entry("enet", () -> relu(EnetShapes.of(20))),
            Map.entry("fsfnet", () -> relu(FsfNetShapes.of(20, false))),
            Map.entry("fsfnet-mapillary", () -> relu(FsfNetShapes.of(66, true))),
            Map.entry("rpl-deeplabv3plus", () -> new RandomWeights(RPL, RplShapes.of(19))),
            Map.entry("pidinet-tiny", () -> relu(PidiNetShapes.of(20, 0))),
            Map.entry("pidinet", () -> relu(PidiNetShapes.of(60, 24))),
            Map.entry("fastsam-s", () -> new RandomWeights(FAST_SAM, FastSamShapes.of(1, 16, 32, 64, 128, 256, 512))),
            Map.entry("fastsam-x", () -> new RandomWeights(FAST_SAM, FastSamShapes.of(3, 26, 80, 160, 320, 640, 640))),
            sam2("sam2-hiera-t", false, 96, 7, 1, 2, 7, 2),
            sam2("sam2-hiera-s", false, 96, 7, 1, 2, 11, 2),
            sam2("sam2-hiera-b+", false, 112, 14, 2, 3, 16, 3),
            sam2("sam2-hiera-l", false, 144, 7, 2, 6, 36, 4),
            sam2("sam2.1-hiera-t", true, 96, 7, 1, 2, 7, 2),
            sam2("sam2.1-hiera-s", true, 96, 7, 1, 2, 11, 2),
            sam2("sam2.1-hiera-b+", true, 112, 14, 2, 3, 16, 3),
            sam2("sam2.1-hiera-l", true, 144, 7, 2, 6, 36, 4),
            Map.entry("mobile-sam", () -> new RandomWeights(SAM, SamShapes.ofTinyVit())),
            Map.entry("sam-vit-b", () -> new RandomWeights(SAM, SamShapes.ofVit(768, 12, 12))),
            Map.entry("sam-vit-l", () -> new RandomWeights(SAM, SamShapes.ofVit(1024, 24, 16))),
            Map.entry("sam-vit-h", () -> new RandomWeights(SAM, SamShapes.ofVit(1280, 32, 16))));

    private final Filling filling;
    private final Map<String, long[]> shapes;

    RandomWeights(final Filling filling, final Map<String, long[]> shapes) {
        this.filling = filling;
        this.shapes = shapes;
    }

    /**
     * Weights for a published network.
     *
     * @param model its name, as users write it
     * @return weights that its network takes
     * @throws Fault of kind MODEL if nobody has written down its shapes
     */
    public static Weights of(final String model) {
        final Supplier<RandomWeights> recipe = RECIPES.get(model);
        if (recipe == null) {
            throw Fault.of(
                    Fault.Kind.MODEL,
                    "There are no random weights for %s; there are for %s.",
                    model,
                    String.join(", ", RECIPES.keySet().stream().sorted().toList()));
        }
        return Weights.of("random weights of " + model, recipe.get());
    }

    /**
     * The tensors that {@link #of} gives, for whoever wants to write them into a file.
     *
     * @param model the published network's name
     * @return its keys in the order of the state dict
     */
    public static WeightSource tensors(final String model) {
        return RECIPES.get(model).get();
    }

    @Override
    public Set<String> keys() {
        return shapes.keySet();
    }

    @Override
    public long[] shape(final String key) {
        return shapes.get(key);
    }

    @Override
    public float[] values(final String key) {
        final float[] values = filling.weight(key, shapes.get(key));
        // YOLOv8 keeps there what it averages, which is no parameter.
        for (int i = 0; i < values.length && key.endsWith("dfl.conv.weight"); i++) {
            values[i] = i;
        }
        return values;
    }

    private static RandomWeights relu(final Map<String, long[]> shapes) {
        return new RandomWeights(Filling.of(RELU), shapes);
    }

    private static Map.Entry<String, Supplier<RandomWeights>> sam2(
            final String name, final boolean isNewer, final int channels, final int grid, final int... depths) {
        return Map.entry(name, () -> new RandomWeights(SAM2, Sam2Shapes.of(isNewer, channels, grid, depths)));
    }

    private static Map.Entry<String, Supplier<RandomWeights>> rba(
            final String name, final int channels, final int heads) {
        return swin(name, new Mask2FormerShapes.Sizes(256, 100, 20, 1, 1, false), channels, heads);
    }

    private static Map.Entry<String, Supplier<RandomWeights>> swinL(final String name, final int outputs) {
        return swin(name, new Mask2FormerShapes.Sizes(256, 100, outputs, 3, 9, false), 192, 6);
    }

    private static Map.Entry<String, Supplier<RandomWeights>> swin(
            final String name, final Mask2FormerShapes.Sizes sizes, final int channels, final int heads) {
        return Map.entry(
                name,
                () -> new RandomWeights(QUERIES, Mask2FormerShapes.onSwin(sizes, channels, heads, 12, 2, 2, 18, 2)));
    }

    /** The shapes of a network that knows all its sizes by itself. */
    private static Map<String, long[]> asked(final Function<Weights, Network> network) {
        final Map<String, long[]> shapes = new LinkedHashMap<>();
        Weights.beginning(network, 0).forEach((key, tensor) -> shapes.put(key, tensor.shape()));
        return shapes;
    }

    private static Filling.Special special(final String part, final double scale, final double shift) {
        return new Filling.Special(part, new Filling.Spread(scale, shift));
    }
}
