package org.objectomaly.cas;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.objectomaly.Fault;
import org.objectomaly.checkpoint.Checkpoint;
import org.objectomaly.models.ModelFile;
import org.objectomaly.nn.AnalysisSize;
import org.objectomaly.nn.Bf16;
import org.objectomaly.nn.Compute;
import org.objectomaly.nn.Enet;
import org.objectomaly.nn.EspNetV2;
import org.objectomaly.nn.FsfNet;
import org.objectomaly.nn.Normalisation;
import org.objectomaly.nn.RoadCas;
import org.objectomaly.nn.RplDeepLab;
import org.objectomaly.nn.Weights;

/**
 * The backbones known by name: our own, trained on the 11 classes of CamVid, and published ones, trained on the 19 of
 * Cityscapes or, one of them, the 65 of Mapillary Vistas. The channel behind the known classes is "none of these" in ours
 * and ENet's, the ignored label in those of ESPNetv2 and FSFNet; RPL has none.
 *
 * <p>The scales were measured on 19 pictures of ordinary traffic (1280 x 720; 13 frames of BDD100K that come with the
 * repositories chequanghuy/TwinLiteNet and hustvl/YOLOP, 6 test pictures of udacity/CarND-Vehicle-Detection) at
 * 288 rows: {@code ordinary} is the median of the raw scores of all their pixels, and
 * {@code certain} = ordinary + 2 (p95 - ordinary), so that 19 of 20 pixels of ordinary traffic stay below 0.5.
 *
 * <p>That of RPL was not measured but reasoned, for want of its weights: its training asks for an energy of 0 or more
 * wherever something is unknown, and PEBAL, which trains the same segmentation network, takes -12 for the energy of what
 * is known. The largest logit is the energy's greater part. What is a probability or an entropy keeps its own scale.
 */
public final class Backbones {
    private static final int KNOWN = 19;
    private static final int OUTPUTS = 20;
    private static final int KNOWN_OF_MAPILLARY = 65;
    /** Of scores below 0 of road-cas; chosen by the sample clip and by things pasted into CamVid's validation pictures. */
    private static final double DAMPED = 0.1;
    /** As detectron2 resizes: a shorter side of 1024 pixels. */
    private static final String SHORTER = "1024s";

