package org.objectomaly.video;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.objectomaly.Fault;

/**
 * A transcode in a process of its own, to be killed or starved: writes the given number of frames, says so, and waits
 * for its standard input to end before it goes on to the end of the video.
 */
final class ChildTranscode {
    private ChildTranscode() {}

    public static void main(final String[] arguments) throws IOException {
        final long pause = Long.parseLong(arguments[2]);
        try (VideoReader reader = VideoReader.open(arguments[0], ReaderOptions.defaults());
                VideoWriter writer = VideoWriter.create(Path.of(arguments[1]), reader, WriterOptions.defaults());
                VideoFrame frame = new VideoFrame()) {
            while (reader.read(frame)) {
                writer.write(frame);
                if (frame.index() + 1 == pause) {
                    System.out.println("written " + pause);
                    System.in.read();
                }
            }
            writer.write(frame);
            writer.finish();
        } catch (final Fault e) {
            System.out.println(e.getMessage());
            System.exit(e.kind().exitCode());
        }
    }

    /** The command that starts a child. */
    static List<String> command(final Path in, final Path out, final long pause) {
        return new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-Dorg.bytedeco.javacpp.maxPhysicalBytes=0",
                "-cp",
                System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                ChildTranscode.class.getName(),
                in.toString(),
                out.toString(),
                Long.toString(pause)));
    }
}
