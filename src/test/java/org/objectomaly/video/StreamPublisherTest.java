package org.objectomaly.video;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import org.bytedeco.javacpp.Pointer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.objectomaly.Fault;

@Timeout(120)
class StreamPublisherTest {
    private static final StreamPublisher.Timing QUICK = new StreamPublisher.Timing(
            Duration.ofSeconds(2), Duration.ofMillis(200), Duration.ofMillis(800), Duration.ofSeconds(2));

    @TempDir
    Path folder;

    private final List<VideoFrame> frames = new ArrayList<>();
    private final AtomicInteger keysWanted = new AtomicInteger();

    @BeforeEach
    void load() {
        load(TestClips.constantRate());
    }

    private void load(final Path clip) {
        try (VideoReader reader = VideoReader.open(clip.toString(), ReaderOptions.defaults())) {
            for (int i = 0; i < 30; i++) {
                frames.add(new VideoFrame());
                assertTrue(reader.read(frames.get(i)));
            }
        }
    }

    @AfterEach
    void giveBack() {
        frames.forEach(VideoFrame::close);
    }

    /** A camera that runs at 25 frames a second until it is closed. */
    private final class Running implements AutoCloseable {
        private LiveEncoder encoder = encoder(frames.get(0));
        private final StreamPublisher publisher;
        private final Thread thread = new Thread(this::run, "test-camera");
        private volatile long step = 40;
        private volatile boolean over;
        private volatile long longest;

        Running(final String url) {
            publisher = new StreamPublisher(
                    "test",
                    url,
                    () -> {
                        keysWanted.incrementAndGet();
                        requestKeyFrame();
                    },
                    QUICK);
            publisher.stream(encoder);
            thread.start();
        }

        private static LiveEncoder encoder(final VideoFrame like) {
            return LiveEncoder.open(like, 25, WriterOptions.defaults().withEncoder("libopenh264"), 500_000);
        }

        private synchronized void requestKeyFrame() {
            encoder.requestKeyFrame();
        }

        private synchronized void encode(final int number, final long time) {
            encoder.encode(frames.get(number % frames.size()), time, publisher);
        }

        /** Goes on with another picture. */
        synchronized void show(final Path clip) {
            giveBack();
            frames.clear();
            load(clip);
            encoder.close();
            encoder = encoder(frames.get(0));
            publisher.stream(encoder);
        }

        private void run() {
            final long begun = System.nanoTime();
            for (int i = 0; !over; i++) {
                final long before = System.nanoTime();
                encode(i, (before - begun) * 9 / 100_000);
                longest = Math.max(longest, System.nanoTime() - before);
                pause(step);
            }
        }

        @Override
        public void close() {
            over = true;
            try {
                thread.join();
            } catch (final InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            publisher.close();
            encoder.close();
        }
    }