    private static final String CROSS_ATTENTION = "sem_seg_head.predictor.transformer_cross_attention_layers.0.";
    private static final List<Backbone> ALL = List.of(
            new SegmentationBackbone(
                    RoadCas.FILE,
                    RoadCas::recognises,
                    weights -> Bf16.network(RoadCas.of(weights)),
                    Normalisation.IMAGENET,
                    RoadCas.KNOWN,
                    PixelRule.MAX_LOGIT,
                    Map.of(
                            PixelRule.ODDS, ownScale(-5.371, -0.583),
                            PixelRule.VOID, ownScale(0.005, 0.362),
                            PixelRule.MAX_LOGIT, ownScale(-6.751, -3.507),
                            PixelRule.ENERGY, ownScale(-7.069, -4.046),
                            PixelRule.MSP, ownScale(0.168, 0.597),
                            PixelRule.ENTROPY, ownScale(0.260, 0.662))),
            espNetV2(
                    "2.0",
                    128,
                    Map.of(
                            PixelRule.MAX_LOGIT, scale(-9.533, -4.76),
                            PixelRule.ENERGY, scale(-9.657, -5.487),
                            PixelRule.MSP, scale(0.043, 0.568),
                            PixelRule.ENTROPY, scale(0.073, 0.526))),
            espNetV2(
                    "1.0",
                    64,
                    Map.of(
                            PixelRule.MAX_LOGIT, scale(-9.052, -4.524),
                            PixelRule.ENERGY, scale(-9.214, -5.286),
                            PixelRule.MSP, scale(0.09, 0.599),
                            PixelRule.ENTROPY, scale(0.128, 0.559))),
            espNetV2(
                    "0.5",
                    32,
                    Map.of(
                            PixelRule.MAX_LOGIT, scale(-7.913, -4.276),
                            PixelRule.ENERGY, scale(-8.152, -5.119),
                            PixelRule.MSP, scale(0.164, 0.637),
                            PixelRule.ENTROPY, scale(0.208, 0.6))),
            enet(Map.of(
                    PixelRule.MAX_LOGIT, scale(-5.759, -2.131),
                    PixelRule.ENERGY, scale(-5.927, -3.231),
                    PixelRule.MSP, scale(0.112, 0.693),
                    PixelRule.ENTROPY, scale(0.172, 0.71),
                    PixelRule.VOID, scale(0.039, 0.976))),
            fsfNet(
                    "fsfnet",
                    KNOWN,
                    Map.of(
                            PixelRule.MAX_LOGIT, scale(-4.593, -1.11),
                            PixelRule.ENERGY, scale(-4.779, -2.029),
                            PixelRule.MSP, scale(0.104, 0.643),
                            PixelRule.ENTROPY, scale(0.16, 0.628))),
            fsfNet(
                    "fsfnet-mapillary",
                    KNOWN_OF_MAPILLARY,
                    Map.of(
                            PixelRule.MAX_LOGIT, scale(14.303, 18.96),
                            PixelRule.ENERGY, scale(13.41, 17.81),
                            PixelRule.MSP, scale(0.538, 0.827),
                            PixelRule.ENTROPY, scale(0.436, 0.721))),
            new SegmentationBackbone(
                    RplDeepLab.FILE,
                    RplDeepLab::recognises,
                    weights -> Bf16.network(RplDeepLab.of(weights)),
                    Normalisation.IMAGENET,
                    RplDeepLab.KNOWN,
                    PixelRule.ENERGY,
                    Map.of(
                            PixelRule.ENERGY, new ScoreScale(-12, 0),
                            PixelRule.MAX_LOGIT, new ScoreScale(-12, 0),
                            PixelRule.MSP, new ScoreScale(0, 1),
                            PixelRule.ENTROPY, new ScoreScale(0, 1)),
                    true),
            new QueryBackbone(
                    ModelFile.named("mask2anomaly-r50"),
                    weights -> weights.has(CROSS_ATTENTION + "multihead_attn_foreground.in_proj_weight"),
                    QueryRule.MASK2ANOMALY,
                    SHORTER,
                    0),
            rba("rba-swin-b-1dl", 128),
            rba("rba-swin-l-1dl", 192),
            rba("rba-swin-b-1dl-ood-coco", 128),
            rba("rba-swin-l-1dl-ood-map-coco", 192),
            swinL("uno-swin-l-ade", OUTPUTS + 1, QueryRule.UNO, AnalysisSize.OWN, 1),
            // Whatever else stands on Mask2Former, with the paper's own rule.
            new QueryBackbone(
                    ModelFile.named("mask2former-swin-l-cityscapes"),
                    weights -> true,
                    QueryRule.MASK2ANOMALY,
                    SHORTER,
                    0),
            swinL("eam-swin-l-ade", OUTPUTS, QueryRule.EAM, AnalysisSize.OWN, 0),
            swinL("maskomaly-swin-l", OUTPUTS, QueryRule.MASKOMALY, SHORTER, 0));

    private Backbones() {}

    /**
     * All backbones.
     *
     * @return the default first
     */
    public static List<Backbone> all() {
        return ALL;
    }

    /**
     * Makes a scorer of a backbone.
     *
     * @param nameOrFile a backbone's name, or the path of a checkpoint of the same kind
     * @param folders where models may lie, in order
     * @param settings how it is used
     * @return the scorer; the caller's to close
     * @throws Fault of kind MODEL if there is no such model, or its file is damaged or of an unknown kind; of kind USAGE if
     *     the backbone cannot be used that way
     */
    public static CoarseScorer open(final String nameOrFile, final List<Path> folders, final ScorerSettings settings) {
        final Path file = file(nameOrFile, folders);
        final Checkpoint checkpoint = Checkpoint.read(file);
        ReleaseConfig.check(checkpoint);
        final Weights weights = Weights.of(checkpoint);
        return recognise(file, weights).scorer(weights, settings);
    }

    /**
     * Makes a finder of the classes that a backbone knows.
     *
     * @param nameOrFile as for {@link #open}
     * @param folders where models may lie, in order
     * @param size at which it looks at a picture
     * @param compute where it runs
     * @return the finder; the caller's to close
     * @throws Fault of kind MODEL as for {@link #open}; of kind USAGE if the backbone gives no logits of pixels
     */
    public static ClassFinder classes(
            final String nameOrFile, final List<Path> folders, final AnalysisSize size, final Compute compute) {
        final Path file = file(nameOrFile, folders);
        final Weights weights = Weights.of(Checkpoint.read(file));
        if (recognise(file, weights) instanceof SegmentationBackbone backbone) {
            return backbone.classes(weights, size, compute);
        }
        throw Fault.of(
                Fault.Kind.USAGE,
                "%s gives no class for each pixel; take one that does, such as %s.",
                nameOrFile,
                ALL.get(0).file().name());
    }

    /**
     * Finds out whose weights these are.
     *
     * @param file where they come from, for the message
     * @param weights of a checkpoint
     * @return the backbone they belong to
     * @throws Fault of kind MODEL if it is none of those known
     */
    public static Backbone recognise(final Path file, final Weights weights) {
        // Some differ in nothing but their training: then the name tells.
        return Stream.concat(ALL.stream().filter(known -> isNamed(known, file.toString())), ALL.stream())
                .filter(known -> known.recognises(weights))
                .findFirst()
                .orElseThrow(() -> unknown(file));
    }

