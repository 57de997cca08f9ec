package org.objectomaly.live.camera;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.objectomaly.live.CameraState;
import org.objectomaly.video.FakeRtspServer;
import org.objectomaly.video.RtspServer;

/**
 * A camera that is broken in every way, again and again. The environment variable {@code OBJECTOMALY_FAULTS} says how often;
 * without it a short form runs.
 */
final class CameraFaultsTest {
    private static final int FAULTS = Integer.parseInt(System.getenv().getOrDefault("OBJECTOMALY_FAULTS", "8"));
    private static final Duration SOON = Duration.ofSeconds(20);
    private static final Duration RETURN = Duration.ofSeconds(5);

    private static final List<RtspServer.Options> PICTURES = List.of(
            RtspServer.Options.pattern(),
            RtspServer.Options.pattern().withSize(640, 360),
            RtspServer.Options.pattern().withRate(10, 10),
            RtspServer.Options.pattern().withCodec("mjpeg"),
            RtspServer.Options.pattern().withSound("pcma"));

    @TempDir
    Path folder;

    @Test
    void shouldComeBackFromEveryFaultAndLoseNothing() throws Exception {
        RtspServer.assumeAvailable();
        try (Rig rig = new Rig(folder);
                RtspServer server = RtspServer.start(RtspServer.Options.pattern())) {
            final Camera camera = rig.watch(Rig.with(Rig.camera("front", server.url()), true));
            awaitFrames(rig, camera);
            Usage before = null;
            double slowest = 0;
            for (int fault = 0; fault < FAULTS; fault++) {
                if (fault == FAULTS / 3) {
                    before = Usage.now();
                }
                final boolean isFreeze = fault % 4 == 3;
                if (isFreeze) {
                    server.freeze();
                } else {
                    server.kill();
                }
                assertTrue(
                        rig.await(SOON, () -> camera.status().state() == CameraState.RECONNECTING),
                        "fault " + fault + " was not noticed");
                if (isFreeze) {
                    server.thaw();
                } else {
                    server.restart(PICTURES.get(fault % PICTURES.size()));
                }
                final long back = System.nanoTime();
                assertTrue(
                        rig.await(RETURN, () -> camera.status().state() == CameraState.LIVE),
                        "not live within " + RETURN + " of the return from fault " + fault + ": " + camera.status());
                slowest = Math.max(slowest, (System.nanoTime() - back) / 1e9);
                awaitFrames(rig, camera);
            }
            final Usage after = Usage.now();
            System.out.printf(
                    "%d faults, slowest return %.1f s; before %s, after %s%n", FAULTS, slowest, before, after);
            assertNull(rig.lookout.failure());
            assertEquals(before.threads(), after.threads(), 2, "threads");
            assertEquals(before.files(), after.files(), 4, "open files");
            assertTrue(after.megabytes() < before.megabytes() + 40, "memory: " + before + " then " + after);
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = FakeRtspServer.Manner.class,
            names = {"SILENT", "MUTE", "GARBAGE", "NOISE", "WITHOUT_KEY_FRAMES", "NOT_FOUND"})
    void shouldSayWhatIsWrongAndTryAgain(final FakeRtspServer.Manner manner) throws Exception {
        try (Rig rig = new Rig(folder);
                FakeRtspServer server = FakeRtspServer.start(manner)) {
            final Camera camera = rig.watch(Rig.camera("front", server.url()));
            assertTrue(
                    rig.await(SOON, () -> server.connections() >= 2),
                    () -> "no second attempt with a camera that is " + manner + ": " + camera.status());
            assertEquals(CameraState.RECONNECTING, camera.status().state());
            assertTrue(
                    camera.status().trouble().contains("127.0.0.1"),
                    camera.status().trouble());
            assertEquals(0, camera.status().framesOut());
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = FakeRtspServer.Manner.class,
            names = {"LOSSY", "HANGS_UP"})
    void shouldShowWhatThereIs(final FakeRtspServer.Manner manner) throws Exception {
        try (Rig rig = new Rig(folder);
                FakeRtspServer server = FakeRtspServer.start(manner)) {
            final Camera camera = rig.watch(Rig.camera("front", server.url()));
            awaitFrames(rig, camera);
            awaitFrames(rig, camera);
        }
    }

    private static void awaitFrames(final Rig rig, final Camera camera) throws InterruptedException {
        final long before = camera.status().framesOut();
        assertTrue(
                rig.await(SOON, () -> camera.status().framesOut() >= before + 8),
                () -> "no frames: " + camera.status());
    }
}
