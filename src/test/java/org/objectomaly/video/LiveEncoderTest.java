package org.objectomaly.video;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.bytedeco.ffmpeg.global.avcodec;
import org.bytedeco.javacpp.Pointer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.objectomaly.Fault;

@Timeout(60)
class LiveEncoderTest {
    private static final long RATE = 1_000_000;

    @TempDir
    Path folder;

    private final List<VideoFrame> frames = new ArrayList<>();

    @AfterEach
    void giveBack() {
        frames.forEach(VideoFrame::close);
    }

    private void load(final Path clip, final int count) {
        try (VideoReader reader = VideoReader.open(clip.toString(), ReaderOptions.defaults())) {
            while (frames.size() < count) {
                final VideoFrame frame = new VideoFrame();
                frames.add(frame);
                assertTrue(reader.read(frame));
            }
        }
    }

    private LiveEncoder open(final double frameRate) {
        return LiveEncoder.open(
                frames.get(0), frameRate, WriterOptions.defaults().withEncoder("libopenh264"), RATE);
    }

    /** The stream as a browser gets it. */
    private static final class Collector implements FragmentStream.Out {
        private final ByteArrayOutputStream all = new ByteArrayOutputStream();
        private final List<byte[]> fragments = new ArrayList<>();
        private final List<Boolean> keys = new ArrayList<>();
        private final List<Long> captured = new ArrayList<>();
        private String type;

        @Override
        public void header(final byte[] bytes, final String mime) {
            assertTrue(fragments.isEmpty() && type == null, "the header comes once and first");
            type = mime;
            all.writeBytes(bytes);
        }

        @Override
        public void fragment(final byte[] bytes, final boolean key, final long at) {
            all.writeBytes(bytes);
            fragments.add(bytes);
            keys.add(key);
            captured.add(at);
        }
    }

    private Path stream(final Collector collector, final double frameRate, final long... times) throws IOException {
        try (LiveEncoder encoder = open(frameRate);
                FragmentStream stream = new FragmentStream(encoder, frameRate, collector)) {
            for (int i = 0; i < times.length; i++) {
                final long captured = 1000 + i;
                encoder.encode(frames.get(i % frames.size()), times[i], packet -> stream.packet(packet, captured));
                assertEquals(i + 1, collector.fragments.size(), "a fragment as soon as its frame is there");
            }
        }
        return Files.write(folder.resolve("stream.mp4"), collector.all.toByteArray());
    }

    private static List<double[]> timesAndDurations(final Path file) {
        return FfmpegTool.ffprobe(
                        "-select_streams",
                        "v",
                        "-show_entries",
                        "packet=pts_time,duration_time",
                        "-of",
                        "csv=p=0",
                        file.toString())
                .stream()
                .map(line -> line.split(","))
                .map(parts -> new double[] {Double.parseDouble(parts[0]), Double.parseDouble(parts[1])})
                .toList();
    }

    private static long[] steady(final int count, final long from, final long step) {
        final long[] times = new long[count];
        for (int i = 0; i < count; i++) {
            times[i] = from + i * step;
        }
        return times;
    }

    @Test
    void shouldHandOutOneFragmentAFrame() throws IOException {
        load(TestClips.constantRate(), 50);
        final Collector collector = new Collector();
        final Path file = stream(collector, 30, steady(50, 123_456_789, 3000));
        final List<double[]> packets = timesAndDurations(file);
        assertEquals(50, packets.size());
        for (int i = 0; i < 50; i++) {
            assertEquals(i / 30.0, packets.get(i)[0], 1e-4, "time of frame " + i);
            assertEquals(1 / 30.0, packets.get(i)[1], 1e-4, "duration of frame " + i);
            assertEquals("moof", new String(collector.fragments.get(i), 4, 4, StandardCharsets.ISO_8859_1));
            assertEquals(i % 30 == 0, collector.keys.get(i), "a key frame a second");
            assertEquals(1000L + i, collector.captured.get(i));
        }
        assertEquals(50, FfmpegTool.frameTimes(file).size(), "every frame can be decoded");
    }

    @Test
    void shouldNameTheCodecAsTheDecoderSeesIt() throws IOException {
        load(TestClips.constantRate(), 1);
        final Collector collector = new Collector();
        final Path file = stream(collector, 30, 0);
        final List<String> seen = FfmpegTool.ffprobe(
                "-select_streams",
                "v",
                "-show_entries",
                "stream=profile,level",
                "-of",
                "default=nk=1:nw=1",
                file.toString());
        assertEquals("Constrained Baseline", seen.get(0));
        final String level = String.format("%02x", Integer.parseInt(seen.get(1)));
        assertTrue(
                collector.type.matches("video/mp4; codecs=\"avc1\\.42[c-f]0" + level + "\""),
                collector.type + " at level " + seen.get(1));
    }

