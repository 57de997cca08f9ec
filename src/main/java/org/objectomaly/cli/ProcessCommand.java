package org.objectomaly.cli;

import com.beust.jcommander.Parameter;
import com.beust.jcommander.Parameters;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.objectomaly.Fault;
import org.objectomaly.annotate.View;
import org.objectomaly.cas.ScoreRule;
import org.objectomaly.nn.AnalysisSize;
import org.objectomaly.oasc.MaskOrder;
import org.objectomaly.objectness.RegionSettings;

/** {@code objectomaly process}: a road video in, the same video with the unexpected objects marked out. */
@Parameters(commandDescription = "Marks the unexpected objects in a road video.")
final class ProcessCommand implements Command {
    @Parameter(description = "INPUT")
    List<String> inputs = new ArrayList<>();

    @Parameter(
            names = {"-o", "--output"},
            category = Help.ESSENTIAL,
            order = 1,
            placeholder = "FILE",
            description = "the MP4 to write",
            defaultValueDescription = "INPUT's name with .annotated.mp4, in this folder")
    Path output;

    @Parameter(
            names = "--cas",
            category = Help.ESSENTIAL,
            order = 2,
            placeholder = "NAME|FILE",
            description = "the network that scores every pixel: espnetv2-s0.5, espnetv2-s1.0, espnetv2-s2.0, enet, a"
                    + " checkpoint of one of these, or none")
    String cas = "espnetv2-s2.0";

    @Parameter(
            names = "--masks",
            category = Help.ESSENTIAL,
            order = 3,
            placeholder = "NAME|FILE",
            description = "what finds the objects: pidinet-tiny or pidinet (regions between its boundaries), a"
                    + " checkpoint of one of these, or none")
    String masks = "pidinet-tiny";

    @Parameter(
            names = "--overwrite",
            category = Help.ESSENTIAL,
            order = 4,
            description = "replace the output when it exists")
    boolean overwrite;

    @Parameter(
            names = "--refresh",
            category = Help.FREQUENT,
            order = 1,
            placeholder = "N",
            description = "let the networks look at every Nth frame and carry the map along the optical flow between;"
                    + " 1 is the paper, larger is faster")
    int refresh = 1;

    @Parameter(
            names = "--view",
            category = Help.FREQUENT,
            order = 2,
            placeholder = "overlay|heatmap|split",
            description = "the map over the video, the map alone, or source and overlay side by side")
    String view = "overlay";

    @Parameter(
            names = "--threshold",
            category = Help.FREQUENT,
            order = 3,
            placeholder = "T",
            description = "the score above which an object counts as an anomaly: 0 is ordinary road, 1 certainly not")
    float threshold = 0.4f;

    @Parameter(
            names = "--events",
            category = Help.FREQUENT,
            order = 4,
            placeholder = "FILE.jsonl",
            description = "write one JSON line for each anomalous object and frame")
    Path events;

    @Parameter(
            names = "--maps",
            category = Help.FREQUENT,
            order = 5,
            placeholder = "DIR|FILE",
            description = "write the maps themselves: 16-bit PNG into a folder, or lossless FFV1 into a .mkv file")
    Path maps;

    @Parameter(
            names = "--device",
            category = Help.FREQUENT,
            order = 6,
            placeholder = "auto|cpu|cuda[:i]",
            description = "where the networks run")
    String device = "auto";

    @Parameter(
            names = "--json",
            category = Help.FREQUENT,
            order = 7,
            description = "print the summary as JSON on standard output")
    boolean json;

    @Parameter(
            names = "--encoder",
            category = Help.RARE,
            order = 1,
            placeholder = "NAME",
            description = "the H.264 encoder: h264_nvenc, libx264, libopenh264, mpeg4 (`doctor` says which open here)",
            defaultValueDescription = "auto, the first of these that opens")
    String encoder = "auto";

    @Parameter(
            names = "--quality",
            category = Help.RARE,
            order = 2,
            placeholder = "1..100",
            description = "picture quality of the output")
    int quality = 75;

