package org.objectomaly.live.camera;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.objectomaly.annotate.View;
import org.objectomaly.live.CameraState;
import org.objectomaly.live.CameraStatus;
import org.objectomaly.live.DropCause;
import org.objectomaly.live.Feed;
import org.objectomaly.live.Look;
import org.objectomaly.live.events.AnomalyEvent;
import org.objectomaly.live.events.EventQuery;
import org.objectomaly.video.FfmpegTool;
import org.objectomaly.video.RtspServer;
import org.objectomaly.video.TestClips;
import org.objectomaly.video.Transport;

final class CameraTest {
    private static final Duration SOON = Duration.ofSeconds(20);
    /** A camera that is back must be seen again within this. */
    private static final Duration RETURN = Duration.ofSeconds(5);

    @TempDir
    Path folder;

    private Rig rig;

    @BeforeEach
    void open() {
        rig = new Rig(folder);
    }

    @AfterEach
    void close() {
        rig.close();
        assertNull(rig.lookout.failure(), "no corridor has failed");
    }

    @Test
    void shouldPlayAFilmAtItsOwnRateAndEnd() throws InterruptedException {
        final long begin = System.nanoTime();
        final Camera camera =
                rig.watch(Rig.camera("film", TestClips.constantRate().toString()));
        assertTrue(rig.await(SOON, camera::hasEnded));
        final double seconds = (System.nanoTime() - begin) / 1e9;
        final List<String> times = FfmpegTool.frameTimes(TestClips.constantRate());
        final CameraStatus status = camera.status();
        assertEquals(CameraState.ENDED, status.state());
        assertEquals(times.size(), status.framesIn());
        assertEquals(status.framesIn(), status.framesOut() + status.drops().get(DropCause.BUSY));
        final double length = (times.size() - 1) / 30.0;
        assertTrue(seconds >= length, () -> "a film of " + length + " s took " + seconds);
    }

    @Test
    void shouldComeBackWithAnotherPicture() throws InterruptedException {
        RtspServer.assumeAvailable();
        try (RtspServer server = RtspServer.start(RtspServer.Options.pattern())) {
            final Camera camera = rig.watch(Rig.camera("front", server.url()));
            awaitFrames(camera, 10);
            assertEquals(320, camera.status().width());
            server.kill();
            assertTrue(rig.await(SOON, () -> camera.status().state() == CameraState.RECONNECTING));
            assertNotNull(camera.status().trouble());
            server.restart(RtspServer.Options.pattern().withSize(640, 360).withRate(10, 10));
            assertTrue(rig.await(RETURN, () -> camera.status().state() == CameraState.LIVE), "live again");
            awaitFrames(camera, 10);
            assertEquals(640, camera.status().width());
            assertTrue(camera.status().reconnects() >= 1);
            server.restart(RtspServer.Options.pattern().withCodec("mjpeg"));
            assertTrue(rig.await(RETURN, () -> "mjpeg".equals(camera.status().codec())), "another codec");
            awaitFrames(camera, 10);
        }
    }

    @Test
    void shouldNoticeACableThatIsPulled() throws InterruptedException {
        RtspServer.assumeAvailable();
        try (RtspServer server = RtspServer.start(RtspServer.Options.pattern())) {
            final Camera camera = rig.watch(Rig.camera("front", server.url()));
            awaitFrames(camera, 10);
            server.freeze();
            assertTrue(rig.await(SOON, () -> camera.status().state() == CameraState.STALLED), "stalled");
            assertTrue(rig.await(SOON, () -> camera.status().state() == CameraState.RECONNECTING), "given up");
            server.thaw();
            assertTrue(rig.await(RETURN, () -> camera.status().state() == CameraState.LIVE), "live again");
        }
    }

    @Test
    void shouldGoOnWhileAnotherCameraIsInTrouble() throws InterruptedException {
        RtspServer.assumeAvailable();
        try (RtspServer good = RtspServer.start(RtspServer.Options.pattern());
                RtspServer bad = RtspServer.start(RtspServer.Options.pattern())) {
            final Camera one = rig.watch(Rig.camera("good", good.url()));
            final Camera other = rig.watch(Rig.camera("bad", bad.url()));
            awaitFrames(one, 5);
            awaitFrames(other, 5);
            bad.freeze();
            final long before = one.status().framesOut();
            Thread.sleep(3000);
            final long shown = one.status().framesOut() - before;
            assertTrue(shown > 50, () -> shown + " frames in 3 s of 25 a second");
            bad.thaw();
        }
    }

    @Test
    void shouldTakeACameraThatOnlySendsBesideTheConnection() throws InterruptedException {
        RtspServer.assumeAvailable();
        try (RtspServer server = RtspServer.start(RtspServer.Options.pattern().withTransport("udp"))) {
            final Camera camera = rig.watch(Rig.with(Rig.camera("front", server.url()), Transport.AUTO, false));
            awaitFrames(camera, 10);
        }
    }

