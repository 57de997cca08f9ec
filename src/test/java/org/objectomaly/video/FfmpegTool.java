package org.objectomaly.video;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.bytedeco.javacpp.Loader;

/** The ffmpeg and ffprobe commands that come inside the FFmpeg jar: a second opinion on every file of ours. */
public final class FfmpegTool {
    private static final String RESOURCES = "/org/bytedeco/ffmpeg/" + Loader.getPlatform();

    private FfmpegTool() {}

    /**
     * Runs ffmpeg, overwriting its output.
     *
     * @param arguments the command line
     */
    public static void ffmpeg(final List<String> arguments) {
        final List<String> command = new ArrayList<>(List.of("-hide_banner", "-v", "error", "-nostdin", "-y"));
        command.addAll(arguments);
        run("ffmpeg", command);
    }

    /**
     * Runs ffprobe.
     *
     * @param arguments the command line
     * @return its lines
     */
    public static List<String> ffprobe(final String... arguments) {
        final List<String> command = new ArrayList<>(List.of("-v", "error"));
        command.addAll(List.of(arguments));
        return run("ffprobe", command);
    }

    /**
     * Presentation times of the decoded frames of the video.
     *
     * @param file any video
     * @return seconds as text, one entry a frame
     */
    public static List<String> frameTimes(final Path file) {
        final List<String> lines = ffprobe(
                "-select_streams",
                "V:0",
                "-show_entries",
                "frame=best_effort_timestamp_time",
                "-of",
                "default=nk=1:nw=1",
                file.toString());
        return lines.stream().filter(line -> line.matches("-?[0-9.]+")).toList();
    }

    /**
     * Times and contents of the packets of a kind of stream.
     *
     * @param file any video
     * @param streams a stream specifier such as "a" or "s"
     * @return one line a packet with its time and the hash of its bytes
     */
    public static List<String> packets(final Path file, final String streams) {
        return ffprobe(
                        "-select_streams",
                        streams,
                        "-show_entries",
                        "packet=pts_time,data_hash",
                        "-show_data_hash",
                        "md5",
                        "-of",
                        "compact=p=0",
                        file.toString())
                .stream()
                .map(line -> line.replaceFirst("[|]+$", ""))
                .toList();
    }

    /**
     * Contents of the packets of a kind of stream.
     *
     * @param file any video
     * @param streams a stream specifier such as "a" or "s"
     * @return one hash a packet
     */
    public static List<String> packetHashes(final Path file, final String streams) {
        return packets(file, streams).stream()
                .map(line -> line.replaceFirst(".*data_hash=([^|]*).*", "$1"))
                .toList();
    }

    /**
     * What ffmpeg can read and write through.
     *
     * @return names of protocols such as srt
     */
    static List<String> protocols() {
        return run("ffmpeg", List.of("-hide_banner", "-v", "error", "-protocols")).stream()
                .map(String::strip)
                .toList();
    }

    /**
     * Starts ffmpeg and does not wait for its end.
     *
     * @param arguments the command line
     * @return the process, to be ended by the caller
     * @throws IOException if it cannot be started
     */
    static Process start(final List<String> arguments) throws IOException {
        final List<String> command = new ArrayList<>(List.of("-hide_banner", "-v", "error", "-nostdin", "-y"));
        command.addAll(arguments);
        return builder("ffmpeg", command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(
                        Path.of("target", "ffmpeg-tool.log").toFile()))
                .start();
    }

    private static ProcessBuilder builder(final String tool, final List<String> arguments) throws IOException {
        final Path folder = folder();
        final List<String> command = new ArrayList<>();
        command.add(folder.resolve(tool).toString());
        command.addAll(arguments);
        final ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().put("LD_LIBRARY_PATH", folder.toString());
        return builder;
    }

    private static List<String> run(final String tool, final List<String> arguments) {
        try {
            final ProcessBuilder builder = builder(tool, arguments);
            final File errors = Files.createTempFile("ffmpeg", ".log").toFile();
            builder.redirectError(errors);
            final Process process = builder.start();
            final String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (!process.waitFor(60, TimeUnit.SECONDS) || process.exitValue() != 0) {
                process.destroyForcibly();
                throw new IllegalStateException(builder.command() + ": " + Files.readString(errors.toPath()));
            }
            Files.delete(errors.toPath());
            return output.lines().toList();
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        } catch (final InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** The unpacked commands, made runnable on machines without a sound server. */
    private static synchronized Path folder() throws IOException {
        final File usual = Loader.cacheResource(RESOURCES);
        final Path unpacked = (usual != null ? usual : Loader.cacheResource(RESOURCES + "-gpl")).toPath();
        final Path folder = Path.of("target", "ffmpeg-tool").toAbsolutePath();
        if (Files.exists(folder.resolve("ready"))) {
            return folder;
        }
        Files.createDirectories(folder);
        try (Stream<Path> files = Files.list(unpacked)) {
            for (final Path file : files.filter(Files::isRegularFile).toList()) {
                Files.copy(file, folder.resolve(file.getFileName()), StandardCopyOption.REPLACE_EXISTING);
            }
        }
        withoutSoundServer(folder.resolve("libavdevice.so.62"));
        for (final String tool : List.of("ffmpeg", "ffprobe")) {
            folder.resolve(tool).toFile().setExecutable(true);
        }
        Files.createFile(folder.resolve("ready"));
        return folder;
    }

    /**
     * The commands are linked to a capture library that demands PulseAudio's client, which servers do not have and no
     * test needs. In a copy the name of that library is replaced by one that is there; none of its functions is called.
     */
    private static void withoutSoundServer(final Path library) throws IOException {
        final byte[] bytes = Files.readAllBytes(library);
        final byte[] wanted = "libpulse.so.0\0".getBytes(StandardCharsets.US_ASCII);
        final byte[] present = "libdrm.so.2\0\0\0".getBytes(StandardCharsets.US_ASCII);
        for (int at = 0; at < bytes.length - wanted.length; at++) {
            int same = 0;
            while (same < wanted.length && bytes[at + same] == wanted[same]) {
                same++;
            }
            if (same == wanted.length) {
                System.arraycopy(present, 0, bytes, at, present.length);
            }
        }
        Files.write(library, bytes);
    }
}
