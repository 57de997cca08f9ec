package org.objectomaly.video;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avformat.AVFormatContext;
import org.bytedeco.ffmpeg.avformat.AVStream;
import org.bytedeco.javacpp.Pointer;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class ClipRecorderTest {
    private static final String CODING = " -c:v libopenh264 -b:v 1M -g 15 -c:a aac";

    @TempDir
    Path folder;

    private final BlockingQueue<ClipRecorder.Result> results = new LinkedBlockingQueue<>();

    private static Path road() {
        return TestClips.clip(
                "road.mp4",
                "-f lavfi -i testsrc2=s=320x180:r=30:d=8 -f lavfi -i sine=f=440:r=44100:d=8 -fps_mode cfr" + CODING);
    }

    private static Path broadcast() {
        return TestClips.clip("road.ts", "-i " + road() + " -c copy -muxdelay 0 -output_ts_offset 95000");
    }

    private static Path other() {
        return TestClips.clip("other.ts", "-f lavfi -i testsrc=s=640x360:r=30:d=4" + CODING.replace(" -c:a aac", ""));
    }

    private ClipRecorder recorder(final double before, final double longest) {
        return new ClipRecorder(
                "test",
                new ClipRecorder.Limits(before, longest, 64L << 20, 32L << 20, Duration.ofMillis(1500)),
                results::add);
    }

    private ClipRecorder.Result result() throws InterruptedException {
        final ClipRecorder.Result result = results.poll(20, TimeUnit.SECONDS);
        assertTrue(result != null, "no clip was reported within 20 s");
        return result;
    }

    /** What is done when a frame was read. */
    private interface AtFrame {
        void read(long index);
    }

    private static void play(final Path file, final PacketTap tap, final AtFrame action) {
        try (VideoReader reader = VideoReader.open(
                        file.toString(), ReaderOptions.defaults().withThreads(1), tap);
                VideoFrame frame = new VideoFrame()) {
            while (reader.read(frame)) {
                action.read(frame.index());
            }
        }
    }

    private static double time(final String packet) {
        return Double.parseDouble(packet.replaceFirst(".*pts_time=([^|]*).*", "$1"));
    }

    private static int find(final List<String> hashes, final List<String> part) {
        return Collections.indexOfSubList(hashes, part);
    }

    @Test
    void shouldKeepEveryPacketFromTheSecondsBeforeToTheSecondsAfter() throws InterruptedException {
        final Path file = folder.resolve("clip.mp4");
        try (ClipRecorder recorder = recorder(1, 60)) {
            final ClipRecorder.Clip[] clip = new ClipRecorder.Clip[1];
            play(road(), recorder, index -> {
                if (index == 100) {
                    clip[0] = recorder.begin(file);
                } else if (index == 130) {
                    clip[0].end(2);
                }
            });
            final ClipRecorder.Result result = result();
            assertNull(result.reason());
            assertTrue(result.kept());
            final List<String> video = FfmpegTool.packetHashes(file, "v");
            final List<String> sound = FfmpegTool.packetHashes(file, "a");
            final int from = find(FfmpegTool.packetHashes(road(), "v"), video);
            assertEquals(60, from, "frame 100 minus a second, back to the key frame before");
            assertEquals(130 + 60, from + video.size(), 3, "up to two seconds after frame 130");
            assertTrue(find(FfmpegTool.packetHashes(road(), "a"), sound) > 0, "sound is copied as it was");
            assertEquals(video.size() / 30.0, sound.size() * 1024 / 44100.0, 0.1);
            final List<String> times = FfmpegTool.packets(file, "v");
            assertEquals(0, time(times.get(0)), 1e-6);
            assertEquals((times.size() - 1) / 30.0, time(times.get(times.size() - 1)), 1e-3);
            assertEquals(video.size() / 30.0, result.seconds(), 0.01);
            assertFalse(Files.exists(folder.resolve("clip.mp4.part")));
        }
    }

    @Test
    void shouldDescribeTransportStreamsAsMp4Must() throws InterruptedException, IOException {
        final Path file = folder.resolve("clip.mp4");
        try (ClipRecorder recorder = recorder(1, 60)) {
            play(broadcast(), withoutParameterSets(recorder), index -> {
                if (index == 100) {
                    recorder.begin(file).end(1);
                }
            });
            assertNull(result().reason());
        }
        final List<String> frames = pictures(file);
        assertEquals(60, find(pictures(road()), frames), "the pictures are those of the source");
        assertTrue(frames.size() >= 70 && frames.size() <= 75, frames.size() + " frames");
        assertEquals(0, time(FfmpegTool.packets(file, "v").get(0)), 1e-6);
        assertTrue(FfmpegTool.packets(file, "a").size() > 50, "sound without its ADTS headers");
    }

    private static PacketTap withoutParameterSets(final PacketTap tap) {
        return new PacketTap() {
            @Override
            public void opened(final AVFormatContext source, final int video) {
                assertTrue(source.streams(video).codecpar().extradata_size() > 0, "FFmpeg found some");
                source.streams(video).codecpar().extradata_size(0);
                tap.opened(source, video);
            }

            @Override
            public void packet(final AVPacket packet, final AVStream stream) {
                tap.packet(packet, stream);
            }
        };
    }

    private List<String> pictures(final Path file) throws IOException {
        final Path sums = folder.resolve("sums.txt");
        FfmpegTool.ffmpeg(List.of("-i", file.toString(), "-an", "-f", "framemd5", sums.toString()));
        return Files.readAllLines(sums).stream()
                .filter(line -> !line.startsWith("#"))
                .map(line -> line.replaceFirst(".*, *", ""))
                .toList();
    }

    @Test
    void shouldWriteSeveralClipsAtATime() throws InterruptedException {
        try (ClipRecorder recorder = recorder(1, 60)) {
            play(road(), recorder, index -> {
                if (index % 40 == 39) {
                    recorder.begin(folder.resolve(index + ".mp4")).end(2);
                }
            });
            for (int i = 0; i < 6; i++) {
                final ClipRecorder.Result result = result();
                final int frames = FfmpegTool.packetHashes(result.file(), "v").size();
                assertEquals(frames / 30.0, result.seconds(), 0.01);
                assertTrue(
                        find(FfmpegTool.packetHashes(road(), "v"), FfmpegTool.packetHashes(result.file(), "v")) >= 0);
                if (result.reason() == null) {
                    assertTrue(frames >= 90 && frames <= 108, frames + " frames");
                } else {
                    assertTrue(result.reason().contains("sends no pictures"), result.reason());
                }
            }
        }
    }

    @Test
    void shouldEndAClipAtTheLongestLength() throws InterruptedException {
        try (ClipRecorder recorder = recorder(1, 3)) {
            play(road(), recorder, index -> {
                if (index == 60) {
                    recorder.begin(folder.resolve("long.mp4"));
                }
            });
            final ClipRecorder.Result result = result();
            assertEquals(3, result.seconds(), 0.05);
            assertTrue(result.reason().contains("longest length"), result.reason());
            assertEquals(90, FfmpegTool.packetHashes(result.file(), "v").size(), 1);
        }
    }

    @Test
    void shouldEndClipsWhereTheCameraIsLostAndForgetThePast() throws InterruptedException {
        try (ClipRecorder recorder = recorder(2, 60)) {
            play(road(), recorder, index -> {
                if (index == 60) {
                    recorder.begin(folder.resolve("first.mp4"));
                } else if (index == 200) {
                    recorder.reset();
                    recorder.begin(folder.resolve("second.mp4")).end(1);
                }
            });
            assertTrue(result().reason().contains("was lost"));
            assertNull(result().reason());
        }
        assertTrue(FfmpegTool.packetHashes(folder.resolve("first.mp4"), "v").size() >= 195);
        final List<String> second = FfmpegTool.packetHashes(folder.resolve("second.mp4"), "v");
        assertEquals(210, find(FfmpegTool.packetHashes(road(), "v"), second), "from the next key frame on");
    }

    @Test
    void shouldNotJoinPicturesOfAnotherSize() throws InterruptedException, IOException {
        final Path joined = folder.resolve("joined.ts");
        Files.write(joined, Files.readAllBytes(broadcast()));
        Files.write(joined, Files.readAllBytes(other()), java.nio.file.StandardOpenOption.APPEND);
        try (ClipRecorder recorder = recorder(1, 60)) {
            play(joined, recorder, index -> {
                if (index == 200) {
                    recorder.begin(folder.resolve("small.mp4"));
                } else if (index == 300) {
                    recorder.begin(folder.resolve("large.mp4")).end(1);
                }
            });
            final ClipRecorder.Result small = result();
            final ClipRecorder.Result large = result();
            assertTrue(small.reason().contains("has changed"), small.reason());
            assertEquals(List.of("320x180"), sizes(small.file()));
            assertEquals(List.of("640x360"), sizes(large.file()));
        }
    }

    private static List<String> sizes(final Path file) {
        return FfmpegTool.ffprobe(
                        "-show_entries",
                        "frame=width,height",
                        "-select_streams",
                        "v",
                        "-of",
                        "csv=s=x:p=0",
                        file.toString())
                .stream()
                .map(line -> line.replaceFirst("^([0-9]+x[0-9]+).*", "$1"))
                .filter(line -> line.contains("x"))
                .distinct()
                .toList();
    }

    @Test
    void shouldSayWhyThereIsNoClip() throws InterruptedException {
        try (ClipRecorder recorder = recorder(1, 60)) {
            recorder.begin(folder.resolve("early.mp4"));
            assertTrue(result().reason().contains("camera is not there"));
            play(road(), recorder, index -> {
                if (index == 60) {
                    recorder.begin(folder.resolve("none").resolve("clip.mp4"));
                }
            });
            final ClipRecorder.Result result = result();
            assertFalse(result.kept());
            assertTrue(result.reason().contains("There is no folder"), result.reason());
        }
    }

    @Test
    void shouldLeaveNothingBehindWhenTheDiskIsFull() throws InterruptedException, IOException {
        Assumptions.assumeTrue(Files.exists(Path.of("/dev/full")), "only Linux has /dev/full");
        Files.createSymbolicLink(folder.resolve("full.mp4.part"), Path.of("/dev/full"));
        try (ClipRecorder recorder = recorder(1, 60)) {
            play(road(), recorder, index -> {
                if (index == 60) {
                    recorder.begin(folder.resolve("full.mp4"));
                    recorder.begin(folder.resolve("good.mp4")).end(1);
                }
            });
            final ClipRecorder.Result full = result();
            assertTrue(full.reason().contains("disk is full"), full.reason());
            assertFalse(full.kept());
            assertNull(result().reason(), "the other clip goes on");
        }
        try (Stream<Path> left = Files.list(folder)) {
            assertEquals(List.of(folder.resolve("good.mp4")), left.toList());
        }
    }

    @Test
    void shouldNotWaitForASlowDisk() throws InterruptedException, IOException {
        final Path pipe = folder.resolve("slow.mp4.part");
        Assumptions.assumeTrue(
                new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor() == 0, "no mkfifo to stand for a disk");
        final ClipRecorder.Limits limits = new ClipRecorder.Limits(1, 60, 64L << 20, 100_000, Duration.ofMillis(1500));
        final Thread disk = new Thread(() -> readSlowly(pipe), "slow-disk");
        try (ClipRecorder recorder = new ClipRecorder("test", limits, results::add)) {
            final long begun = System.nanoTime();
            play(road(), recorder, index -> {
                if (index == 60) {
                    recorder.begin(folder.resolve("slow.mp4"));
                } else if (index == 220) {
                    disk.start();
                }
            });
            final double seconds = (System.nanoTime() - begun) / 1e9;
            assertTrue(seconds < 5, "the reader waited: " + seconds + " s");
            disk.join(10_000);
            play(road(), recorder, index -> {});
            assertTrue(result().reason() != null);
        }
    }

    private static void readSlowly(final Path pipe) {
        try {
            Files.readAllBytes(pipe);
        } catch (final IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    @Test
    void shouldTellEveryOwnerWhateverFails() throws InterruptedException {
        final ClipRecorder.Limits limits =
                new ClipRecorder.Limits(1, 60, 64L << 20, 32L << 20, Duration.ofMillis(1500));
        final Path bad = folder.resolve("bad.mp4");
        try (ClipRecorder recorder = new ClipRecorder("test", limits, result -> {
            results.add(result);
            if (bad.equals(result.file())) {
                throw new StackOverflowError("an owner that fails");
            }
        })) {
            play(road(), recorder, index -> {
                if (index == 60) {
                    recorder.begin(folder.resolve("good.mp4")).end(2);
                    recorder.begin(null);
                    recorder.begin(bad).end(1);
                } else if (index == 150) {
                    recorder.begin(folder.resolve("later.mp4")).end(1);
                }
            });
            final ClipRecorder.Result none = result();
            assertNull(none.file());
            assertFalse(none.kept());
            assertTrue(none.reason().contains("defect"), none.reason());
            assertEquals(bad, result().file());
            for (final String name : List.of("good.mp4", "later.mp4")) {
                final ClipRecorder.Result other = result();
                assertEquals(folder.resolve(name), other.file());
                assertNull(other.reason(), "a failure of another clip is none of its concern");
            }
        }
    }

    @Test
    void shouldGiveAllMemoryBack() throws InterruptedException {
        // One recorder for all: the system keeps memory for every thread that ever was.
        try (ClipRecorder recorder = recorder(1, 60)) {
            clips(recorder, 100);
            final long before = Pointer.physicalBytes();
            clips(recorder, 200);
            final long grown = Pointer.physicalBytes() - before;
            System.out.println("resident memory grown by " + grown / 1024 + " KiB after 200 clips");
            assertTrue(grown < 24L << 20, grown + " bytes more after 200 clips");
        }
    }

    private void clips(final ClipRecorder recorder, final int count) throws InterruptedException {
        for (int done = 0; done < count; done += 20) {
            play(broadcast(), recorder, index -> {
                if (index >= 60 && index < 80) {
                    recorder.begin(folder.resolve(index + ".mp4")).end(1);
                }
            });
            for (int i = 0; i < 20; i++) {
                assertNull(result().reason());
            }
        }
        System.gc();
    }
}
