package org.objectomaly.video;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.zip.CRC32;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.javacpp.BytePointer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.objectomaly.Fault;

/** What a reader makes of cameras that misbehave: a picture, an end or one sentence, and always soon. */
@Timeout(60)
class FakeRtspServerTest {
    private static final ReaderOptions LIVE =
            ReaderOptions.defaults().withDeadline(Duration.ofSeconds(2)).forLive();

    private static int read(final String url, final int most) {
        return read(url, most, LIVE);
    }

    private static int read(final String url, final int most, final ReaderOptions options) {
        try (VideoReader reader = VideoReader.open(url, options);
                VideoFrame frame = new VideoFrame()) {
            int count = 0;
            while (count < most && reader.read(frame)) {
                count++;
            }
            return count;
        }
    }

    @Test
    void shouldShowPicturesWhenItIsGood() {
        try (FakeRtspServer camera = FakeRtspServer.start(FakeRtspServer.Manner.GOOD)) {
            assertEquals(30, read(camera.url(), 30));
            assertEquals(1, camera.connections());
        }
    }

    @Test
    void shouldEndWhenItHangsUp() {
        try (FakeRtspServer camera = FakeRtspServer.start(FakeRtspServer.Manner.HANGS_UP)) {
            // Without nobuffer: what is read to find out about the stream is shown too.
            assertEquals(10, read(camera.url(), 100, ReaderOptions.defaults()));
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = FakeRtspServer.Manner.class,
            names = {"MUTE", "SILENT", "NOT_FOUND"})
    void shouldSayThatNothingComes(final FakeRtspServer.Manner manner) {
        try (FakeRtspServer camera = FakeRtspServer.start(manner)) {
            final long begun = System.nanoTime();
            final Fault fault = assertThrows(Fault.class, () -> read(camera.url(), 1));
            assertEquals(Fault.Kind.INPUT, fault.kind());
            assertFalse(fault.getMessage().contains("\n"));
            assertTrue((System.nanoTime() - begun) / 1e9 < 8, "it took " + (System.nanoTime() - begun) / 1e9 + " s");
        }
    }

    @Test
    void shouldNoticeWhenOnlySoundGoesOn() {
        try (FakeRtspServer camera = FakeRtspServer.start(FakeRtspServer.Manner.SOUND_ONLY);
                VideoReader reader = VideoReader.open(camera.url(), LIVE);
                VideoFrame frame = new VideoFrame()) {
            final long begun = System.nanoTime();
            final Fault fault = assertThrows(Fault.class, () -> {
                while (reader.read(frame)) {
                    assertEquals(0, frame.packets().size(), "nobody takes the sound of a camera");
                }
            });
            assertTrue(fault.getMessage().contains("none of its video for 2.00 s"), fault.getMessage());
            assertEquals(1, reader.info().otherStreams());
            assertTrue((System.nanoTime() - begun) / 1e9 < 8, "it took " + (System.nanoTime() - begun) / 1e9 + " s");
        }
    }

    @Test
    void shouldEndAClipWhenOnlySoundGoesOn(@TempDir final Path folder) throws InterruptedException {
        final BlockingQueue<ClipRecorder.Result> results = new LinkedBlockingQueue<>();
        final ClipRecorder.Limits limits = new ClipRecorder.Limits(1, 60, 64L << 20, 32L << 20, Duration.ofSeconds(1));
        final ReaderOptions patient =
                ReaderOptions.defaults().withDeadline(Duration.ofSeconds(20)).forLive();
        final AtomicBoolean over = new AtomicBoolean();
        try (FakeRtspServer camera = FakeRtspServer.start(FakeRtspServer.Manner.SOUND_ONLY);
                ClipRecorder recorder = new ClipRecorder("test", limits, results::add);
                VideoReader reader = VideoReader.open(camera.url(), patient.withStop(over::get), recorder);
                VideoFrame frame = new VideoFrame()) {
            recorder.begin(folder.resolve("clip.mp4"));
            final Thread reading = new Thread(
                    () -> {
                        while (reader.read(frame)) {
                            frame.clear();
                        }
                    },
                    "reader");
            reading.start();
            final ClipRecorder.Result result = results.poll(10, TimeUnit.SECONDS);
            over.set(true);
            reading.join();
            assertTrue(result != null, "the clip waits for pictures for ever");
            assertTrue(result.reason().contains("sends no pictures"), result.reason());
            assertTrue(result.kept());
        }
    }

    @Test
    void shouldGoOnWhenPacketsAreLost() {
        try (FakeRtspServer camera = FakeRtspServer.start(FakeRtspServer.Manner.LOSSY)) {
            assertEquals(40, read(camera.url(), 40));
        }
    }

    /** A sum over the brightness of every pixel. */
    private static long sum(final VideoFrame frame) {
        final CRC32 sum = new CRC32();
        final byte[] row = new byte[frame.width()];
        final AVFrame picture = frame.nativeFrame();
        for (int y = 0; y < frame.height(); y++) {
            new BytePointer(picture.data(0))
                    .position((long) y * picture.linesize(0))
                    .get(row);
            sum.update(row);
        }
        return sum.getValue();
    }

    @Test
    void shouldGoOnWhenPacketsAreLostByUdpAndBeCleanAfterwards() {
        final Set<Long> clean = new HashSet<>();
        try (VideoReader reader = VideoReader.open(FakeRtspServer.film().toString(), ReaderOptions.defaults());
                VideoFrame frame = new VideoFrame()) {
            while (reader.read(frame)) {
                clean.add(sum(frame));
            }
        }
        assertEquals(100, clean.size(), "no two pictures are alike");
        try (FakeRtspServer camera = FakeRtspServer.start(FakeRtspServer.Manner.LOSSY_UDP);
                VideoReader reader = VideoReader.open(camera.url(), LIVE.withTransport(Transport.UDP));
                VideoFrame frame = new VideoFrame()) {
            int spoilt = 0;
            for (int i = 0; i < 75; i++) {
                assertTrue(reader.read(frame));
                spoilt += clean.contains(sum(frame)) ? 0 : 1;
            }
            assertTrue(spoilt > 0, "what is lost is seen");
            assertTrue(reader.damagedPackets() > 0, "and counted");
            camera.heal();
            // A key frame every second, and the delay in which lost packets are waited for.
            for (int i = 0; i < 35; i++) {
                assertTrue(reader.read(frame));
            }
            final long damaged = reader.damagedPackets();
            for (int i = 0; i < 50; i++) {
                assertTrue(reader.read(frame));
                assertTrue(clean.contains(sum(frame)), "picture " + i + " after the last loss and a key frame");
            }
            assertEquals(damaged, reader.damagedPackets());
            assertEquals(1, camera.connections());
        }
    }

    @Test
    void shouldServeAViewerAfterAViewer() {
        try (TransportServer source = TransportServer.start(TestClips.constantRate())) {
            assertEquals(100, read(source.url(), 100), "the file again and again");
            source.restart();
            assertEquals(10, read(source.url(), 10));
            source.restart();
            source.freeze();
            assertThrows(Fault.class, () -> read(source.url(), 10));
        }
    }
}