    @Test
    void shouldLeaveNeitherGapsNorOverlapsBetweenUnevenFrames() throws IOException {
        load(TestClips.constantRate(), 30);
        final long[] times = new long[90];
        final java.util.Random random = new java.util.Random(7);
        for (int i = 1; i < times.length; i++) {
            times[i] = times[i - 1] + 4000 + random.nextInt(9000);
        }
        final List<double[]> packets = timesAndDurations(stream(new Collector(), 10, times));
        for (int i = 1; i < packets.size(); i++) {
            final double[] before = packets.get(i - 1);
            assertEquals(before[0] + before[1], packets.get(i)[0], 2e-5, "frame " + i + " begins where the last ends");
            assertEquals(times[i] / 90_000.0, packets.get(i)[0], 0.15, "frame " + i + " is at its own time");
        }
    }

    @Test
    void shouldLeaveOutPauses() throws IOException {
        load(TestClips.constantRate(), 30);
        final long[] times = steady(60, 0, 3000);
        for (int i = 30; i < 60; i++) {
            times[i] += 10 * LiveEncoder.TICKS;
        }
        final List<double[]> packets = timesAndDurations(stream(new Collector(), 30, times));
        assertEquals(59 / 30.0, packets.get(59)[0], 0.05);
    }

    @Test
    void shouldMakeAKeyFrameForANewViewer() throws IOException {
        load(TestClips.constantRate(), 20);
        final List<Integer> keys = new ArrayList<>();
        try (LiveEncoder encoder = open(30)) {
            for (int i = 0; i < 20; i++) {
                final int number = i;
                if (i == 7) {
                    encoder.requestKeyFrame();
                }
                encoder.encode(frames.get(i), i * 3000L, packet -> {
                    if ((packet.flags() & avcodec.AV_PKT_FLAG_KEY) != 0) {
                        keys.add(number);
                    }
                });
            }
        }
        assertEquals(List.of(0, 7), keys);
    }

    @Test
    void shouldKeepTimesIncreasing() {
        load(TestClips.constantRate(), 4);
        final List<Long> times = new ArrayList<>();
        try (LiveEncoder encoder = open(30)) {
            for (final long time : new long[] {3000, 3000, 10, 9000}) {
                encoder.encode(frames.get(times.size()), time, packet -> times.add(packet.pts()));
            }
        }
        assertEquals(List.of(3000L, 3001L, 3002L, 9000L), times);
    }

    @Test
    void shouldEncodeOddSizes() throws IOException {
        load(TestClips.oddSize(), 4);
        final Path file = stream(new Collector(), 10, steady(4, 0, 9000));
        assertEquals(
                List.of("322,182"),
                FfmpegTool.ffprobe("-show_entries", "stream=width,height", "-of", "csv=p=0", file.toString()).stream()
                        .filter(line -> !line.isBlank())
                        .toList());
        assertEquals(4, FfmpegTool.frameTimes(file).size());
    }

    @Test
    void shouldKeepToTheRate() {
        load(
                TestClips.clip("noise15.mkv", "-f lavfi -i testsrc2=s=640x360:r=30:d=1,noise=alls=15:allf=t -c:v ffv1"),
                30);
        final long[] bytes = new long[1];
        final int[] packets = new int[1];
        try (LiveEncoder encoder = open(30)) {
            for (int i = 0; i < 150; i++) {
                encoder.encode(frames.get(i % 30), i * 3000L, packet -> {
                    bytes[0] += packet.size();
                    packets[0]++;
                });
            }
        }
        assertEquals(150, packets[0], "no frame is left out");
        final double rate = bytes[0] * 8 / 5.0;
        assertTrue(rate < 2.5 * RATE, rate + " bits a second of noise");
    }

    @Test
    void shouldSayWhichEncodersMakeALivePicture() {
        load(TestClips.constantRate(), 1);
        final Fault fault = assertThrows(
                Fault.class,
                () -> LiveEncoder.open(
                        frames.get(0), 30, WriterOptions.defaults().withEncoder("mpeg4"), RATE));
        assertEquals(Fault.Kind.USAGE, fault.kind());
        assertTrue(fault.getMessage().contains("libopenh264"), fault.getMessage());
        assertFalse(fault.getMessage().contains("mpeg4,"), fault.getMessage());
    }

    @Test
    void shouldGiveAllMemoryBack() throws IOException {
        load(TestClips.constantRate(), 30);
        for (int i = 0; i < 3; i++) {
            stream(new Collector(), 30, steady(300, 0, 3000));
        }
        System.gc();
        final long before = Pointer.physicalBytes();
        for (int i = 0; i < 10; i++) {
            stream(new Collector(), 30, steady(300, 0, 3000));
        }
        System.gc();
        final long grown = Pointer.physicalBytes() - before;
        System.out.println("resident memory grown by " + grown / 1024 + " KiB after 3000 fragments");
        assertTrue(grown < 24L << 20, grown + " bytes more");
    }
}
