package org.objectomaly.cli;

import com.beust.jcommander.Parameter;
import com.beust.jcommander.Parameters;
import com.beust.jcommander.ParametersDelegate;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.objectomaly.Fault;
import org.objectomaly.video.Addresses;

/** {@code objectomaly process}: a road video in, the same video with the unexpected objects marked out. */
@Parameters(commandDescription = "Marks the unexpected objects in a road video.")
final class ProcessCommand implements Command {
    @Parameter(description = "INPUT")
    List<String> inputs = new ArrayList<>();

    @ParametersDelegate
    MethodOptions method = new MethodOptions();

    @ParametersDelegate
    DrawingOptions drawing = new DrawingOptions();

    @Parameter(
            names = {"-o", "--output"},
            category = Help.ESSENTIAL,
            order = 1,
            placeholder = "FILE",
            description = "the MP4 to write",
            defaultValueDescription = "INPUT's name with .annotated.mp4, in this folder")
    Path output;

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
            placeholder = "N|auto",
            description = "let the networks look at every Nth frame and carry the map along the optical flow between;"
                    + " 1 is the paper, larger is faster; auto lets them look at as many as leave the film done in about"
                    + " its own length")
    String refresh = "1";

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
            names = "--json",
            category = Help.FREQUENT,
            order = 7,
            description = "print the summary as JSON on standard output")
    boolean json;

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
                "  objectomaly process samples/drive.mp4",
                "  objectomaly process drive.mkv --view split --refresh 5 --events drive.jsonl");
    }

    @Override
    public int run(final List<String> arguments, final Interruption interruption) {
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
        refresh();
        drawing.validate();
        method.single();
    }

    RefreshOption refresh() {
        return RefreshOption.parse(refresh);
    }

    Path outputPath() {
        return output != null ? output : Path.of(Addresses.stem(inputs.get(0)) + ".annotated.mp4");
    }
}
