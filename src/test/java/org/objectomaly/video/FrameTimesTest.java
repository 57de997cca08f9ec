package org.objectomaly.video;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class FrameTimesTest {
    @TempDir
    Path folder;

    static Stream<Arguments> clips() {
        return Stream.of(
                clip("constant rate", TestClips::constantRate, 60),
                clip("variable rate", TestClips::variableRate, 40),
                clip("B-frames and edit list", TestClips::reordered, 50),
                clip("transport stream from 10.5 s", TestClips::transportStream, 60),
                clip("Matroska", TestClips::matroska, 48),
                clip("WebM", TestClips::webm, 30),
                clip("AV1", TestClips::av1, 30),
                clip("AVI", TestClips::avi, 50),
                clip("Motion JPEG", TestClips::motionJpeg, 15),
                clip("QuickTime", TestClips::quickTime, 30),
                clip("rotated", TestClips::rotated, 60),
                clip("one frame", TestClips::oneFrame, 1));
    }

    private static Arguments clip(final String name, final Supplier<Path> made, final int frames) {
        return Arguments.of(name, made, frames);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("clips")
    void shouldKeepEveryFrameAndItsTime(final String name, final Supplier<Path> made, final int frames) {
        final Path clip = made.get();
        final Path out = folder.resolve("out.mp4");

        assertEquals(frames, Transcode.run(clip, out));

        final List<String> expected = FfmpegTool.frameTimes(clip);
        assertEquals(frames, expected.size());
        assertEquals(expected, FfmpegTool.frameTimes(out));
    }

    @Test
    void shouldTellTimesOfVariableRateVideo() {
        final List<String> expected = FfmpegTool.frameTimes(TestClips.variableRate());
        try (VideoReader reader = VideoReader.open(TestClips.variableRate().toString(), ReaderOptions.defaults());
                VideoFrame frame = new VideoFrame()) {
            for (int i = 0; i < expected.size(); i++) {
                assertTrue(reader.read(frame));
                assertEquals(i, frame.index());
                assertEquals(Double.parseDouble(expected.get(i)), frame.seconds(), 1e-6);
            }
            assertFalse(reader.read(frame));
            assertFalse(frame.hasPicture());
        }
    }

    @Test
    void shouldKeepTimesWithTheEncoderThatCannotCountFinely() {
        final Path out = folder.resolve("out.mp4");

        Transcode.run(TestClips.transportStream(), out, WriterOptions.defaults().withEncoder("mpeg4"));

        assertEquals(FfmpegTool.frameTimes(TestClips.transportStream()), FfmpegTool.frameTimes(out));
    }
}
