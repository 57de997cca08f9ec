package org.objectomaly.video;

import java.nio.file.Path;

/** Reads a video and writes it, frame by frame: what every pipeline does around its work. */
final class Transcode {
    private Transcode() {}

    static long run(final Path in, final Path out) {
        return run(in, out, WriterOptions.defaults());
    }

    static long run(final Path in, final Path out, final WriterOptions options) {
        try (VideoReader reader = VideoReader.open(in.toString(), ReaderOptions.defaults());
                VideoWriter writer = VideoWriter.create(out, reader, options);
                VideoFrame frame = new VideoFrame()) {
            long frames = 0;
            while (reader.read(frame)) {
                writer.write(frame);
                frames++;
            }
            writer.write(frame);
            writer.finish();
            return frames;
        }
    }
}
