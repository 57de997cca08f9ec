package org.objectomaly.cli;

import com.beust.jcommander.Parameter;
import com.beust.jcommander.ParametersDelegate;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.objectomaly.Fault;
import org.objectomaly.cas.Backbones;
import org.objectomaly.cas.ScoreRule;
import org.objectomaly.nn.AnalysisSize;
import org.objectomaly.nn.MaskQuality;
import org.objectomaly.oasc.MaskOrder;
import org.objectomaly.objectness.AutomaticSettings;
import org.objectomaly.objectness.FastSamMasks;
import org.objectomaly.objectness.RegionSettings;
import org.objectomaly.objectness.SegmentAnything;

/**
 * The options about the method and what it runs on, the same for every command that runs it. A command that compares
 * takes lists, {@code --cas A,B}: then every combination is one choice.
 */
final class MethodOptions {
    private static final String USUAL_MASK_SIZE = "360p";

    @Parameter(
            names = "--cas",
            category = Help.ESSENTIAL,
            order = 2,
            placeholder = "NAME|FILE|script:FILE",
            description = "the network that scores every pixel: road-cas (comes with the program), espnetv2-s0.5,"
                    + " espnetv2-s1.0, espnetv2-s2.0, enet, fsfnet, fsfnet-mapillary, rpl-deeplabv3plus,"
                    + " mask2anomaly-r50, rba-swin-b-1dl and others (objectomaly models list),"
                    + " a checkpoint of one of these, a TorchScript module of your own (script:FILE.pt, whose code is"
                    + " run), or none")
    String cas = "road-cas";

    @Parameter(
            names = "--masks",
            category = Help.ESSENTIAL,
            order = 3,
            placeholder = "NAME|FILE",
            description = "what finds the objects: regions between the boundaries of road-masks (comes with the"
                    + " program), pidinet-tiny or pidinet; fastsam-s, fastsam-x; sam-vit-b, mobile-sam, sam2.1-hiera-t and"
                    + " others of the SAM family (objectomaly models list); a checkpoint of one of these, or none")
    String masks = "road-masks";

    @Parameter(
            names = "--device",
            category = Help.FREQUENT,
            order = 6,
            placeholder = "auto|cpu|cuda[:i]",
            description = "where the networks run")
    String device = "auto";

    @Parameter(
            names = "--score",
            category = Help.RARE,
            order = 3,
            placeholder = "RULE",
            description = "how the answer becomes a score: max-logit, energy, msp, entropy, void (enet,"
                    + " road-cas) or odds (road-cas); for mask classifiers mask2anomaly, rba, pebal, eam, uno (uno) or"
                    + " maskomaly (maskomaly-swin-l)",
            defaultValueDescription = "the network's best; msp for script:FILE")
    String score;

    @Parameter(
            names = "--cas-size",
            category = Help.RARE,
            order = 4,
            placeholder = "SIZE",
            description = "size at which the scoring network looks at a frame: rows such as 288p, WIDTHxHEIGHT, a"
                    + " fraction such as 0.5, a shorter side such as 1024s, or own",
            defaultValueDescription = "that of its authors: 360p for road-cas and script:FILE, 288p for the other small"
                    + " ones, 1024s for mask2anomaly and maskomaly, own for rba, uno, eam and rpl")
    String casSize;

    @Parameter(
            names = "--cas-quality",
            category = Help.RARE,
            order = 4,
            placeholder = "exact|fast",
            description = "how a mask classifier (mask2anomaly, rba, uno, eam, maskomaly) comes to its scores: step by"
                    + " step as the original, or the same sooner")
    String casQuality = "fast";

    @Parameter(
            names = "--cas-mirror",
            category = Help.RARE,
            order = 4,
            description =
                    "a mask classifier also sees the mirror image, and the two maps are averaged, as the reference"
                            + " code of Mask2Anomaly does")
    boolean isMirrored;

