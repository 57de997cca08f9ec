package org.objectomaly.video;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;

/**
 * A camera on loopback that can be broken: GStreamer's RTSP server in a process of its own. It keeps its port whatever
 * happens to it. All viewers see one picture, which begins when the first of them comes.
 *
 * <pre>{@code
 * RtspServer.assumeAvailable();
 * try (RtspServer camera = RtspServer.start(RtspServer.Options.pattern().withSize(640, 360))) {
 *     VideoReader.open(camera.url(), ...);
 *     camera.kill();      // power cut
 *     camera.restart();   // back again
 *     camera.freeze();    // cable pulled: nothing is closed, nothing comes
 *     camera.thaw();
 * }
 * }</pre>
 */
public final class RtspServer extends BreakableProcess {
    private static final List<String> PYTHONS = List.of("/usr/bin/python3", "python3");
    private static final String CHECK = "import gi; gi.require_version('GstRtspServer', '1.0'); "
            + "from gi.repository import Gst, GstRtspServer; Gst.init(None); "
            + "has = Gst.ElementFactory.find; "
            + "print('h264' if has('rtph264pay') and (has('x264enc') or has('openh264enc')) else '', "
            + "'h265' if has('rtph265pay') and has('x265enc') else '', "
            + "'mjpeg' if has('rtpjpegpay') and has('jpegenc') else '')";
    private static List<String> codecs = List.of();
    private static String python;
    private static String reason;

    private final int port;
    private Options options;

    /**
     * What the camera shows and how it is reached.
     *
     * @param codec h264, h265 or mjpeg
     * @param file a video of any kind that is shown again and again as H.264, without a gap in time; null for a test
     *     pattern
     * @param width columns of the pattern
     * @param height rows of the pattern
     * @param frameRate frames a second of the pattern
     * @param gop frames from one key frame of the pattern to the next
     * @param sound none, pcma or aac
     * @param transport any, tcp or udp: what the server offers
     * @param user who may view; null for everybody
     * @param password the user's
     * @param recordings a folder; not null for a server that takes a published stream instead of showing one
     */
    public record Options(
            String codec,
            Path file,
            int width,
            int height,
            int frameRate,
            int gop,
            String sound,
            String transport,
            String user,
            String password,
            Path recordings) {
        /** H.264, 320 x 180, 25 frames a second, a key frame a second, no sound, no password. */
        public static Options pattern() {
            return new Options("h264", null, 320, 180, 25, 25, "none", "any", null, null, null);
        }

        /** A file again and again; its pictures are encoded anew as H.264 with a key frame every 25 frames. */
        public static Options file(final Path video) {
            return new Options("h264", video, 0, 0, 0, 25, "none", "any", null, null, null);
        }

        /** A server that takes what is published and writes the H.264 of each session to a file in a folder. */
        public static Options recorder(final Path folder) {
            return new Options("h264", null, 0, 0, 0, 0, "none", "any", null, null, folder);
        }

        public Options withCodec(final String name) {
            return new Options(name, file, width, height, frameRate, gop, sound, transport, user, password, recordings);
        }

        public Options withSize(final int columns, final int rows) {
            return new Options(
                    codec, file, columns, rows, frameRate, gop, sound, transport, user, password, recordings);
        }

        public Options withRate(final int framesPerSecond, final int framesPerKey) {
            return new Options(
                    codec,
                    file,
                    width,
                    height,
                    framesPerSecond,
                    framesPerKey,
                    sound,
                    transport,
                    user,
                    password,
                    recordings);
        }

        public Options withSound(final String name) {
            return new Options(codec, file, width, height, frameRate, gop, name, transport, user, password, recordings);
        }

        public Options withTransport(final String name) {
            return new Options(codec, file, width, height, frameRate, gop, sound, name, user, password, recordings);
        }

        public Options withPassword(final String who, final String secret) {
            return new Options(codec, file, width, height, frameRate, gop, sound, transport, who, secret, recordings);
        }
    }

    private RtspServer(final int port, final Options options) {
        this.port = port;
        this.options = options;
    }

