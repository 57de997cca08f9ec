package org.objectomaly.video;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.objectomaly.Fault;

/** The test camera is what it says: only then tests with it say something. */
@Timeout(60)
class RtspServerTest {
    private static final ReaderOptions LIVE =
            ReaderOptions.defaults().withDeadline(Duration.ofSeconds(5)).forLive();

    @BeforeEach
    void needsGstreamer() {
        RtspServer.assumeAvailable();
    }

    private static StreamInfo look(final String url, final int frames) {
        try (VideoReader reader = VideoReader.open(url, LIVE);
                VideoFrame frame = new VideoFrame()) {
            double before = -1;
            for (int i = 0; i < frames; i++) {
                assertTrue(reader.read(frame), "the stream goes on");
                assertTrue(frame.seconds() > before, frame.seconds() + " after " + before);
                before = frame.seconds();
            }
            return reader.info();
        }
    }

    @ParameterizedTest
    @CsvSource({"h264,h264,none", "h265,hevc,pcma", "mjpeg,mjpeg,aac"})
    void shouldShowAPattern(final String codec, final String name, final String sound) {
        RtspServer.assumeShows(codec);
        try (RtspServer camera = RtspServer.start(RtspServer.Options.pattern()
                .withCodec(codec)
                .withSize(640, 360)
                .withRate(20, 10)
                .withSound(sound))) {
            final StreamInfo info = look(camera.url(), 20);
            assertEquals(name, info.codec());
            assertEquals(640, info.width());
            assertEquals(sound.equals("none") ? 0 : 1, info.otherStreams());
        }
    }

    @Test
    void shouldShowAFileAgainAndAgainWithoutAJump() {
        try (RtspServer camera = RtspServer.start(RtspServer.Options.file(TestClips.constantRate()));
                VideoReader reader = VideoReader.open(camera.url(), LIVE);
                VideoFrame frame = new VideoFrame()) {
            double before = Double.NaN;
            for (int i = 0; i < 150; i++) {
                assertTrue(reader.read(frame));
                if (i > 0) {
                    assertEquals(1 / 30.0, frame.seconds() - before, 0.02, "frame " + i);
                }
                before = frame.seconds();
            }
        }
    }

    @Test
    void shouldAskForAPassword() {
        try (RtspServer camera = RtspServer.start(RtspServer.Options.pattern().withPassword("driver", "secret"))) {
            look(camera.url(), 3);
            assertThrows(Fault.class, () -> look(camera.bareUrl(), 1));
            assertThrows(Fault.class, () -> look(camera.urlFor("driver", "wrong"), 1));
        }
    }

    @Test
    void shouldBeKilledFrozenAndStartedAgain() {
        try (RtspServer camera = RtspServer.start(RtspServer.Options.pattern())) {
            final int port = camera.port();
            look(camera.url(), 3);
            camera.kill();
            assertFalse(camera.isRunning());
            assertThrows(Fault.class, () -> look(camera.url(), 1));
            camera.restart(RtspServer.Options.pattern().withSize(160, 120));
            assertEquals(port, camera.port());
            assertEquals(160, look(camera.url(), 3).width());
            camera.freeze();
            final long begun = System.nanoTime();
            assertThrows(Fault.class, () -> look(camera.url(), 1));
            assertEquals(5, (System.nanoTime() - begun) / 1e9, 1.5, "a frozen camera is silent");
            camera.thaw();
            look(camera.url(), 3);
        }
    }
}
