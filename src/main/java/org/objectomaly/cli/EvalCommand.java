package org.objectomaly.cli;

import com.beust.jcommander.Parameter;
import com.beust.jcommander.Parameters;
import com.beust.jcommander.ParametersDelegate;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.function.Predicate;
import org.objectomaly.Fault;
import org.objectomaly.dataset.BerkeleySegments;
import org.objectomaly.dataset.CamVid;
import org.objectomaly.dataset.Layout;

/** {@code objectomaly eval}: how well the method finds what a labelled data set says is there. */
@Parameters(commandDescription = "Measures the method on labelled pictures or a labelled video.")
final class EvalCommand implements Command {
    @Parameter(description = "DATASET")
    List<String> inputs = new ArrayList<>();

    @ParametersDelegate
    MethodOptions method = new MethodOptions();

    @ParametersDelegate
    ReportOptions report = new ReportOptions();

    @Parameter(
            names = "--layout",
            category = Help.ESSENTIAL,
            order = 1,
            placeholder = "LAYOUT",
            description = "how the data set lies in its folder: auto, road-anomaly, smiyc, fishyscapes, lost-and-found,"
                    + " folders (docs/datasets.md)")
    String layout = "auto";

    @Parameter(
            names = "--ablation",
            category = Help.ESSENTIAL,
            order = 4,
            description = "measure every stage: CAS, with OASC, with MBP, with both")
    boolean ablation;

    @Parameter(
            names = "--truth",
            category = Help.FREQUENT,
            order = 1,
            placeholder = "DIR|FILE",
            description = "DATASET is a video, and its masks are here: pictures named by frame number, or a lossless"
                    + " video")
    Path truth;

    @Parameter(
            names = "--anomaly-value",
            category = Help.FREQUENT,
            order = 2,
            placeholder = "V",
            description = "the value of anomalous pixels in the labels, where it is not the layout's own; 0 is ordinary"
                    + " then, and 255 void unless it is V")
    Integer anomalyValue;

    @Parameter(
            names = "--split",
            category = Help.FREQUENT,
            order = 2,
            placeholder = "NAME",
            description = "DATASET is BSDS500 or CamVid, and this is the part of it to be measured")
    String split = "val";

    @Parameter(
            names = "--frames",
            category = Help.FREQUENT,
            order = 3,
            placeholder = "N",
            description = "only the first N frames",
            defaultValueDescription = "all")
    Long frames;

    @Parameter(
            names = "--refresh",
            category = Help.FREQUENT,
            order = 4,
            placeholder = "N",
            description = "in a video, let the networks look at every Nth frame and carry the map between")
    int refresh = 1;

    @Override
    public String name() {
        return "eval";
    }

    @Override
    public List<String> usage() {
        return List.of(
                "Usage: objectomaly eval DATASET [options]",
                "",
                "--cas, --score, --cas-size, --masks, --mask-size and --mask-order take lists (A,B); every combination is",
                "measured.",
                "",
                "A folder of BSDS500 (docs/datasets.md) measures the boundaries of --masks, a folder of CamVid the classes of",
                "--cas, at the pictures' own size unless --mask-size or --cas-size is given.",
                "",
                "Examples:",
                "  objectomaly eval RoadAnomaly --ablation --report out",
                "  objectomaly eval RoadAnomaly21 --cas espnetv2-s2.0,enet --mask-order paper,reference",
                "  objectomaly eval drive.mp4 --truth masks --refresh 5",
                "  objectomaly eval bsds500 --masks pidinet-tiny,pidinet",
                "  objectomaly eval camvid --cas road-cas,espnetv2-s2.0");
    }

    @Override
    public int run(final List<String> arguments, final Interruption interruption) {
        validate();
        if (isLabelledWith("segments by people", BerkeleySegments::isIn)) {
            return new BoundaryRun(this, arguments, interruption).run();
        }
        if (isLabelledWith("classes of a road", folder -> CamVid.isIn(folder, split))) {
            return new ClassRun(this, arguments, interruption).run();
        }
        return new EvalRun(this, arguments, interruption).run();
    }

    private void validate() {
        if (inputs.size() != 1) {
            throw Fault.of(
                    Fault.Kind.USAGE, "eval takes one DATASET and got %d; see objectomaly eval --help.", inputs.size());
        }
        Checks.atLeast("--refresh", refresh, 1);
        if (frames != null && frames < 1) {
            throw Fault.of(Fault.Kind.USAGE, "--frames is 1 or more, not %d.", frames);
        }
        if (anomalyValue != null) {
            Checks.within("--anomaly-value", anomalyValue, 1, 255);
        }
        if (refresh > 1 && truth == null) {
            throw Fault.of(Fault.Kind.USAGE, "--refresh is for videos; give the video's masks with --truth.");
        }
        if (truth != null && !layout.equals("auto")) {
            throw Fault.of(Fault.Kind.USAGE, "--layout is for folders of pictures; a video's masks come from --truth.");
        }
        if (refresh > 1 && ablation) {
            throw Fault.of(
                    Fault.Kind.USAGE,
                    "--ablation needs every frame's own maps, and --refresh carries them; leave one of them out.");
        }
        method.combinations();
        layout();
    }

    /** Whether the data set is the one that a test knows, which has labels of another kind in place of anomalies. */
    private boolean isLabelledWith(final String labels, final Predicate<Path> test) {
        final Path folder = Path.of(inputs.get(0));
        final boolean is = truth == null && layout() == Layout.AUTO && Files.isDirectory(folder) && test.test(folder);
        if (is && (ablation || anomalyValue != null)) {
            throw Fault.of(
                    Fault.Kind.USAGE,
                    "%s has %s and no anomalies; leave out --ablation and --anomaly-value.",
                    folder,
                    labels);
        }
        return is;
    }

    Layout layout() {
        return Choice.of("--layout", layout, Layout.values());
    }

    OptionalInt anomalyValue() {
        return anomalyValue == null ? OptionalInt.empty() : OptionalInt.of(anomalyValue);
    }
}
