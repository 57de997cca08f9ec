package org.objectomaly.video;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.objectomaly.Fault;
import org.objectomaly.image.YuvPlanes;

class EncodersTest {
    @TempDir
    Path folder;

    @Test
    void shouldListEveryEncoderWithTheReasonWhyNot() {
        final List<Encoders.Availability> all = Encoders.available();
        assertEquals(
                List.of("h264_nvenc", "libx264", "libopenh264", "mpeg4"),
                all.stream().map(Encoders.Availability::name).toList());
        for (final Encoders.Availability one : all) {
            assertEquals(one.opens(), one.reason().isEmpty(), one.toString());
        }
        assertTrue(all.get(2).opens());
        assertTrue(all.get(3).opens());
    }

    @Test
    void shouldUseTheFirstEncoderThatOpens() {
        final String first = Encoders.available().stream()
                .filter(Encoders.Availability::opens)
                .findFirst()
                .orElseThrow()
                .name();
        try (VideoReader reader = VideoReader.open(TestClips.oneFrame().toString(), ReaderOptions.defaults());
                VideoWriter writer = VideoWriter.create(folder.resolve("out.mp4"), reader, WriterOptions.defaults())) {
            assertEquals(first, writer.encoderName());
        }
    }

    @Test
    void shouldNameTheEncodersThatOpenWhenTheAskedOneDoesNot() {
        final Fault fault = assertThrows(
                Fault.class,
                () -> Transcode.run(
                        TestClips.oneFrame(),
                        folder.resolve("out.mp4"),
                        WriterOptions.defaults().withEncoder("theora")));
        assertEquals(Fault.Kind.USAGE, fault.kind());
        assertTrue(fault.getMessage().contains("'theora'"), fault.getMessage());
        assertTrue(fault.getMessage().contains("libopenh264"), fault.getMessage());
    }

    @ParameterizedTest
    @ValueSource(strings = {"libopenh264", "mpeg4"})
    void shouldTradeSizeForQuality(final String encoder) throws IOException {
        final Path clip = TestClips.clip(
                "noisy.mkv",
                "-f lavfi -i testsrc2=s=320x180:r=30:d=1 -vf noise=alls=6:allf=t -c:v ffv1 -pix_fmt yuv420p");
        long lastSize = 0;
        double lastQuality = 0;
        for (final int quality : new int[] {20, 50, 75, 95}) {
            final Path out = folder.resolve(quality + ".mp4");
            Transcode.run(
                    clip, out, WriterOptions.defaults().withEncoder(encoder).withQuality(quality));
            final long size = Files.size(out);
            final double ratio = peakSignalToNoise(clip, out);
            assertTrue(size > 1.2 * lastSize, quality + ": " + size + " bytes after " + lastSize);
            assertTrue(ratio > lastQuality + 1, quality + ": " + ratio + " dB after " + lastQuality);
            lastSize = size;
            lastQuality = ratio;
        }
        assertTrue(lastQuality > 38, lastQuality + " dB at quality 95");
    }

    private static double peakSignalToNoise(final Path one, final Path other) {
        double squares = 0;
        long samples = 0;
        try (VideoReader first = VideoReader.open(one.toString(), ReaderOptions.defaults());
                VideoReader second = VideoReader.open(other.toString(), ReaderOptions.defaults());
                VideoFrame a = new VideoFrame();
                VideoFrame b = new VideoFrame()) {
            while (first.read(a) && second.read(b)) {
                final YuvPlanes x = a.planes();
                final YuvPlanes y = b.planes();
                for (int row = 0; row < x.height(); row++) {
                    for (int column = 0; column < x.width(); column++) {
                        final int difference = (x.y().get(row * x.yStride() + column) & 0xff)
                                - (y.y().get(row * y.yStride() + column) & 0xff);
                        squares += difference * difference;
                    }
                }
                samples += (long) x.width() * x.height();
            }
        }
        return 10 * Math.log10(255.0 * 255.0 * samples / squares);
    }

    @Test
    void shouldSetAKeyFrameEveryTwoSecondsAndNoneReordered() {
        final Path out = folder.resolve("out.mp4");
        Transcode.run(TestClips.large(640, 360, 120), out);
        final List<String> kinds = FfmpegTool.ffprobe(
                "-select_streams", "v", "-show_entries", "frame=pict_type", "-of", "default=nk=1:nw=1", out.toString());
        final List<String> pictures =
                kinds.stream().filter(kind -> kind.matches("[IPB]")).toList();
        assertEquals(120, pictures.size());
        for (int i = 0; i < pictures.size(); i++) {
            assertEquals(i % 60 == 0 ? "I" : "P", pictures.get(i), "frame " + i);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"8x8", "16x2", "640x14"})
    void shouldWritePicturesThatAreTooSmallForSomeEncoders(final String size) {
        final Path out = folder.resolve("out.mp4");
        final Path clip = TestClips.clip(
                "small-" + size + ".mkv", "-f lavfi -i testsrc2=s=" + size + ":r=30:d=0.2 -c:v ffv1 -pix_fmt yuv420p");
        assertEquals(6, Transcode.run(clip, out));
        assertEquals(6, FfmpegTool.frameTimes(out).size());
    }

    @Test
    void shouldHurryWithWhateverTakesThePictures() {
        final WriterOptions large = WriterOptions.defaults().withSize(5120, 2880);
        try (VideoReader reader = VideoReader.open(TestClips.oneFrame().toString(), ReaderOptions.defaults());
                VideoWriter unhurried = VideoWriter.create(folder.resolve("one.mp4"), reader, large);
                VideoWriter hurried =
                        VideoWriter.create(folder.resolve("two.mp4"), reader, large.withRate(9_000_000))) {
            assertEquals(unhurried.encoderName(), hurried.encoderName());
        }
    }
}
