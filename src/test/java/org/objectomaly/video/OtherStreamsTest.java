package org.objectomaly.video;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OtherStreamsTest {
    @TempDir
    Path folder;

    @Test
    void shouldCopySoundBitForBitWithItsTimes() {
        for (final Path clip : List.of(TestClips.constantRate(), TestClips.quickTime(), TestClips.webm())) {
            final Path out = folder.resolve(clip.getFileName() + ".mp4");
            Transcode.run(clip, out);

            final List<String> packets = FfmpegTool.packetHashes(clip, "a");
            assertFalse(packets.isEmpty());
            assertEquals(packets, FfmpegTool.packetHashes(out, "a"));
        }
        assertEquals(
                FfmpegTool.packets(TestClips.constantRate(), "a"),
                FfmpegTool.packets(folder.resolve("cfr.mp4.mp4"), "a"));
    }

    @Test
    void shouldCopySoundOfTransportStreamsAsMp4KeepsIt() {
        final Path reference = TestClips.clip("copied.mp4", "-copyts -i " + TestClips.transportStream() + " -c copy");
        final Path out = folder.resolve("out.mp4");

        Transcode.run(TestClips.transportStream(), out);

        final List<String> packets = FfmpegTool.packetHashes(reference, "a");
        assertFalse(packets.isEmpty());
        assertEquals(packets, FfmpegTool.packetHashes(out, "a"));
        final double start = firstTime(TestClips.transportStream());
        assertTrue(start > 10, "the source starts late");
        assertEquals(start, firstTime(out), 1e-3);
    }

    private static double firstTime(final Path file) {
        final String line = FfmpegTool.packets(file, "a").get(0);
        return Double.parseDouble(line.replaceFirst(".*pts_time=([-0-9.]+).*", "$1"));
    }

    @Test
    void shouldCopySubtitlesThatMp4CanHold() {
        final Path source = TestClips.clip(
                "titled.mp4", "-i " + TestClips.matroska() + " -map 0:v -map 0:s -c:v copy -c:s mov_text");
        final Path out = folder.resolve("out.mp4");

        Transcode.run(source, out);

        final List<String> packets = FfmpegTool.packets(source, "s");
        assertFalse(packets.isEmpty());
        assertEquals(packets, FfmpegTool.packets(out, "s"));
    }

    @Test
    void shouldLeaveOutStreamsThatMp4CannotHold() {
        final Path out = folder.resolve("out.mp4");

        Transcode.run(TestClips.matroska(), out);

        assertEquals(FfmpegTool.packetHashes(TestClips.matroska(), "a"), FfmpegTool.packetHashes(out, "a"));
        assertTrue(FfmpegTool.packets(out, "s").isEmpty());
    }

    @Test
    void shouldKeepChapters() {
        final Path out = folder.resolve("out.mp4");

        Transcode.run(TestClips.matroska(), out);

        assertEquals(chapters(TestClips.matroska()), chapters(out));
        assertTrue(chapters(out).get(1).contains("Motorway"));
    }

    private static List<String> chapters(final Path file) {
        return FfmpegTool.ffprobe(
                "-show_entries", "chapter=start_time,end_time:chapter_tags=title", "-of", "compact", file.toString());
    }

    @Test
    void shouldKeepTheDescription() {
        final Path out = folder.resolve("out.mp4");

        Transcode.run(TestClips.rotated(), out);

        final List<String> facts = describe(out);
        assertEquals(
                describe(TestClips.rotated()).stream()
                        .filter(fact -> !fact.startsWith("rotation="))
                        .toList(),
                facts);
        assertTrue(facts.contains("TAG:title=Road"), facts.toString());
        assertTrue(facts.contains("TAG:creation_time=2024-05-06T07:08:09.000000Z"), facts.toString());
        assertTrue(
                facts.stream().anyMatch(fact -> fact.startsWith("TAG:location=+48.1000+011.6000/")), facts.toString());
    }

    private static List<String> describe(final Path file) {
        return FfmpegTool.ffprobe(
                "-select_streams",
                "v",
                "-show_entries",
                "stream_side_data=rotation:format_tags=title,creation_time,location",
                "-of",
                "default=nw=1",
                file.toString());
    }

    @Test
    void shouldKeepShapeOfPixelsAndColourTags() {
        final Path source = TestClips.clip(
                "anamorphic.mkv",
                "-f lavfi -i testsrc2=s=360x288:r=25:d=0.4 -vf format=yuv420p,setsar=16/11,setparams=range=pc:colorspace=bt709"
                        + ":color_primaries=bt709:color_trc=bt709 -c:v rawvideo");
        final Path out = folder.resolve("out.mp4");

        Transcode.run(source, out);

        final List<String> facts = FfmpegTool.ffprobe(
                "-show_entries",
                "stream=sample_aspect_ratio,color_range,color_space,color_transfer,color_primaries",
                "-of",
                "default=nw=1",
                out.toString());
        assertEquals(
                List.of(
                        "sample_aspect_ratio=16:11",
                        "color_range=pc",
                        "color_space=bt709",
                        "color_transfer=bt709",
                        "color_primaries=bt709"),
                facts);
    }

    @Test
    void shouldPutTheIndexInFrontAndLeaveNothingBeside() throws java.io.IOException {
        final Path out = folder.resolve("out.mp4");

        Transcode.run(TestClips.constantRate(), out);

        final String bytes =
                new String(java.nio.file.Files.readAllBytes(out), java.nio.charset.StandardCharsets.ISO_8859_1);
        assertTrue(bytes.indexOf("moov") < bytes.indexOf("mdat"), "index in front");
        assertFalse(bytes.contains("moof"), "no fragments");
        try (java.util.stream.Stream<Path> files = java.nio.file.Files.list(folder)) {
            assertEquals(List.of(out), files.toList());
        }
    }
}
