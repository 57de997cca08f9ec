package org.objectomaly.video;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.objectomaly.Fault;
import org.objectomaly.image.ScoreMap;

class MapWriterTest {
    private static final int WIDTH = 61;
    private static final int HEIGHT = 33;

    @TempDir
    Path folder;

    @Test
    void shouldKeepEveryScoreAndTimeWithoutLoss() throws IOException {
        final Path out = folder.resolve("maps.mkv");
        final short[] expected = writeMaps(out);

        final Path raw = folder.resolve("maps.gray");
        FfmpegTool.ffmpeg(List.of(
                "-i",
                out.toString(),
                "-fps_mode",
                "passthrough",
                "-f",
                "rawvideo",
                "-pix_fmt",
                "gray16le",
                raw.toString()));
        final short[] stored = new short[expected.length];
        ByteBuffer.wrap(Files.readAllBytes(raw))
                .order(ByteOrder.LITTLE_ENDIAN)
                .asShortBuffer()
                .get(stored);
        assertArrayEquals(expected, stored);
        final List<String> times = FfmpegTool.frameTimes(TestClips.variableRate());
        final List<String> mapTimes = FfmpegTool.frameTimes(out);
        assertEquals(times.size(), mapTimes.size());
        for (int i = 0; i < times.size(); i++) {
            assertEquals(Double.parseDouble(times.get(i)), Double.parseDouble(mapTimes.get(i)), 0.000_501);
        }
    }

    private static short[] writeMaps(final Path out) {
        final java.nio.ShortBuffer expected = java.nio.ShortBuffer.allocate(40 * WIDTH * HEIGHT);
        try (VideoReader reader = VideoReader.open(TestClips.variableRate().toString(), ReaderOptions.defaults());
                MapWriter writer = MapWriter.create(out, reader, WIDTH, HEIGHT, false);
                VideoFrame frame = new VideoFrame()) {
            final ScoreMap map = new ScoreMap(WIDTH, HEIGHT);
            while (reader.read(frame)) {
                for (int i = 0; i < map.values().length; i++) {
                    map.values()[i] = (i * 37 + frame.index() * 101) % 2200 / 2000f - 0.05f;
                    final double clamped = Math.min(1, Math.max(0, (double) map.values()[i]));
                    expected.put((short) Math.round((float) (clamped * 65_535)));
                }
                writer.write(map, frame);
            }
            writer.finish();
        }
        return expected.array();
    }

    @Test
    void shouldStoreUndefinedScoresAsZero() throws IOException {
        final Path out = folder.resolve("maps.mkv");
        try (VideoReader reader = VideoReader.open(TestClips.oneFrame().toString(), ReaderOptions.defaults());
                MapWriter writer = MapWriter.create(out, reader, WIDTH, HEIGHT, false);
                VideoFrame frame = new VideoFrame()) {
            assertTrue(reader.read(frame));
            final ScoreMap map = new ScoreMap(WIDTH, HEIGHT);
            map.fill(Float.NaN);
            assertFalse(Files.exists(out), "nothing is created before the first map");
            writer.write(map, frame);
            writer.finish();
        }
        final Path raw = folder.resolve("maps.gray");
        FfmpegTool.ffmpeg(List.of("-i", out.toString(), "-f", "rawvideo", "-pix_fmt", "gray16le", raw.toString()));
        assertArrayEquals(new byte[2 * WIDTH * HEIGHT], Files.readAllBytes(raw));
    }

    @Test
    void shouldRefuseAnotherContainer() {
        try (VideoReader reader = VideoReader.open(TestClips.oneFrame().toString(), ReaderOptions.defaults())) {
            final Fault fault = assertThrows(
                    Fault.class, () -> MapWriter.create(folder.resolve("maps.mp4"), reader, WIDTH, HEIGHT, false));
            assertEquals(Fault.Kind.USAGE, fault.kind());
            assertTrue(fault.getMessage().contains(".mkv"), fault.getMessage());
        }
    }

    @Test
    void shouldSayThatAFileCannotBeCreated() {
        final Path out = folder.resolve("m".repeat(252) + ".mkv");
        try (VideoReader reader = VideoReader.open(TestClips.oneFrame().toString(), ReaderOptions.defaults());
                MapWriter writer = MapWriter.create(out, reader, WIDTH, HEIGHT, false);
                VideoFrame frame = new VideoFrame()) {
            assertTrue(reader.read(frame));
            final ScoreMap map = new ScoreMap(WIDTH, HEIGHT);
            final Fault fault = assertThrows(Fault.class, () -> writer.write(map, frame));
            assertEquals(Fault.Kind.OUTPUT, fault.kind());
            assertTrue(fault.getMessage().contains("too long"), fault.getMessage());
        }
    }
}
