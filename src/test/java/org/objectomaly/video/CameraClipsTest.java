package org.objectomaly.video;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.objectomaly.Fault;

/** Clips of cameras over RTSP. */
@Timeout(60)
class CameraClipsTest {
    private static final ReaderOptions LIVE =
            ReaderOptions.defaults().withDeadline(Duration.ofSeconds(3)).forLive();

    @TempDir
    Path folder;

    private final BlockingQueue<ClipRecorder.Result> results = new LinkedBlockingQueue<>();

    @BeforeEach
    void needsGstreamer() {
        RtspServer.assumeAvailable();
    }

    private ClipRecorder.Result result() throws InterruptedException {
        final ClipRecorder.Result result = results.poll(10, TimeUnit.SECONDS);
        assertTrue(result != null, "no clip was reported within 10 s");
        return result;
    }

    /** What is done when a frame was read; ends the reading by returning false. */
    private interface AtFrame {
        boolean read(long index);
    }

    private static void watch(final String url, final PacketTap tap, final AtFrame action) {
        try (VideoReader reader = VideoReader.open(url, LIVE, tap);
                VideoFrame frame = new VideoFrame()) {
            while (reader.read(frame) && action.read(frame.index())) {
                continue;
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"h264,aac,1", "h264,pcma,0", "h265,none,0", "mjpeg,none,0"})
    void shouldKeepWhatACameraSends(final String codec, final String sound, final int sounds)
            throws InterruptedException {
        RtspServer.assumeShows(codec);
        final Path file = folder.resolve("clip.mp4");
        try (RtspServer camera = RtspServer.start(RtspServer.Options.pattern()
                        .withCodec(codec)
                        .withRate(25, 10)
                        .withSound(sound));
                ClipRecorder recorder = new ClipRecorder("test", ClipRecorder.Limits.of(1), results::add)) {
            watch(camera.url(), recorder, index -> {
                if (index == 40) {
                    recorder.begin(file).end(1);
                }
                return results.isEmpty();
            });
            final ClipRecorder.Result result = result();
            assertNull(result.reason());
            assertEquals(2.2, result.seconds(), 0.4);
        }
        final List<String> times = FfmpegTool.frameTimes(file);
        assertEquals(0, Double.parseDouble(times.get(0)), 0.001);
        assertEquals(times.size(), FfmpegTool.packetHashes(file, "v").size(), "every picture can be decoded");
        for (int i = 1; i < times.size(); i++) {
            assertEquals(0.04, Double.parseDouble(times.get(i)) - Double.parseDouble(times.get(i - 1)), 0.02);
        }
        final int packets = FfmpegTool.packetHashes(file, "a").size();
        assertEquals(sounds, packets == 0 ? 0 : 1, packets + " packets of sound");
    }

    @Test
    void shouldEndAClipWhereTheCameraDiesAndBeginAnewWithTheNext() throws InterruptedException {
        final Path first = folder.resolve("first.mp4");
        final Path second = folder.resolve("second.mp4");
        try (RtspServer camera = RtspServer.start(RtspServer.Options.pattern());
                ClipRecorder recorder = new ClipRecorder("test", ClipRecorder.Limits.of(2), results::add)) {
            try {
                watch(camera.url(), recorder, index -> {
                    if (index == 30) {
                        recorder.begin(first);
                    } else if (index == 60) {
                        camera.kill();
                    }
                    return true;
                });
            } catch (final Fault e) {
                assertEquals(Fault.Kind.INPUT, e.kind());
            }
            camera.restart(RtspServer.Options.pattern().withSize(160, 120));
            watch(camera.url(), recorder, index -> {
                if (index == 20) {
                    recorder.begin(second).end(0.5);
                }
                return results.size() < 2;
            });
            final ClipRecorder.Result lost = result();
            assertEquals(first, lost.file());
            assertTrue(lost.kept() && lost.reason().contains("opened anew"), lost.toString());
            assertNull(result().reason());
        }
        assertTrue(FfmpegTool.frameTimes(first).size() >= 45);
        assertTrue(FfmpegTool.frameTimes(second).size() >= 15);
    }
}
