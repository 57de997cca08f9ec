package org.objectomaly.video;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.Pointer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.objectomaly.image.Picture;
import org.objectomaly.image.YuvPlanes;

class PictureFormsTest {
    /** Red, green, blue, white, grey and a dark orange, side by side. */
    private static final int[][] COLOURS = {
        {255, 0, 0}, {0, 255, 0}, {0, 0, 255}, {255, 255, 255}, {128, 128, 128}, {120, 60, 10}
    };

    private static final int BAR = 64;

    @TempDir
    Path folder;

    /** Six bars of known colours as a lossless video, converted by a path through RGB that is not ours. */
    private static Path bars(final int height, final String format, final String matrix, final String range) {
        final StringBuilder source = new StringBuilder();
        for (final int[] colour : COLOURS) {
            source.append("-f lavfi -i color=c=0x%02x%02x%02x:s=%dx%d:r=5:d=0.4,format=gbrp "
                    .formatted(colour[0], colour[1], colour[2], BAR, height));
        }
        final String tags = ",setparams=colorspace=" + (matrix.isEmpty() ? "unknown" : matrix) + ":range=" + range;
        final String as = matrix.isEmpty() ? (height >= 720 ? "bt709" : "bt601") : matrix.replace("smpte170m", "bt601");
        final boolean deep = format.endsWith("le");
        final String codec = !deep
                ? "libvpx-vp9 -lossless 1 -cpu-used 8"
                : range.equals("tv") ? "ffv1" : "libsvtav1 -preset 12 -crf 5";
        return TestClips.clip(
                "bars-" + height + "-" + format + "-" + matrix + "-" + range + ".mkv",
                source + "-filter_complex hstack=6,scale=out_color_matrix=" + as + ":out_range=" + range
                        + ":flags=accurate_rnd+full_chroma_int,format=" + format + tags + " -c:v " + codec);
    }

    @ParameterizedTest(name = "{0} rows, {1}, matrix {2}, range {3}")
    @CsvSource({
        "240, yuv420p, smpte170m, tv",
        "240, yuv420p, bt709, tv",
        "240, yuv420p, smpte170m, pc",
        "240, yuv420p, bt709, pc",
        "240, yuv420p, '', tv",
        "720, yuv420p, '', tv",
        "720, yuv420p, smpte170m, tv",
        "240, yuv444p, bt709, tv",
        "240, yuv422p, smpte170m, pc",
        "240, yuv420p10le, bt709, tv",
        "240, yuv422p10le, smpte170m, tv",
        "240, yuv444p12le, bt709, tv",
        "240, yuv420p10le, bt709, pc"
    })
    void shouldShowTheColoursThatWereFilmed(
            final int height, final String format, final String matrix, final String range) {
        final Path clip = bars(height, format, matrix, range);
        try (VideoReader reader = VideoReader.open(clip.toString(), ReaderOptions.defaults())) {
            assertEquals(format, reader.info().pixelFormat());
            assertEquals(range.equals("pc"), reader.info().fullRange());
            assertEquals(
                    matrix.equals("bt709") || matrix.isEmpty() && height >= 720,
                    reader.info().bt709());
        }
        assertBars(clip, height);
    }

    @ParameterizedTest
    @ValueSource(strings = {"bgr0", "gbrp", "rgb24"})
    void shouldConvertRgbVideo(final String format) {
        assertBars(
                TestClips.clip(
                        "bars-" + format + ".nut",
                        "-i " + bars(240, "yuv444p", "bt709", "pc") + " -c:v "
                                + (format.equals("gbrp") ? "ffv1" : "rawvideo") + " -pix_fmt " + format),
                240);
    }

    private void assertBars(final Path clip, final int height) {
        final Path out = folder.resolve("bars.mp4");
        try (Picture picture = new Picture(BAR * COLOURS.length, height)) {
            firstPicture(clip, picture);
            assertColours(picture, 4, clip.getFileName().toString());
            Transcode.run(clip, out, WriterOptions.defaults().withQuality(95));
            firstPicture(out, picture);
            assertColours(picture, 8, "written and read again");
        }
    }

    private static void firstPicture(final Path clip, final Picture into) {
        try (VideoReader reader = VideoReader.open(clip.toString(), ReaderOptions.defaults());
                VideoFrame frame = new VideoFrame()) {
            assertTrue(reader.read(frame));
            frame.toRgb(into);
        }
    }

