package org.objectomaly.video;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Who sets the pace: what can be read at any speed must be told from what comes in its own time. */
@Timeout(60)
final class SenderPaceTest {
    private static final ReaderOptions LIVE =
            ReaderOptions.defaults().withDeadline(Duration.ofSeconds(5)).forLive();

    @TempDir
    Path folder;

    private static boolean isPacedBySender(final String source) {
        try (VideoReader reader = VideoReader.open(source, LIVE)) {
            return reader.isPacedBySender();
        }
    }

    @Test
    void shouldLeaveCamerasTheirPace() {
        try (FakeRtspServer camera = FakeRtspServer.start(FakeRtspServer.Manner.GOOD);
                TransportServer stream = TransportServer.start(TestClips.constantRate())) {
            assertTrue(isPacedBySender(camera.url()), "RTSP");
            assertTrue(isPacedBySender(stream.url()), "TCP");
        }
    }

    @ParameterizedTest
    @EnumSource(StreamServer.Way.class)
    void shouldTellStreamsFromPieces(final StreamServer.Way way) {
        StreamServer.assumeAvailable(way);
        try (StreamServer stream = StreamServer.start(way, TestClips.constantRate(), folder)) {
            assertEquals(way != StreamServer.Way.HLS, isPacedBySender(stream.url()));
        }
    }

    @Test
    void shouldKnowFilms() {
        final Path film = TestClips.constantRate();
        assertFalse(isPacedBySender(film.toString()), "a file");
        assertFalse(isPacedBySender("file:" + film), "a file by its address");
        for (final Path each : new Path[] {film, TestClips.matroska(), TestClips.transportStream()}) {
            try (WebFolder web = WebFolder.of(each.getParent())) {
                assertFalse(isPacedBySender(web.url(each.getFileName().toString())), each + " at a web server");
            }
        }
        final Path early = TestClips.clip("early.mp4", "-i " + film + " -c copy -movflags faststart");
        for (final Path each : new Path[] {early, TestClips.matroska()}) {
            try (WebFolder web = WebFolder.of(each.getParent(), false)) {
                assertFalse(isPacedBySender(web.url(each.getFileName().toString())), each + " of unknown size");
            }
        }
    }
}
