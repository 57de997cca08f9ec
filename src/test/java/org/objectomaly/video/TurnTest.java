package org.objectomaly.video;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.objectomaly.image.YuvPlanes;

class TurnTest {
    @TempDir
    Path folder;

    private static Path filmed(final String size, final String how) {
        final Path lying = TestClips.clip(
                "lying-" + size + ".mp4", "-f lavfi -i testsrc2=s=" + size + ":r=10:d=0.3 -c:v libopenh264 -b:v 2M");
        return TestClips.clip(
                "turned-" + size + how.replaceAll("[ -]", "") + ".mp4", how + " -i " + lying + " -c copy");
    }

    @ParameterizedTest(name = "{0}, {1} counter-clockwise")
    @CsvSource({"320x180, 90", "320x180, 180", "320x180, 270", "360x640, 90", "66x34, 270", "98x130, 180"})
    void shouldStandFramesUprightAsPlayersDo(final String size, final String turn) throws IOException {
        final Path clip = filmed(size, "-display_rotation " + turn);
        final Path raw = folder.resolve("upright.yuv");
        FfmpegTool.ffmpeg(List.of("-i", clip.toString(), "-f", "rawvideo", "-pix_fmt", "yuv420p", raw.toString()));
        final byte[] expected = Files.readAllBytes(raw);
        final ByteBuffer seen = ByteBuffer.allocate(expected.length);
        try (VideoReader reader = VideoReader.open(clip.toString(), ReaderOptions.defaults());
                VideoFrame frame = new VideoFrame()) {
            assertEquals(360 - Integer.parseInt(turn), reader.info().rotationDegrees());
            while (reader.read(frame)) {
                assertEquals(reader.info().width(), frame.width());
                assertEquals(reader.info().height(), frame.height());
                final YuvPlanes planes = frame.planes();
                copy(planes.y(), planes.yStride(), planes.width(), planes.height(), seen);
                copy(planes.u(), planes.chromaStride(), planes.width() / 2, planes.height() / 2, seen);
                copy(planes.v(), planes.chromaStride(), planes.width() / 2, planes.height() / 2, seen);
            }
        }
        assertArrayEquals(expected, seen.array());
    }

    private static void copy(
            final ByteBuffer plane, final int stride, final int width, final int height, final ByteBuffer into) {
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                into.put(plane.get(y * stride + x));
            }
        }
    }

    @Test
    void shouldWriteWhatStandsUprightAsSuch() {
        final Path out = folder.resolve("out.mp4");
        Transcode.run(filmed("320x180", "-display_rotation 90"), out);
        final List<String> facts = FfmpegTool.ffprobe(
                "-select_streams",
                "v",
                "-show_entries",
                "stream=width,height:stream_side_data=rotation",
                "-of",
                "csv=p=0",
                out.toString());
        assertEquals(List.of("180,320"), facts);
    }

    @Test
    void shouldLeaveMirroringToThePlayer() {
        final Path clip = filmed("320x180", "-display_hflip");
        final Path out = folder.resolve("out.mp4");
        Transcode.run(clip, out);
        try (VideoReader reader = VideoReader.open(clip.toString(), ReaderOptions.defaults())) {
            assertEquals(0, reader.info().rotationDegrees());
            assertEquals(320, reader.info().width());
        }
        final List<String> matrix = FfmpegTool.ffprobe(
                "-select_streams",
                "v",
                "-show_entries",
                "stream_side_data=displaymatrix",
                "-of",
                "default=nw=1",
                out.toString());
        assertTrue(matrix.stream().anyMatch(row -> row.contains("-65536")), matrix.toString());
    }

    @Test
    void shouldKeepTheShapeOfPixels() {
        final Path clip = TestClips.clip(
                "lying-anamorphic.mp4",
                "-f lavfi -i testsrc2=s=320x180:r=10:d=0.3 -vf setsar=4/3 -c:v libopenh264 -b:v 2M");
        final Path turned = TestClips.clip("turned-anamorphic.mp4", "-display_rotation 90 -i " + clip + " -c copy");
        try (VideoReader reader = VideoReader.open(turned.toString(), ReaderOptions.defaults())) {
            assertEquals(3, reader.info().sampleAspectNumerator());
            assertEquals(4, reader.info().sampleAspectDenominator());
        }
    }
}