    private static void assertColours(final Picture picture, final int tolerance, final String what) {
        for (int bar = 0; bar < COLOURS.length; bar++) {
            final long at = (long) picture.height() / 2 * picture.stride() + 3L * (bar * BAR + BAR / 2);
            for (int channel = 0; channel < 3; channel++) {
                final int seen = picture.rgb().get(at + channel) & 0xff;
                assertEquals(COLOURS[bar][channel], seen, tolerance, what + ", bar " + bar + ", channel " + channel);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"gray", "gray10le", "yuv410p", "yuv411p", "yuv440p", "nv12", "yuva420p", "pal8"})
    void shouldReadRarePixelFormats(final String format) {
        final Path clip = format.equals("nv12") || format.equals("pal8")
                ? TestClips.clip(
                        format + ".avi", "-f lavfi -i testsrc2=s=320x180:r=10:d=0.5 -c:v rawvideo -pix_fmt " + format)
                : TestClips.pixelFormat(format);

        assertEquals(5, Transcode.run(clip, folder.resolve("out.mp4")));
    }

    @Test
    void shouldKeepGreyAsItIs() {
        final Path clip = TestClips.clip(
                "grey.mkv", "-f lavfi -i color=c=0x505050:s=64x64:r=5:d=0.4,format=gray -c:v ffv1 -pix_fmt gray");
        final int stored = Integer.parseInt(FfmpegTool.ffprobe(
                        "-f",
                        "lavfi",
                        "-i",
                        "movie=" + clip + ",signalstats",
                        "-show_entries",
                        "frame_tags=lavfi.signalstats.YAVG",
                        "-of",
                        "default=nk=1:nw=1")
                .get(0)
                .replaceFirst("\\..*", ""));
        try (VideoReader reader = VideoReader.open(clip.toString(), ReaderOptions.defaults());
                VideoFrame frame = new VideoFrame()) {
            assertTrue(reader.read(frame));
            assertEquals(stored, frame.planes().y().get(0) & 0xff, 1);
        }
    }

    @Test
    void shouldPadOddSizesByRepeatingTheEdge() {
        final Path out = folder.resolve("out.mp4");
        Transcode.run(TestClips.oddSize(), out, WriterOptions.defaults().withQuality(100));
        try (VideoReader odd = VideoReader.open(TestClips.oddSize().toString(), ReaderOptions.defaults());
                VideoReader even = VideoReader.open(out.toString(), ReaderOptions.defaults());
                VideoFrame before = new VideoFrame();
                VideoFrame after = new VideoFrame()) {
            assertEquals(321, odd.info().width());
            assertEquals(181, odd.info().height());
            assertEquals(322, even.info().width());
            assertEquals(182, even.info().height());
            assertTrue(odd.read(before));
            assertTrue(even.read(after));
            final YuvPlanes source = before.planes();
            final YuvPlanes written = after.planes();
            for (int y = 0; y < 181; y += 20) {
                final int edge = source.y().get(y * source.yStride() + 320) & 0xff;
                assertEquals(edge, written.y().get(y * written.yStride() + 321) & 0xff, 24, "row " + y);
            }
            for (int x = 0; x < 321; x += 20) {
                final int edge = source.y().get(180 * source.yStride() + x) & 0xff;
                assertEquals(edge, written.y().get(181 * written.yStride() + x) & 0xff, 24, "column " + x);
            }
        }
    }

    @Test
    void shouldRescaleFramesAfterAChangeOfSize() throws IOException {
        final Path small = TestClips.clip("a.ts", "-f lavfi -i testsrc2=s=320x180:r=10:d=1 -c:v libopenh264");
        final Path large =
                TestClips.clip("b.ts", "-f lavfi -i testsrc2=s=480x270:r=10:d=1 -c:v libopenh264 -output_ts_offset 1");
        final Path joined = folder.resolve("joined.ts");
        Files.write(joined, Files.readAllBytes(small));
        Files.write(joined, Files.readAllBytes(large), java.nio.file.StandardOpenOption.APPEND);

        try (VideoReader reader = VideoReader.open(joined.toString(), ReaderOptions.defaults());
                VideoFrame frame = new VideoFrame()) {
            int frames = 0;
            while (reader.read(frame)) {
                assertEquals(320, frame.width());
                assertEquals(180, frame.height());
                frames++;
            }
            assertEquals(20, frames);
        }
        assertEquals(20, Transcode.run(joined, folder.resolve("out.mp4")));
    }

    @Test
    void shouldWriteWhatIsDrawnAndNotDisturbTheDecoder() {
        final Path out = folder.resolve("out.mp4");
        try (VideoReader reader = VideoReader.open(TestClips.constantRate().toString(), ReaderOptions.defaults());
                VideoReader untouched =
                        VideoReader.open(TestClips.constantRate().toString(), ReaderOptions.defaults());
                VideoWriter writer = VideoWriter.create(out, reader, WriterOptions.defaults());
                VideoFrame frame = new VideoFrame();
                VideoFrame clean = new VideoFrame()) {
            while (reader.read(frame)) {
                assertTrue(untouched.read(clean));
                // The lower half must be what it is without the black box over the upper half of every frame before.
                assertEquals(row(clean.planes(), 170), row(frame.planes(), 170), "frame " + frame.index());
                final YuvPlanes planes = frame.writablePlanes();
                for (int y = 0; y < 90; y++) {
                    for (int x = 0; x < planes.width(); x++) {
                        planes.y().put(y * planes.yStride() + x, (byte) 16);
                    }
                }
                writer.write(frame);
            }
            writer.finish();
        }
        try (VideoReader reader = VideoReader.open(out.toString(), ReaderOptions.defaults());
                VideoFrame frame = new VideoFrame()) {
            while (reader.read(frame)) {
                final YuvPlanes planes = frame.planes();
                assertEquals(16, planes.y().get(40 * planes.yStride() + 160) & 0xff, 6, "frame " + frame.index());
            }
        }
    }

    private static ByteBuffer row(final YuvPlanes planes, final int y) {
        return planes.y().duplicate().position(y * planes.yStride()).limit(y * planes.yStride() + planes.width());
    }

    @Test
    void shouldWriteFramesOfAnotherSizeThanTheSource() {
        final Path out = folder.resolve("out.mp4");
        final Path clip = TestClips.constantRate();
        try (VideoReader reader = VideoReader.open(clip.toString(), ReaderOptions.defaults());
                VideoWriter writer =
                        VideoWriter.create(out, reader, WriterOptions.defaults().withSize(640, 180));
                VideoFrame frame = new VideoFrame();
                VideoFrame wide = VideoFrame.allocate(640, 180)) {
            while (reader.read(frame)) {
                wide.copyMetadataFrom(frame);
                wide.writablePlanes().y().put(0, (byte) 200);
                writer.write(wide);
            }
            writer.write(frame);
            writer.finish();
        }
        assertEquals(FfmpegTool.frameTimes(clip), FfmpegTool.frameTimes(out));
        assertEquals(FfmpegTool.packets(clip, "a"), FfmpegTool.packets(out, "a"));
        assertEquals(
                List.of("width=640", "height=180"),
                FfmpegTool.ffprobe(
                        "-select_streams",
                        "v",
                        "-show_entries",
                        "stream=width,height",
                        "-of",
                        "default=nw=1",
                        out.toString()));
    }

    @ParameterizedTest
    @ValueSource(ints = {4, 5})
    void shouldWriteNothingPastTheSpareBytesOfAPicture(final int height) {
        final int watched = Picture.SPARE / 2;
        final BytePointer untouched = new BytePointer(watched).fill(0x5A);
        try (RgbConverter whole = new RgbConverter();
                RgbConverter area = new RgbConverter()) {
            for (int width = 1; width <= 260; width++) {
                try (VideoFrame frame = VideoFrame.allocate(width, height);
                        VideoFrame large = VideoFrame.allocate(2 * width + 1, 2 * height);
                        Picture into = new Picture(width, height)) {
                    final BytePointer end = new BytePointer(into.rgb()).position(3L * width * height + watched);
                    Pointer.memcpy(end, untouched, watched);
                    whole.convert(frame.nativeFrame(), Colours.untagged(height), into);
                    area.convert(large.nativeFrame(), Colours.untagged(height), into);
                    assertEquals(0, Pointer.memcmp(end, untouched, watched), "width " + width);
                }
            }
        }
    }
}
