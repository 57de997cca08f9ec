package org.objectomaly.cli;

import com.beust.jcommander.Parameter;
import com.beust.jcommander.Parameters;
import com.beust.jcommander.ParametersDelegate;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.objectomaly.Fault;

/** {@code objectomaly bench}: what the method costs on this machine, and what speed is paid with. */
@Parameters(commandDescription = "Measures how fast this machine is, for each choice of networks.")
final class BenchCommand implements Command {
    private static final Pattern SIZE = Pattern.compile("(\\d{1,4})x(\\d{1,4})");
    private static final int SMALLEST = 32;
    private static final int LARGEST = 8192;

    @Parameter(description = "INPUT")
    List<String> inputs = new ArrayList<>();

    @ParametersDelegate
    MethodOptions method = new MethodOptions();

    @ParametersDelegate
    ReportOptions report = new ReportOptions();

    @Parameter(
            names = "--frames",
            category = Help.ESSENTIAL,
            order = 4,
            placeholder = "N",
            description = "frames of each round, the first of the video")
    int frames = 60;

    @Parameter(
            names = "--rounds",
            category = Help.FREQUENT,
            order = 1,
            placeholder = "N",
            description = "counted rounds, in which all combinations take turns")
    int rounds = 3;

    @Parameter(
            names = "--refresh",
            category = Help.FREQUENT,
            order = 2,
            placeholder = "N",
            description = "let the networks look at every Nth frame and carry the map between")
    int refresh = 1;

    @Parameter(
            names = "--size",
            category = Help.FREQUENT,
            order = 3,
            placeholder = "WIDTHxHEIGHT",
            description = "scale the video to this size before, such as 1920x1080",
            defaultValueDescription = "the video's own")
    String size;

    @Parameter(
            names = "--random-weights",
            category = Help.FREQUENT,
            order = 4,
            description =
                    "measure networks whose checkpoint is missing with made-up weights: they cost the same and see"
                            + " nothing; the report says so on every line")
    boolean randomWeights;

    @Parameter(
            names = "--truth",
            category = Help.FREQUENT,
            order = 5,
            placeholder = "DIR|FILE",
            description = "the video's masks, as for eval",
            defaultValueDescription = "INPUT's name with _truth.mkv, if that is there")
    Path truth;

    @Override
    public String name() {
        return "bench";
    }

    @Override
    public List<String> usage() {
        return List.of(
                "Usage: objectomaly bench [INPUT] [options]",
                "",
                "INPUT is a video; without it the sample clip. --cas, --masks and the sizes take lists (A,B); every",
                "combination is measured, in turns, from the file read to the file written.",
                "",
                "Examples:",
                "  objectomaly bench --masks road-masks,none --report out",
                "  objectomaly bench drive.mp4 --size 1920x1080 --refresh 5",
                "  objectomaly bench --masks road-masks,fastsam-s,fastsam-x --frames 10 --random-weights");
    }

    @Override
    public int run(final List<String> arguments, final Interruption interruption) {
        validate();
        return new BenchRun(this, arguments, interruption).run();
    }

    private void validate() {
        if (inputs.size() > 1) {
            throw Fault.of(
                    Fault.Kind.USAGE,
                    "bench takes one INPUT video and got %d; see objectomaly bench --help.",
                    inputs.size());
        }
        Checks.atLeast("--frames", frames, 1);
        Checks.atLeast("--rounds", rounds, 1);
        Checks.atLeast("--refresh", refresh, 1);
        method.combinations();
        size();
        if (!Files.isRegularFile(input())) {
            throw Fault.of(
                    Fault.Kind.INPUT,
                    "The video '%s' is not there or is no file; bench reads it several times, so it must be one.",
                    input());
        }
        if (truth != null && !Files.exists(truth)) {
            throw Fault.of(Fault.Kind.INPUT, "The masks '%s' are not there; check --truth.", truth);
        }
    }

    /** The video that was asked for, or the program's own. */
    Path input() {
        return inputs.isEmpty()
                ? Path.of(System.getProperty("objectomaly.home", "."), "samples", "drive.mp4")
                : Path.of(inputs.get(0));
    }

    /** The masks that were asked for, or those that lie beside the video; null if there are none. */
    Path truth() {
        if (truth != null) {
            return truth;
        }
        final String name = input().getFileName().toString();
        final int dot = name.lastIndexOf('.');
        final Path beside = input().resolveSibling((dot > 0 ? name.substring(0, dot) : name) + "_truth.mkv");
        return Files.isRegularFile(beside) ? beside : null;
    }

    /** Columns and rows, or null for the video's own. */
    int[] size() {
        if (size == null) {
            return null;
        }
        final Matcher matcher = SIZE.matcher(size);
        if (!matcher.matches()) {
            throw Fault.of(Fault.Kind.USAGE, "--size is WIDTHxHEIGHT such as 1280x720, not '%s'.", size);
        }
        final int[] sides = {Integer.parseInt(matcher.group(1)), Integer.parseInt(matcher.group(2))};
        for (final int side : sides) {
            Checks.within("Each side of --size", side, SMALLEST, LARGEST);
        }
        return sides;
    }
}