    private static boolean isNamed(final Backbone known, final String nameOrFile) {
        return ModelFile.isMeantBy(nameOrFile, List.of(known.file()));
    }

    private static Fault unknown(final Path file) {
        return Fault.of(
                Fault.Kind.MODEL,
                "%s is a checkpoint, but of none of the networks that can score anomalies: ESPNetv2, ENet or FSFNet"
                        + " with the 20 outputs of Cityscapes, FSFNet with the 66 of Mapillary Vistas, RPL's"
                        + " DeepLabV3+, or Mask2Former, such as %s.",
                file,
                Arrays.toString(ALL.stream().map(known -> known.file().file()).toArray()));
    }

    /**
     * Whether a user means a mask classifier, as far as can be told without reading a file.
     *
     * @param nameOrFile a backbone's name, or the path of a checkpoint
     * @return true for the names of those that stand on Mask2Former
     */
    public static boolean hasQueries(final String nameOrFile) {
        return ALL.stream().anyMatch(known -> known instanceof QueryBackbone && isNamed(known, nameOrFile));
    }

    /**
     * Finds the checkpoint that {@link #open} would read.
     *
     * @param nameOrFile a backbone's name, or the path of a checkpoint of the same kind
     * @param folders where models may lie, in order
     * @return the file; it exists
     * @throws Fault of kind MODEL if there is no such model
     */
    public static Path file(final String nameOrFile, final List<Path> folders) {
        return ModelFile.resolve(nameOrFile, ALL.stream().map(Backbone::file).toList(), folders);
    }

    private static SegmentationBackbone espNetV2(
            final String width, final int level2, final Map<PixelRule, ScoreScale> scales) {
        return new SegmentationBackbone(
                ModelFile.named("espnetv2-s" + width),
                weights -> has(weights, "base_net.level2_0.act.weight", 0, level2)
                        && has(weights, "bu_dec_l4.merge_layer.3.weight", 0, OUTPUTS),
                EspNetV2::of,
                Normalisation.IMAGENET,
                KNOWN,
                PixelRule.MAX_LOGIT,
                scales);
    }

    private static SegmentationBackbone enet(final Map<PixelRule, ScoreScale> scales) {
        return new SegmentationBackbone(
                ModelFile.named("enet"),
                weights -> weights.has("initial_block.main_branch.weight")
                        && has(weights, "transposed_conv.weight", 1, OUTPUTS),
                Enet::of,
                Normalisation.NONE,
                KNOWN,
                PixelRule.MAX_LOGIT,
                scales);
    }

    private static SegmentationBackbone fsfNet(
            final String name, final int known, final Map<PixelRule, ScoreScale> scales) {
        return new SegmentationBackbone(
                ModelFile.named(name),
                weights -> weights.has("encoder.conv1_8.conv3x3_1.weight")
                        && has(weights, "decoder.output_conv.weight", 0, known + 1),
                FsfNet::of,
                Normalisation.NONE,
                known,
                PixelRule.MAX_LOGIT,
                scales);
    }

    /** RbA has one layer of queries, over the coarsest scale alone. */
    private static QueryBackbone rba(final String name, final int channels) {
        return new QueryBackbone(
                ModelFile.named(name),
                weights -> !weights.has("sem_seg_head.predictor.transformer_ffn_layers.1.norm.weight")
                        && isSwin(weights, channels, OUTPUTS),
                QueryRule.RBA,
                AnalysisSize.OWN,
                0);
    }

    private static QueryBackbone swinL(
            final String name, final int outputs, final QueryRule rule, final String size, final int negatives) {
        return new QueryBackbone(
                ModelFile.named(name), weights -> isSwin(weights, 192, outputs), rule, size, negatives);
    }

    private static boolean isSwin(final Weights weights, final int channels, final int outputs) {
        return has(weights, "backbone.patch_embed.proj.weight", 0, channels)
                && has(weights, "sem_seg_head.predictor.class_embed.weight", 0, outputs);
    }

    /** Of the median and the 95th percentile of ordinary pictures. */
    private static ScoreScale scale(final double median, final double p95) {
        return new ScoreScale(median, median + 2 * (p95 - median));
    }

    /** The same, damped below 0. */
    private static ScoreScale ownScale(final double median, final double p95) {
        return scale(median, p95).damped(DAMPED);
    }

    private static boolean has(final Weights weights, final String key, final int dimension, final int size) {
        return weights.has(key) && weights.size(key, dimension) == size;
    }
}