    private static void pause(final long millis) {
        try {
            Thread.sleep(millis);
        } catch (final InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void await(final String what, final BooleanSupplier condition) {
        final long end = System.nanoTime() + 20_000_000_000L;
        while (!condition.getAsBoolean()) {
            assertTrue(System.nanoTime() < end, "not within 20 s: " + what);
            pause(20);
        }
    }

    @Test
    void shouldPublishAndComeBackWhenTheServerDoes() {
        RtspServer.assumeAvailable();
        try (RtspServer server = RtspServer.start(RtspServer.Options.recorder(folder));
                Running camera = new Running(server.url())) {
            await("it is published", () -> camera.publisher.published() > 60);
            assertEquals(0, camera.publisher.reconnects());
            server.kill();
            await("the loss is seen", () -> !camera.publisher.isConnected());
            final long lost = camera.publisher.dropped();
            await("packets are dropped meanwhile", () -> camera.publisher.dropped() > lost);
            final long sent = camera.publisher.published();
            server.restart();
            await("it is published again", () -> camera.publisher.published() > sent + 60);
            assertEquals(1, camera.publisher.reconnects());
            assertTrue(keysWanted.get() >= 2, "a key frame for each connection");
            assertTrue(camera.longest < 500_000_000, "the encoder waited " + camera.longest + " ns");
        }
        final List<Path> sessions = recorded(folder);
        assertEquals(2, sessions.size());
        for (final Path session : sessions) {
            // The server keeps a fifth of a second of each session to itself, and is slow to begin.
            final int pictures = FfmpegTool.packetHashes(session, "v").size();
            assertTrue(pictures >= 25, pictures + " pictures in " + session);
        }
    }

    private static List<Path> recorded(final Path folder) {
        try (java.util.stream.Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(".h264"))
                    .sorted()
                    .toList();
        } catch (final IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    @Test
    void shouldGiveUpAFrozenServer() {
        RtspServer.assumeAvailable();
        try (RtspServer server = RtspServer.start(RtspServer.Options.recorder(folder));
                Running camera = new Running(server.url())) {
            await("it is published", () -> camera.publisher.published() > 10);
            server.kill();
            await("the loss is seen", () -> !camera.publisher.isConnected());
            server.restart();
            server.freeze();
            // Nobody answers: the connection is made by the system and then nothing comes.
            pause(3000);
            assertFalse(camera.publisher.isConnected());
            assertTrue(camera.longest < 500_000_000, "the encoder waited " + camera.longest + " ns");
            server.thaw();
            await("it is published again", camera.publisher::isConnected);
        }
    }

    @Test
    void shouldSignInAndKeepThePasswordToItself() {
        RtspServer.assumeAvailable();
        final Logged log = new Logged();
        try (RtspServer server =
                RtspServer.start(RtspServer.Options.recorder(folder).withPassword("driver", "s3cret"))) {
            try (Running camera = new Running(server.urlFor("driver", "wr0ng"))) {
                await("the trouble is said", () -> !log.lines().isEmpty());
                pause(2000);
                assertEquals(0, camera.publisher.published());
            }
            assertEquals(1, log.lines().size(), "said once: " + log.lines());
            try (Running camera = new Running(server.url())) {
                await("it is published", () -> camera.publisher.published() > 10);
            }
        } finally {
            log.close();
        }
        final String all = String.join("\n", log.lines());
        assertTrue(all.contains("test cannot be forwarded to rtsp://127.0.0.1:"), all);
        assertFalse(all.contains("wr0ng") || all.contains("driver") || all.contains("/camera"), all);
    }

    @Test
    void shouldSayTroubleAndRecoveryOnceWhenAServerDropsWhatItTakes() {
        final Logged log = new Logged();
        final FakeRtspServer bad = FakeRtspServer.start(FakeRtspServer.Manner.DROPS);
        try (Running camera = new Running(bad.url())) {
            await("it was taken and dropped several times", () -> bad.connections() >= 4);
            assertTrue(camera.publisher.published() > 0, "something was taken each time");
            assertEquals(1, log.lines().size(), "said once: " + log.lines());
            bad.close();
            try (FakeRtspServer good = FakeRtspServer.start(FakeRtspServer.Manner.TAKES, bad.port())) {
                await("the recovery is said", () -> log.lines().size() > 1);
                assertTrue(log.lines().get(1).contains("is forwarded to rtsp://127.0.0.1:"), log.lines()::toString);
                assertEquals(1, good.connections());
                assertEquals(2, log.lines().size(), log.lines()::toString);
            }
        } finally {
            bad.close();
            log.close();
        }
    }

    @Test
    void shouldGoOnWhateverFails() {
        final AtomicInteger asked = new AtomicInteger();
        final Logged log = new Logged();
        try (FakeRtspServer server = FakeRtspServer.start(FakeRtspServer.Manner.TAKES);
                LiveEncoder encoder = Running.encoder(frames.get(0));
                StreamPublisher publisher = new StreamPublisher(
                        "test",
                        server.url(),
                        () -> {
                            if (asked.incrementAndGet() <= 2) {
                                throw new StackOverflowError("an error of the machine");
                            }
                        },
                        QUICK)) {
            publisher.stream(encoder);
            await("it is tried again", () -> server.connections() >= 3);
            await("it stands", publisher::isConnected);
            for (int i = 0; i < 10; i++) {
                encoder.encode(frames.get(i), 3600L * i, publisher);
            }
            await("it is published", () -> publisher.published() == 10);
            assertEquals(1, log.lines().size(), log.lines()::toString);
        } finally {
            log.close();
        }
    }

    /** What is said on standard error, where the log goes. */
    private static final class Logged implements AutoCloseable {
        private final java.io.PrintStream usual = System.err;
        private final java.io.ByteArrayOutputStream said = new java.io.ByteArrayOutputStream();

        Logged() {
            System.setErr(new java.io.PrintStream(said, true, java.nio.charset.StandardCharsets.UTF_8));
        }

        List<String> lines() {
            return said.toString(java.nio.charset.StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> line.contains("forwarded"))
                    .toList();
        }

        @Override
        public void close() {
            System.setErr(usual);
        }
    }

    @Test
    void shouldPublishAsATransportStream() throws InterruptedException {
        final int port = RtspServer.freePort();
        final Path received = folder.resolve("received.ts");
        final Thread receiver = new Thread(
                () -> FfmpegTool.ffmpeg(List.of(
                        "-i",
                        "udp://127.0.0.1:" + port + "?timeout=8000000",
                        "-t",
                        "3",
                        "-c",
                        "copy",
                        received.toString())),
                "receiver");
        receiver.start();
        try (Running camera = new Running("udp://127.0.0.1:" + port + "?pkt_size=1316")) {
            receiver.join(20_000);
            assertTrue(camera.publisher.published() > 30);
        }
        final int count = FfmpegTool.frameTimes(received).size();
        // What comes before the first key frame, a second at most, is not kept.
        assertTrue(count >= 40, count + " frames");
    }

    @Test
    void shouldNotWaitForAServerThatNeverAnswers() throws IOException {
        try (ServerSocket mute = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            final long begun;
            try (Running camera = new Running("rtmp://127.0.0.1:" + mute.getLocalPort() + "/live/key")) {
                pause(3000);
                assertEquals(0, camera.publisher.published());
                assertTrue(camera.publisher.dropped() > 0);
                assertTrue(camera.longest < 500_000_000, "the encoder waited " + camera.longest + " ns");
                begun = System.nanoTime();
            }
            assertTrue((System.nanoTime() - begun) / 1e9 < 4, "closing waited");
        }
    }

    @Test
    void shouldGiveUpAServerThatDoesNotReadAnyMore() {
        try (FakeRtspServer server = FakeRtspServer.start(FakeRtspServer.Manner.STUCK);
                Running camera = new Running(server.url())) {
            await("packets are sent", () -> camera.publisher.published() > 0);
            // What the system keeps for the server has to be filled first.
            camera.step = 2;
            await("the connection is made anew", () -> server.connections() >= 2);
            assertTrue(camera.publisher.dropped() > 0);
            assertTrue(camera.longest < 500_000_000, "the encoder waited " + camera.longest + " ns");
        }
    }

    @Test
    void shouldConnectAnewForAnotherPicture() {
        RtspServer.assumeAvailable();
        try (RtspServer server = RtspServer.start(RtspServer.Options.recorder(folder));
                Running camera = new Running(server.url())) {
            await("it is published", () -> camera.publisher.published() > 60);
            camera.show(TestClips.large(640, 360, 30));
            final long sent = camera.publisher.published();
            await("the other is published", () -> camera.publisher.published() > sent + 60);
        }
        final List<String> sizes = recorded(folder).stream()
                .map(file -> FfmpegTool.ffprobe(
                                "-show_entries", "stream=width", "-of", "default=nk=1:nw=1", file.toString())
                        .get(0))
                .toList();
        assertEquals(List.of("320", "640"), sizes);
    }

    @Test
    void shouldRefuseOtherAddressesWithoutRepeatingThem() {
        for (final String url : List.of("http://user:hidden@host/live", "/tmp/hidden.mp4", "rtsp:///hidden")) {
            final Fault fault = assertThrows(Fault.class, () -> new StreamPublisher("test", url, () -> {}));
            assertEquals(Fault.Kind.USAGE, fault.kind());
            assertFalse(fault.getMessage().contains("hidden"), fault.getMessage());
        }
    }

    @Test
    void shouldGiveAllMemoryBackAfterFailedConnections() {
        final int port = RtspServer.freePort();
        final StreamPublisher.Timing hasty = new StreamPublisher.Timing(
                Duration.ofSeconds(1), Duration.ofMillis(1), Duration.ofMillis(1), Duration.ofSeconds(2));
        try (LiveEncoder encoder = Running.encoder(frames.get(0))) {
            attempts(encoder, hasty, port);
            final long before = Pointer.physicalBytes();
            attempts(encoder, hasty, port);
            final long grown = Pointer.physicalBytes() - before;
            System.out.println("resident memory grown by " + grown / 1024 + " KiB after failed connections");
            assertTrue(grown < 24L << 20, grown + " bytes more");
        }
    }

    private static void attempts(final LiveEncoder encoder, final StreamPublisher.Timing timing, final int port) {
        try (StreamPublisher publisher =
                new StreamPublisher("test", "rtsp://127.0.0.1:" + port + "/none", () -> {}, timing)) {
            publisher.stream(encoder);
            pause(3000);
        }
        System.gc();
    }
}