    @Test
    void shouldNeverShowAPassword() throws InterruptedException {
        RtspServer.assumeAvailable();
        try (RtspServer server = RtspServer.start(RtspServer.Options.pattern().withPassword("someone", "right"))) {
            final Camera refused = rig.watch(Rig.camera("refused", server.urlFor("someone", "wr0ng-secret")));
            assertTrue(rig.await(SOON, () -> refused.status().trouble() != null));
            assertFalse(
                    refused.status().trouble().contains("wr0ng-secret"),
                    refused.status().trouble());
            assertFalse(refused.source().contains("wr0ng-secret"), refused.source());
            final Camera admitted = rig.watch(Rig.camera("admitted", server.url()));
            awaitFrames(admitted, 5);
            assertFalse(admitted.source().contains("right"), admitted.source());
        }
    }

    @Test
    void shouldKeepAnEventWithItsPictureAndItsClip() throws Exception {
        RtspServer.assumeAvailable();
        try (RtspServer server = RtspServer.start(RtspServer.Options.pattern())) {
            final Camera camera = rig.watch(Rig.with(Rig.camera("front", server.url()), Transport.TCP, true));
            assertTrue(rig.await(SOON, () -> !events().isEmpty()), "an event");
            awaitFrames(camera, 100);
            server.kill();
            assertTrue(rig.await(SOON, () -> events().get(0).clip() != null), "its clip");
            final AnomalyEvent event = events().get(0);
            assertNotNull(event.end(), "ended with the stream");
            assertTrue(event.interrupted());
            assertEquals(0.9f, event.peak(), 0.01f);
            assertNotNull(event.snapshot());
            assertTrue(rig.keeper.snapshot(event).length > 1000);
            final Path clip = rig.keeper.clipFolder().resolve(event.clip());
            assertTrue(Files.size(clip) > 1000);
            final int frames = FfmpegTool.frameTimes(clip).size();
            assertTrue(frames > 50, () -> frames + " frames of the clip " + event);
        }
    }

    @Test
    void shouldShowItDifferentlyWhenAsked() throws InterruptedException {
        RtspServer.assumeAvailable();
        try (RtspServer server = RtspServer.start(RtspServer.Options.pattern())) {
            final Camera camera = rig.watch(Rig.camera("front", server.url()));
            awaitFrames(camera, 5);
            try (Feed.Viewer viewer = camera.fragments().join()) {
                final Feed.Piece header = viewer.next(SOON);
                assertTrue(header.isHeader());
                assertTrue(header.type().startsWith("video/mp4; codecs=\"avc1."), header.type());
                final Feed.Piece first = viewer.next(SOON);
                assertTrue(first.key(), "viewers begin with a key frame");
                viewer.sent(first);
                camera.look(new Look(View.SPLIT, 0.95f));
                // A picture of another size needs another header.
                Feed.Piece piece = first;
                for (int i = 0; i < 100 && !piece.isHeader(); i++) {
                    piece = viewer.next(SOON);
                }
                assertTrue(piece.isHeader(), "a new header");
            }
            assertTrue(camera.status().delay95() < 5, "a delay was measured");
        }
    }

    @Test
    void shouldHandThePictureOn() throws Exception {
        RtspServer.assumeAvailable();
        try (RtspServer server = RtspServer.start(RtspServer.Options.pattern());
                RtspServer media = RtspServer.start(RtspServer.Options.recorder(folder.resolve("media")))) {
            final CameraSettings usual = Rig.camera("front", server.url());
            final Camera camera = rig.watch(new CameraSettings(
                    usual.name(),
                    usual.address(),
                    usual.transport(),
                    usual.stall(),
                    usual.loop(),
                    usual.refresh(),
                    usual.look(),
                    usual.smallestObject(),
                    media.url(),
                    false));
            awaitFrames(camera, 60);
            assertTrue(
                    rig.await(SOON, () -> media.recordings().stream()
                            .anyMatch(file -> file.toFile().length() > 10_000)),
                    "the server has what was forwarded");
            assertTrue(camera.status().forward().isConnected());
            assertTrue(camera.status().forward().sent() > 0);
            // A server that is gone holds up nothing.
            media.kill();
            awaitFrames(camera, 25);
            assertEquals(CameraState.LIVE, camera.status().state());
        }
    }

    private List<AnomalyEvent> events() {
        return rig.keeper.find(EventQuery.newest(100));
    }

    private void awaitFrames(final Camera camera, final int count) throws InterruptedException {
        final long before = camera.status().framesOut();
        assertTrue(
                rig.await(SOON, () -> camera.status().framesOut() >= before + count),
                () -> camera.name() + " shows no frames: " + camera.status());
    }
}