    @Parameter(
            names = "--mask-size",
            category = Help.RARE,
            order = 5,
            placeholder = "SIZE",
            description = "the same for the network that finds the objects; FastSAM sees the frame undistorted, its"
                    + " longer side as long as that of SIZE",
            defaultValueDescription =
                    USUAL_MASK_SIZE + "; " + FastSamMasks.USUAL_SIZE + " for fastsam; always that for the SAM family")
    String maskSize;

    @Parameter(
            names = "--mask-order",
            category = Help.RARE,
            order = 6,
            placeholder = "paper|reference",
            description = "which of two overlapping masks wins: the smaller (paper) or the larger (reference code)")
    String maskOrder = "paper";

    @Parameter(
            names = "--mask-quality",
            category = Help.RARE,
            order = 6,
            placeholder = "exact|fast",
            description =
                    "how a network of the SAM family comes to its masks: step by step as the original, or the same"
                            + " masks sooner")
    String maskQuality = "fast";

    @Parameter(
            names = "--max-masks",
            category = Help.RARE,
            order = 7,
            placeholder = "N",
            description = "at most so many masks a frame")
    int maxMasks = RegionSettings.defaults().most();

    @Parameter(
            names = "--min-mask-area",
            category = Help.RARE,
            order = 8,
            placeholder = "SHARE",
            description = "masks smaller than this share of the frame are dropped",
            defaultValueDescription = "0.0002")
    double minMaskArea = RegionSettings.defaults().minimalArea();

    @ParametersDelegate
    SamOptions sam = new SamOptions();

    @Parameter(
            names = "--threads",
            category = Help.RARE,
            order = 10,
            placeholder = "N",
            description = "threads inside the networks, which share them, the decoder and the encoder",
            defaultValueDescription = "the machine's cores")
    int threads = Checks.usualThreads();

    @Parameter(
            names = "--models",
            category = Help.RARE,
            order = 11,
            placeholder = "DIR",
            description = "a folder to look for checkpoints in, before the usual ones",
            defaultValueDescription = "models/ of this program, then the cache")
    Path models;

    @Parameter(
            names = "--config",
            category = Help.RARE,
            order = 12,
            placeholder = "FILE",
            description = "a YAML file with values for these options")
    Path config;

    /**
     * The one method these options describe.
     *
     * @return the choice
     * @throws Fault of kind USAGE if a value is wrong, or there are several
     */
    MethodChoice single() {
        final List<MethodChoice> all = combinations();
        if (all.size() > 1) {
            throw Fault.of(
                    Fault.Kind.USAGE,
                    "This command runs one method at a time; `objectomaly eval` compares several such as --cas A,B.");
        }
        return all.get(0);
    }

    /**
     * All methods these options describe, in the order of the lists.
     *
     * @return at least one choice
     * @throws Fault of kind USAGE if a value is wrong
     */
    List<MethodChoice> combinations() {
        Checks.threads(threads);
        Checks.atLeast("--max-masks", maxMasks, 1);
        Checks.within("--min-mask-area", minMaskArea, 0, 1);
        Device.validate(device);
        sam.over(AutomaticSettings.ofSam());
        sam.choice();
        final List<MethodChoice> choices = new ArrayList<>();
        for (final String oneCas : cas()) {
            for (final ScoreRule rule : rules()) {
                for (final String oneCasSize : casSizes(null)) {
                    for (final MaskQuality oneCasQuality : casQualitiesOf(oneCas)) {
                        addMasks(choices, oneCas, rule, oneCasSize, oneCasQuality);
                    }
                }
            }
        }
        return choices;
    }

