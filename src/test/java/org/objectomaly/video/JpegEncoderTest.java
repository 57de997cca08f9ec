package org.objectomaly.video;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Path;
import javax.imageio.ImageIO;
import org.bytedeco.javacpp.Pointer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.objectomaly.Fault;
import org.objectomaly.image.Picture;

class JpegEncoderTest {
    private static VideoFrame first(final Path clip) {
        try (VideoReader reader = VideoReader.open(clip.toString(), ReaderOptions.defaults())) {
            final VideoFrame frame = new VideoFrame();
            assertTrue(reader.read(frame));
            return frame;
        }
    }

    private static Path bars(final String matrix, final String range) {
        return TestClips.clip(
                "bars-" + matrix + "-" + range + ".mkv",
                "-f lavfi -i smptehdbars=s=320x180:r=5:d=0.2,format=rgb24,scale=out_color_matrix=" + matrix
                        + ":out_range=" + range + ",format=yuv420p -c:v ffv1 -colorspace "
                        + (matrix.equals("bt709") ? "bt709" : "smpte170m") + " -color_range " + range);
    }

    @ParameterizedTest
    @CsvSource({"bt709,tv", "bt709,pc", "bt601,tv", "bt601,pc"})
    void shouldShowTheColoursOfTheVideo(final String matrix, final String range) throws IOException {
        try (VideoFrame frame = first(bars(matrix, range));
                Picture expected = new Picture(frame.width(), frame.height());
                JpegEncoder encoder = new JpegEncoder(95)) {
            assertEquals(matrix.equals("bt709"), frame.planes().bt709());
            assertEquals(range.equals("pc"), frame.planes().fullRange());
            frame.toRgb(expected);
            final BufferedImage shown = ImageIO.read(new ByteArrayInputStream(encoder.encode(frame)));
            assertEquals(frame.width(), shown.getWidth());
            assertEquals(frame.height(), shown.getHeight());
            assertTrue(difference(expected, shown) < 2, "mean difference " + difference(expected, shown));
        }
    }

    private static double difference(final Picture expected, final BufferedImage shown) {
        double sum = 0;
        for (int y = 0; y < expected.height(); y++) {
            for (int x = 0; x < expected.width(); x++) {
                final int colour = shown.getRGB(x, y);
                for (int channel = 0; channel < 3; channel++) {
                    final int wanted = expected.rgb().get((long) y * expected.stride() + 3L * x + channel) & 0xff;
                    sum += Math.abs(wanted - (colour >> 16 - 8 * channel & 0xff));
                }
            }
        }
        return sum / (3.0 * expected.width() * expected.height());
    }

    @Test
    void shouldMakeSmallPictures() throws IOException {
        try (VideoFrame frame = first(TestClips.constantRate());
                JpegEncoder encoder = new JpegEncoder(95);
                Picture expected = new Picture(96, 54)) {
            frame.toRgb(expected);
            final byte[] bytes = encoder.encode(frame, 96);
            final BufferedImage shown = ImageIO.read(new ByteArrayInputStream(bytes));
            assertEquals(96, shown.getWidth());
            assertEquals(54, shown.getHeight());
            assertTrue(difference(expected, shown) < 8, "mean difference " + difference(expected, shown));
            assertTrue(bytes.length < encoder.encode(frame, 5000).length / 3);
        }
    }

    @Test
    void shouldBeLargerAtHigherQuality() {
        try (VideoFrame frame = first(TestClips.constantRate());
                JpegEncoder low = new JpegEncoder(30);
                JpegEncoder high = new JpegEncoder(90)) {
            assertTrue(low.encode(frame).length * 1.5 < high.encode(frame).length);
        }
    }

    @Test
    void shouldRefuseAQualityThatIsNone() {
        assertEquals(
                Fault.Kind.USAGE,
                assertThrows(Fault.class, () -> new JpegEncoder(0)).kind());
        assertThrows(Fault.class, () -> new JpegEncoder(101));
    }

    @Test
    void shouldGiveAllMemoryBack() {
        try (VideoFrame frame = first(TestClips.large(1280, 720, 5))) {
            encode(frame, 100);
            final long before = Pointer.physicalBytes();
            encode(frame, 600);
            final long grown = Pointer.physicalBytes() - before;
            assertTrue(grown < 32L << 20, grown + " bytes more after 600 pictures");
        }
    }

    private static void encode(final VideoFrame frame, final int times) {
        try (JpegEncoder encoder = new JpegEncoder(80)) {
            for (int i = 0; i < times; i++) {
                encoder.encode(frame);
            }
        }
        System.gc();
    }
}