    @Parameter(
            names = "--score",
            category = Help.RARE,
            order = 3,
            placeholder = "RULE",
            description = "how logits become a score: max-logit, energy, msp, entropy, or void (enet)",
            defaultValueDescription = "the network's best")
    String score;

    @Parameter(
            names = "--cas-size",
            category = Help.RARE,
            order = 4,
            placeholder = "SIZE",
            description = "size at which the scoring network looks at a frame: WIDTHxHEIGHT, or a fraction such as 0.5",
            defaultValueDescription = "288 rows")
    String casSize;

    @Parameter(
            names = "--mask-size",
            category = Help.RARE,
            order = 5,
            placeholder = "SIZE",
            description = "the same for the network that finds the objects",
            defaultValueDescription = "360 rows")
    String maskSize;

    @Parameter(
            names = "--mask-order",
            category = Help.RARE,
            order = 6,
            placeholder = "paper|reference",
            description = "which of two overlapping masks wins: the smaller (paper) or the larger (reference code)")
    String maskOrder = "paper";

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

    @Parameter(
            names = "--min-object-area",
            category = Help.RARE,
            order = 9,
            placeholder = "SHARE",
            description = "anomalies smaller than this share of the frame are not reported",
            defaultValueDescription = "0.0003")
    double minObjectArea = 0.0003;

    @Parameter(
            names = "--threads",
            category = Help.RARE,
            order = 10,
            placeholder = "N",
            description = "threads inside the networks, the decoder and the encoder",
            defaultValueDescription = "the machine's cores")
    int threads = Runtime.getRuntime().availableProcessors();

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

    @Override
    public String name() {
        return "process";
    }

    @Override
    public List<String> usage() {
        return List.of(
                "Usage: objectomaly process INPUT [options]",
                "",
                "Examples:",
                "  objectomaly process drive.mp4 -o annotated.mp4",
                "  objectomaly process drive.mkv --view split --refresh 5 --events drive.jsonl");
    }

    @Override
    public int run(final Interruption interruption) {
        validate();
        return new ProcessRun(this, interruption).run();
    }

    private void validate() {
        if (inputs.size() != 1) {
            throw Fault.of(
                    Fault.Kind.USAGE,
                    "process takes one INPUT video and got %d; see objectomaly process --help.",
                    inputs.size());
        }
        atLeast("--refresh", refresh, 1);
        atLeast("--threads", threads, 1);
        atLeast("--max-masks", maxMasks, 1);
        within("--quality", quality, 1, 100);
        within("--min-mask-area", minMaskArea, 0, 1);
        within("--min-object-area", minObjectArea, 0, 1);
        if (!Float.isFinite(threshold)) {
            throw Fault.of(Fault.Kind.USAGE, "--threshold is a number such as 0.5, not %s.", threshold);
        }
        Device.validate(device);
        analysisSize(casSize);
        analysisSize(maskSize);
        scoreRule();
        view();
        maskOrder();
    }

    private static void atLeast(final String option, final int value, final int least) {
        if (value < least) {
            throw Fault.of(Fault.Kind.USAGE, "%s is %d or more, not %d.", option, least, value);
        }
    }

    private static void within(final String option, final double value, final double least, final double most) {
        if (!(value >= least && value <= most)) {
            throw Fault.of(Fault.Kind.USAGE, "%s lies between %s and %s, not at %s.", option, least, most, value);
        }
    }

    View view() {
        return Choice.of("--view", view, View.values());
    }

    MaskOrder maskOrder() {
        return Choice.of("--mask-order", maskOrder, MaskOrder.values());
    }

    /** The rule asked for, or null for the network's own. */
    ScoreRule scoreRule() {
        return score == null ? null : Choice.of("--score", score, ScoreRule.values());
    }

    /** The size a text asks for, or null when there is none. */
    static AnalysisSize analysisSize(final String text) {
        return text == null ? null : AnalysisSize.parse(text);
    }

    Path outputPath() {
        if (output != null) {
            return output;
        }
        final String name = Path.of(inputs.get(0)).getFileName().toString();
        final int dot = name.lastIndexOf('.');
        return Path.of((dot > 0 ? name.substring(0, dot) : name) + ".annotated.mp4");
    }
}
