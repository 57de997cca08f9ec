package org.objectomaly.live.camera;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.objectomaly.live.CameraStatus;
import org.objectomaly.live.DropCause;
import org.objectomaly.live.Feed;
import org.objectomaly.live.events.AnomalyEvent;
import org.objectomaly.live.events.EventQuery;
import org.objectomaly.video.FakeRtspServer;

/**
 * Ten cameras that hang up all the time and show anomalies that come and go, with viewers that come and go as well. The
 * environment variable {@code OBJECTOMALY_SOAK_SECONDS} says for how long ({@code src/test/soak} makes it an hour); without it
 * a short form runs.
 */
final class WatchSoakTest {
    private static final int CAMERAS = 10;
    private static final int SECONDS = Integer.parseInt(System.getenv().getOrDefault("OBJECTOMALY_SOAK_SECONDS", "20"));
    private static final Duration SOON = Duration.ofSeconds(30);

    @TempDir
    Path folder;

    @Test
    void shouldStayAsItIs() throws Exception {
        final List<FakeRtspServer> servers = new ArrayList<>();
        final List<Camera> cameras = new ArrayList<>();
        final AtomicBoolean over = new AtomicBoolean();
        try (Rig rig = new Rig(folder, true)) {
            for (int i = 0; i < CAMERAS; i++) {
                servers.add(FakeRtspServer.start(FakeRtspServer.Manner.GOOD));
                cameras.add(rig.watch(
                        Rig.with(Rig.camera("camera" + i, servers.get(i).url()), i % 2 == 0)));
            }
            for (final Camera camera : cameras) {
                assertTrue(rig.await(SOON, () -> camera.status().framesOut() > 5), () -> "" + camera.status());
            }
            final Thread viewer = new Thread(() -> view(cameras, over), "soak-viewer");
            viewer.start();
            final Usage end = suffer(rig, servers, over);
            viewer.join(SOON.toMillis());
            cameras.forEach(Camera::close);
            assertNull(rig.lookout.failure());
            check(rig, cameras, end);
        } finally {
            over.set(true);
            servers.forEach(FakeRtspServer::close);
        }
    }

    /** Hangs up on one camera after another, and says what the process holds at the end; it must be what it held before. */
    private static Usage suffer(final Rig rig, final List<FakeRtspServer> servers, final AtomicBoolean over)
            throws Exception {
        final Random random = new Random(7);
        final long begin = System.nanoTime();
        Usage before = null;
        Usage now = null;
        long minute = 0;
        while (System.nanoTime() - begin < SECONDS * 1_000_000_000L) {
            servers.get(random.nextInt(servers.size())).hangUp();
            rig.await(Duration.ofMillis(300), () -> false);
            final double share = (System.nanoTime() - begin) / (SECONDS * 1e9);
            if (before == null && share > 0.34) {
                before = Usage.now();
            }
            now = Usage.now();
            if ((System.nanoTime() - begin) / 60_000_000_000L > minute) {
                minute++;
                System.out.printf("minute %d: %s%n", minute, now);
            }
        }
        over.set(true);
        System.out.printf("soak of %d s: %s after a third, %s at the end%n", SECONDS, before, now);
        assertTrue(now.megabytes() < 1.15 * before.megabytes() + 20, "memory: " + before + " then " + now);
        assertEquals(before.threads(), now.threads(), 8, "threads");
        assertEquals(before.files(), now.files(), 3.0 * CAMERAS, "open files");
        return now;
    }

    /** No frame and no event is in two counters, or in none. */
    private static void check(final Rig rig, final List<Camera> cameras, final Usage end) throws Exception {
        long reconnects = 0;
        long frames = 0;
        for (final Camera camera : cameras) {
            final CameraStatus status = camera.status();
            assertEquals(
                    status.framesIn(),
                    status.framesOut() + status.drops().get(DropCause.BUSY),
                    1,
                    () -> "every frame was shown or is counted: " + status);
            reconnects += status.reconnects();
            frames += status.framesOut();
        }
        assertTrue(rig.await(SOON, () -> rig.keeper.unwritten() == 0), "all events are written");
        final List<AnomalyEvent> events = new ArrayList<>();
        List<AnomalyEvent> page = rig.keeper.find(EventQuery.newest(1000));
        while (!page.isEmpty()) {
            events.addAll(page);
            final long last = page.get(page.size() - 1).id();
            page = rig.keeper.find(new EventQuery(null, null, null, last, 1000));
        }
        System.out.printf("%d frames, %d reconnects, %d events%n", frames, reconnects, events.size());
        assertEquals(0, rig.keeper.lost());
        assertEquals(events.size(), rig.begun.get(), "events begun and events kept");
        assertEquals(events.size(), rig.ended.get(), "events ended and events kept");
        assertTrue(events.stream().noneMatch(AnomalyEvent::isOpen), "no event is left open");
        assertTrue(reconnects >= SECONDS / 2, () -> "only " + end);
    }

    private static void view(final List<Camera> cameras, final AtomicBoolean over) {
        final Random random = new Random(11);
        try {
            while (!over.get()) {
                final Camera camera = cameras.get(random.nextInt(cameras.size()));
                final Feed feed = random.nextBoolean() ? camera.jpegs() : camera.fragments();
                try (Feed.Viewer viewer = feed.join()) {
                    for (int i = 0; i < 20 && !over.get(); i++) {
                        final Feed.Piece piece = viewer.next(Duration.ofMillis(500));
                        if (piece != null) {
                            viewer.sent(piece);
                        }
                    }
                }
            }
        } catch (final InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
