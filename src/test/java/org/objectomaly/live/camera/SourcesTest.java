package org.objectomaly.live.camera;

import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.objectomaly.live.CameraState;
import org.objectomaly.video.StreamServer;
import org.objectomaly.video.TestClips;

/** Cameras that do not speak RTSP. */
@Timeout(60)
final class SourcesTest {
    private static final Duration SOON = Duration.ofSeconds(20);
    private static final int FRAMES = 60;

    @TempDir
    Path folder;

    @ParameterizedTest
    @EnumSource(StreamServer.Way.class)
    void shouldGoLive(final StreamServer.Way way) throws Exception {
        StreamServer.assumeAvailable(way);
        final Path served = Files.createDirectory(folder.resolve("served"));
        try (Rig rig = new Rig(folder);
                StreamServer server = StreamServer.start(way, TestClips.constantRate(), served)) {
            final Camera camera = rig.watch(Rig.camera("front", server.url()));
            assertTrue(
                    rig.await(SOON, () -> camera.status().framesOut() >= FRAMES),
                    () -> "no frames by " + way + ": " + camera.status());
            assertTrue(rig.await(SOON, () -> camera.status().state() == CameraState.LIVE), () -> "" + camera.status());
            assertNull(rig.lookout.failure());
        }
    }
}
