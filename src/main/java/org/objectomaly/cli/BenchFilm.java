package org.objectomaly.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.objectomaly.Fault;
import org.objectomaly.video.ReaderOptions;
import org.objectomaly.video.StreamInfo;
import org.objectomaly.video.VideoFrame;
import org.objectomaly.video.VideoReader;
import org.objectomaly.video.VideoWriter;
import org.objectomaly.video.WriterOptions;

/**
 * What {@code bench} runs on: the video, or a copy of its first frames in another size, so that decoding costs what a
 * video of that size costs; and a place for the output that nobody looks at.
 */
final class BenchFilm implements AutoCloseable {
    private static final int QUALITY = 90;

    private final Path folder;
    private final Path video;
    private final StreamInfo info;
    private final StreamInfo original;

    private BenchFilm(final Path folder, final Path video, final StreamInfo info, final StreamInfo original) {
        this.folder = folder;
        this.video = video;
        this.info = info;
        this.original = original;
    }

    /**
     * Opens the video, and scales it where that is asked for.
     *
     * @param options of the command
     * @param scratch where temporary files may lie
     * @return the film; the caller's to close
     */
    static BenchFilm open(final BenchCommand options, final Path scratch) {
        final Path input = options.input();
        final StreamInfo original = info(input);
        final Path folder = temporary(scratch);
        final int[] size = options.size();
        if (size == null) {
            return new BenchFilm(folder, input, original, original);
        }
        final Path copy = folder.resolve("scaled.mp4");
        try {
            scale(input, copy, size, options.frames);
            return new BenchFilm(folder, copy, info(copy), original);
        } catch (final RuntimeException e) {
            clear(folder);
            throw e;
        }
    }

    private static Path temporary(final Path scratch) {
        try {
            return Files.createTempDirectory(scratch, "objectomaly-bench");
        } catch (final IOException e) {
            throw Fault.of(Fault.Kind.OUTPUT, "No temporary files can be written to %s (%s).", scratch, Fault.reason(e))
                    .because(e);
        }
    }

    private static StreamInfo info(final Path video) {
        try (VideoReader reader = VideoReader.open(video.toString(), ReaderOptions.defaults())) {
            return reader.info();
        }
    }

    private static void scale(final Path from, final Path to, final int[] size, final int frames) {
        final ReaderOptions reading = ReaderOptions.defaults().withSize(size[0], size[1]);
        try (VideoReader reader = VideoReader.open(from.toString(), reading);
                VideoWriter writer =
                        VideoWriter.create(to, reader, WriterOptions.defaults().withQuality(QUALITY));
                VideoFrame frame = new VideoFrame()) {
            for (int i = 0; i < frames && reader.read(frame); i++) {
                writer.write(frame);
            }
            writer.finish();
        }
    }

    /** The video to be read. */
    Path video() {
        return video;
    }

    /** Where the output goes. */
    Path output() {
        return folder.resolve("output.mp4");
    }

    /** What the frames are on their way through the corridor. */
    StreamInfo info() {
        return info;
    }

    /** What they are in the user's file, to which the truth belongs. */
    StreamInfo original() {
        return original;
    }

    @Override
    public void close() {
        clear(folder);
    }

    private static void clear(final Path folder) {
        try {
            for (final String name : new String[] {"scaled.mp4", "output.mp4"}) {
                Files.deleteIfExists(folder.resolve(name));
            }
            Files.deleteIfExists(folder);
        } catch (final IOException e) {
            throw new UncheckedIOException("temporary files of this program", e);
        }
    }
}
