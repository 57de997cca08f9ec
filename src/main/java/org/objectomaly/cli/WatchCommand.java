package org.objectomaly.cli;

import com.beust.jcommander.Parameter;
import com.beust.jcommander.Parameters;
import com.beust.jcommander.ParametersDelegate;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.objectomaly.Fault;
import org.objectomaly.live.Look;
import org.objectomaly.video.Transport;

/** {@code objectomaly watch}: cameras, live, with what is unexpected marked on a page and remembered. */
@Parameters(commandDescription = "Watches cameras live and shows them, marked, on a web page.")
final class WatchCommand implements Command {
    @Parameter(description = "SOURCE...")
    List<String> sources = new ArrayList<>();

    @ParametersDelegate
    MethodOptions method = new MethodOptions();

    @ParametersDelegate
    DrawingOptions drawing = new DrawingOptions();

    @Parameter(
            names = "--port",
            category = Help.ESSENTIAL,
            order = 1,
            placeholder = "N",
            description = "TCP port of the page; 0 for any free one")
    int port = 8080;

    @Parameter(
            names = "--record",
            category = Help.ESSENTIAL,
            order = 4,
            placeholder = "DIR",
            description = "keep events and their snapshots in this folder, for the next start, too",
            defaultValueDescription = "events are forgotten at the end")
    Path record;

    @Parameter(
            names = "--clips",
            category = Help.ESSENTIAL,
            order = 5,
            description = "keep the seconds before, during and after each event, as the camera sent them")
    boolean clips;

    @Parameter(
            names = "--bind",
            category = Help.FREQUENT,
            order = 1,
            placeholder = "ADDRESS",
            description = "network address to serve the page at; others than 127.0.0.1 ask every visitor for a token")
    String bind = "127.0.0.1";

    @Parameter(
            names = "--token",
            category = Help.FREQUENT,
            order = 2,
            placeholder = "TEXT",
            description = "what a visitor must show; better given as OBJECTOMALY_TOKEN",
            defaultValueDescription = "none at 127.0.0.1; a random one elsewhere, printed at the start")
    String token;

    @Parameter(
            names = "--refresh",
            category = Help.FREQUENT,
            order = 2,
            placeholder = "N|auto",
            description = "let the networks look at one frame in N at most; auto: whenever they are free")
    String refresh = "auto";

    @Parameter(
            names = "--transport",
            category = Help.FREQUENT,
            order = 5,
            placeholder = "tcp|udp|auto",
            description = "how RTSP cameras are to send")
    String transport = "auto";

    @Parameter(
            names = "--stall",
            category = Help.FREQUENT,
            order = 7,
            placeholder = "SECONDS",
            description = "open a camera anew when nothing came for so long, such as 10s")
    String stall = "10s";

    @Parameter(names = "--loop", category = Help.FREQUENT, order = 8, description = "play a file again and again")
    boolean loop;

    @Parameter(
            names = "--forward",
            category = Help.FREQUENT,
            order = 9,
            placeholder = "URL",
            description = "publish the marked picture there, such as rtsp://server:8554/marked; with several cameras,"
                    + " {} stands for the camera's name")
    String forward;

    @Parameter(
            names = "--mqtt",
            category = Help.FREQUENT,
            order = 10,
            placeholder = "URL",
            description = "tell an MQTT server of events, such as mqtt://user:password@server:1883/prefix")
    String mqtt;

    @Parameter(
            names = "--keep-days",
            category = Help.RARE,
            order = 1,
            placeholder = "N",
            description = "events older than this go, with their files; 0 keeps all")
    int keepDays = 30;

    @Parameter(
            names = "--keep-gigabytes",
            category = Help.RARE,
            order = 2,
            placeholder = "N",
            description = "the oldest events go when the folder is larger than this; 0 keeps all")
    double keepGigabytes = 10;

    @Override
    public String name() {
        return "watch";
    }

    @Override
    public List<String> usage() {
        return List.of(
                "Usage: objectomaly watch SOURCE... [options]",
                "",
                "A SOURCE is an address (rtsp, rtsps, http, srt, rtmp), a camera of this machine (/dev/video0), a video file,",
                "or a YAML file that lists several (docs/watch.md). NAME=SOURCE gives it a name.",
                "",
                "Examples:",
                "  objectomaly watch rtsp://camera.local/stream1",
                "  objectomaly watch front=rtsp://10.0.0.2/1 rear=rtsp://10.0.0.3/1 --record seen --clips",
                "  objectomaly watch samples/drive.mp4 --loop");
    }

    @Override
    public int run(final List<String> arguments, final Interruption interruption) {
        validate();
        return new WatchRun(this, interruption).run();
    }

    private void validate() {
        if (sources.isEmpty()) {
            throw Fault.of(
                    Fault.Kind.USAGE, "watch needs a SOURCE, such as rtsp://camera/1; see objectomaly watch --help.");
        }
        Checks.within("--port", port, 0, 65_535);
        drawing.validate();
        Checks.atLeast("--keep-days", keepDays, 0);
        Checks.within("--keep-gigabytes", keepGigabytes, 0, 1e9);
        if (clips && record == null) {
            throw Fault.of(Fault.Kind.USAGE, "--clips needs a folder to keep them in: add --record DIR.");
        }
        method.single();
        refresh();
        transport();
        stall();
    }

    Look look() {
        return new Look(drawing.view(), drawing.threshold);
    }

    RefreshOption refresh() {
        return RefreshOption.parse(refresh);
    }

    Transport transport() {
        return Choice.of("--transport", transport, Transport.values());
    }

    Duration stall() {
        return seconds("--stall", stall);
    }

    /** A number of seconds, with or without an s. */
    static Duration seconds(final String option, final String text) {
        try {
            final double value = Double.parseDouble(text.replaceFirst("s$", ""));
            if (value >= 1 && value <= 3600) {
                return Duration.ofMillis(Math.round(value * 1000));
            }
        } catch (final NumberFormatException e) {
            // Said below, as for every other text.
        }
        throw Fault.of(Fault.Kind.USAGE, "%s lies between 1s and 3600s, not at '%s'.", option, text);
    }
}