    /**
     * Why there can be no such server here.
     *
     * @return null if there can
     */
    public static synchronized String unavailable() {
        if (python == null && reason == null) {
            reason = "no Python";
            for (final String candidate : PYTHONS) {
                try {
                    final Process check = new ProcessBuilder(candidate, "-c", CHECK)
                            .redirectErrorStream(true)
                            .start();
                    final String said = new String(check.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
                    if (check.waitFor(20, TimeUnit.SECONDS) && check.exitValue() == 0) {
                        python = candidate;
                        codecs = List.of(said.strip().split("\\s+"));
                        reason = null;
                        break;
                    }
                    reason = "GStreamer's RTSP server is not installed: " + said.strip();
                } catch (final IOException e) {
                    reason = e.getMessage();
                } catch (final InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
            }
        }
        if (python != null && !codecs.contains("h264")) {
            return "GStreamer has no encoder for H.264";
        }
        return python == null ? reason : null;
    }

    /**
     * Skips the test where there can be no such server, or none that shows a pattern in a codec, and says why.
     *
     * @param codec h264, h265 or mjpeg
     */
    public static void assumeShows(final String codec) {
        assumeAvailable();
        Assumptions.assumeTrue(codecs.contains(codec), "GStreamer has no encoder for " + codec);
    }

    /** Whether there can be such a server here. */
    public static boolean isAvailable() {
        return unavailable() == null;
    }

    /** Skips the test where there can be no such server, and says why. */
    public static void assumeAvailable() {
        Assumptions.assumeTrue(isAvailable(), unavailable());
    }

    /**
     * Starts a camera on a free port; it listens when this returns.
     *
     * @param options what it shows
     * @return the running camera, to be closed
     */
    public static RtspServer start(final Options options) {
        final RtspServer server = prepare(options);
        server.restart();
        return server;
    }

    /**
     * A camera that is not there yet: its address is known, and refused.
     *
     * @param options what it will show
     * @return a camera to be started with {@link #restart()}
     */
    public static RtspServer prepare(final Options options) {
        if (!isAvailable()) {
            throw new IllegalStateException(unavailable());
        }
        return new RtspServer(freePort(), options);
    }

    /** A port of loopback that is free now. */
    public static int freePort() {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The address, with user and password if there are any. */
    public String url() {
        return options.user() == null ? bareUrl() : urlFor(options.user(), options.password());
    }

    /** The address without user and password. */
    public String bareUrl() {
        return "rtsp://127.0.0.1:" + port + "/camera";
    }

    /** The address for a user of this or another name. */
    public String urlFor(final String user, final String password) {
        return "rtsp://" + user + ":" + password + "@127.0.0.1:" + port + "/camera";
    }

    public int port() {
        return port;
    }

    /** Ends it if it runs and starts it again, with the same picture on the same port. */
    public void restart() {
        restart(options);
    }

    /**
     * Ends it if it runs and starts it again on the same port with another picture.
     *
     * @param next what it shows from now on
     */
    public void restart(final Options next) {
        kill();
        options = next;
        try {
            final ProcessBuilder builder = new ProcessBuilder(command());
            builder.redirectError(ProcessBuilder.Redirect.appendTo(Files.createDirectories(Path.of("target"))
                    .resolve("rtsp-server.log")
                    .toFile()));
            final Process started = builder.start();
            runs(started);
            final BufferedReader lines =
                    new BufferedReader(new InputStreamReader(started.getInputStream(), StandardCharsets.UTF_8));
            final String line =
                    CompletableFuture.supplyAsync(() -> firstLine(lines)).get(20, TimeUnit.SECONDS);
            if (!("ready " + port).equals(line)) {
                throw new IllegalStateException("the RTSP server said '" + line + "', see target/rtsp-server.log");
            }
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        } catch (final InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        } catch (final java.util.concurrent.ExecutionException | java.util.concurrent.TimeoutException e) {
            kill();
            throw new IllegalStateException("the RTSP server did not start, see target/rtsp-server.log", e);
        }
    }

    private static String firstLine(final BufferedReader lines) {
        try {
            return lines.readLine();
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private List<String> command() throws IOException {
        final List<String> command = new ArrayList<>(List.of(python, script().toString()));
        add(command, "--port", port);
        add(command, "--codec", options.codec());
        if (options.recordings() != null) {
            add(command, "--record", Files.createDirectories(options.recordings()));
        } else if (options.file() != null) {
            addFile(command);
        } else {
            add(command, "--width", options.width());
            add(command, "--height", options.height());
            add(command, "--fps", options.frameRate());
            add(command, "--gop", options.gop());
        }
        add(command, "--audio", options.sound());
        add(command, "--transport", options.transport());
        if (options.user() != null) {
            add(command, "--user", options.user());
            add(command, "--password", options.password());
        }
        return command;
    }

    private static void add(final List<String> command, final String option, final Object value) {
        command.add(option);
        command.add(value.toString());
    }

    /** The file as an elementary stream, in which GStreamer finds each picture by its delimiter. */
    private void addFile(final List<String> command) throws IOException {
        final Path file = options.file().toAbsolutePath();
        final Path stream = TestClips.clip(
                file.getFileName() + ".h264",
                "-i " + file + " -an -c:v libopenh264 -b:v 4M -g " + options.gop()
                        + " -pix_fmt yuv420p -bsf:v h264_metadata=aud=insert -f h264");
        final StreamInfo info;
        try (VideoReader reader = VideoReader.open(file.toString(), ReaderOptions.defaults())) {
            info = reader.info();
        }
        add(command, "--file", stream);
        add(command, "--width", info.width());
        add(command, "--height", info.height());
        add(command, "--fps", Math.round(info.frameRate()));
    }

    private static Path script() throws IOException {
        final Path script = Path.of("target", "rtsp_server.py").toAbsolutePath();
        try (java.io.InputStream source = RtspServer.class.getResourceAsStream("/rtsp_server.py")) {
            final byte[] bytes = source.readAllBytes();
            if (!Files.exists(script) || !java.util.Arrays.equals(bytes, Files.readAllBytes(script))) {
                Files.createDirectories(script.getParent());
                Files.write(script, bytes);
            }
        }
        return script;
    }

    /**
     * What was published, one raw H.264 stream a session, oldest first.
     *
     * @return the files of a server that records
     */
    public List<Path> recordings() {
        try (Stream<Path> files = Files.list(options.recordings())) {
            return files.filter(file -> file.toString().endsWith(".h264"))
                    .sorted()
                    .toList();
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