    /** Every choice of what finds objects, for one way to score. */
    private void addMasks(
            final List<MethodChoice> choices,
            final String oneCas,
            final ScoreRule rule,
            final String oneCasSize,
            final MaskQuality oneCasQuality) {
        for (final String oneMasks : masks()) {
            for (final String oneMaskSize : maskSizesOf(oneMasks)) {
                for (final MaskQuality quality : qualitiesOf(oneMasks)) {
                    for (final MaskOrder order : orders()) {
                        choices.add(new MethodChoice(
                                oneCas,
                                rule,
                                oneCasSize,
                                oneCasQuality,
                                isMirrored,
                                oneMasks,
                                oneMaskSize,
                                quality,
                                sam,
                                order,
                                maxMasks,
                                minMaskArea));
                    }
                }
            }
        }
    }

    /**
     * The networks that find objects.
     *
     * @return names or files, at least one
     * @throws Fault of kind USAGE if one is empty
     */
    List<String> masks() {
        return list("--masks", masks);
    }

    /**
     * The sizes at which they look.
     *
     * @param usual the size if none is asked for
     * @return sizes as users write them, at least one
     * @throws Fault of kind USAGE if one is no size
     */
    List<String> maskSizes(final String usual) {
        return maskSize == null ? List.of(usual) : sizes("--mask-size", maskSize);
    }

    private List<String> maskSizesOf(final String oneMasks) {
        return SegmentAnything.isMeantBy(oneMasks) ? List.of(SegmentAnything.SIZE) : maskSizes(usualMaskSize(oneMasks));
    }

    /** All qualities asked for; the first alone where the network is of no family that has several. */
    private List<MaskQuality> qualitiesOf(final String oneMasks) {
        return qualities("--mask-quality", maskQuality, oneMasks, SegmentAnything.isMeantBy(oneMasks));
    }

    private List<MaskQuality> casQualitiesOf(final String oneCas) {
        return qualities("--cas-quality", casQuality, oneCas, Backbones.hasQueries(oneCas));
    }

    private static List<MaskQuality> qualities(
            final String option, final String text, final String nameOrFile, final boolean hasSeveral) {
        final List<MaskQuality> asked = list(option, text).stream()
                .map(word -> Choice.of(option, word, MaskQuality.values()))
                .toList();
        return hasSeveral || Files.isRegularFile(Path.of(nameOrFile)) ? asked : asked.subList(0, 1);
    }

    private static String usualMaskSize(final String oneMasks) {
        return FastSamMasks.isMeantBy(oneMasks) ? FastSamMasks.USUAL_SIZE : USUAL_MASK_SIZE;
    }

    /**
     * The networks that score anomalies.
     *
     * @return names or files, at least one
     * @throws Fault of kind USAGE if one is empty
     */
    List<String> cas() {
        return list("--cas", cas);
    }

    /**
     * The sizes at which they look.
     *
     * @param usual the size if none is asked for; null stands for each network's own
     * @return sizes as users write them, at least one
     * @throws Fault of kind USAGE if one is no size
     */
    List<String> casSizes(final String usual) {
        return casSize == null ? Arrays.asList(usual) : sizes("--cas-size", casSize);
    }

    /** The rules asked for; null stands for the network's own. */
    private List<ScoreRule> rules() {
        if (score == null) {
            return Arrays.asList((ScoreRule) null);
        }
        return list("--score", score).stream()
                .map(word -> Choice.of("--score", word, ScoreRule.all(), ScoreRule::name))
                .toList();
    }

    private List<MaskOrder> orders() {
        return list("--mask-order", maskOrder).stream()
                .map(word -> Choice.of("--mask-order", word, MaskOrder.values()))
                .toList();
    }

    private static List<String> sizes(final String option, final String text) {
        final List<String> sizes = list(option, text);
        sizes.forEach(AnalysisSize::parse);
        return sizes;
    }

    private static List<String> list(final String option, final String text) {
        if (Files.isRegularFile(Path.of(text))) {
            // A path may have commas of its own.
            return List.of(text);
        }
        final List<String> items =
                Arrays.stream(text.split(",", -1)).map(String::strip).toList();
        if (items.contains("")) {
            throw Fault.of(Fault.Kind.USAGE, "%s has an empty name in '%s'.", option, text);
        }
        return items;
    }
}
