package org.objectomaly.video;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.objectomaly.Fault;

/** Deadlines of more sources at once than JavaCPP has native functions for callbacks. */
@Timeout(60)
final class DeadlineTest {
    private static final int SOURCES = 14;
    private static final double LONGEST = 12;

    @TempDir
    Path folder;

    private static ReaderOptions within(final Duration deadline) {
        return ReaderOptions.defaults().withDeadline(deadline).forLive();
    }

    private static String failure(final String source, final ReaderOptions options) {
        try {
            VideoReader.open(source, options).close();
            return "it was opened";
        } catch (final Fault e) {
            return e.getMessage();
        }
    }

    /** Opens all at once, each in a thread of its own, and returns what each of them said. */
    private static List<String> failures(final List<String> sources, final ReaderOptions options) throws Exception {
        final ExecutorService threads = Executors.newFixedThreadPool(sources.size());
        try {
            final List<Future<String>> waiting = new ArrayList<>();
            for (final String source : sources) {
                waiting.add(threads.submit((Callable<String>) () -> failure(source, options)));
            }
            final long end = System.nanoTime() + Math.round(LONGEST * 1e9);
            final List<String> said = new ArrayList<>();
            for (final Future<String> one : waiting) {
                said.add(one.get(end - System.nanoTime(), TimeUnit.NANOSECONDS));
            }
            return said;
        } finally {
            threads.shutdownNow();
        }
    }

    private static void assertSilent(final List<String> said) {
        assertEquals(SOURCES, said.size());
        for (final String sentence : said) {
            assertTrue(sentence.contains("gave no data for 2.00 s"), sentence);
        }
    }

    @Test
    void shouldGiveUpOnEveryOneOfManySilentCameras() throws Exception {
        final List<FakeRtspServer> cameras = silent();
        try {
            assertSilent(failures(urls(cameras), within(Duration.ofSeconds(2))));
        } finally {
            cameras.forEach(FakeRtspServer::close);
        }
    }

    @Test
    void shouldStopEveryOneOfManyReadersByHand() throws Exception {
        final List<FakeRtspServer> cameras = silent();
        final AtomicBoolean stop = new AtomicBoolean();
        final Thread hand = new Thread(() -> {
            awaitViewers(cameras);
            stop.set(true);
        });
        try {
            hand.start();
            final List<String> said =
                    failures(urls(cameras), within(Duration.ofMinutes(5)).withStop(stop::get));
            assertEquals(SOURCES, said.size());
            assertTrue(stop.get());
        } finally {
            hand.interrupt();
            cameras.forEach(FakeRtspServer::close);
        }
    }

    private static void awaitViewers(final List<FakeRtspServer> cameras) {
        try {
            while (cameras.stream().anyMatch(camera -> camera.connections() == 0)) {
                Thread.sleep(20);
            }
            Thread.sleep(500);
        } catch (final InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static List<FakeRtspServer> silent() {
        final List<FakeRtspServer> cameras = new ArrayList<>();
        for (int i = 0; i < SOURCES; i++) {
            cameras.add(FakeRtspServer.start(FakeRtspServer.Manner.SILENT));
        }
        return cameras;
    }

    private static List<String> urls(final List<FakeRtspServer> cameras) {
        return cameras.stream().map(FakeRtspServer::url).toList();
    }

    @Test
    void shouldGiveUpOnEveryOneOfManySilentPipes() throws Exception {
        final List<RandomAccessFile> writers = new ArrayList<>();
        try {
            final List<String> pipes = new ArrayList<>();
            for (int i = 0; i < SOURCES; i++) {
                final Path pipe = folder.resolve("pipe" + i + ".ts");
                Assumptions.assumeTrue(
                        new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor() == 0, "no mkfifo here");
                // Open at both ends, so that it neither blocks nor ends.
                final RandomAccessFile writer = new RandomAccessFile(pipe.toFile(), "rw");
                writers.add(writer);
                writer.write(new byte[100]);
                pipes.add(pipe.toString());
            }
            assertSilent(failures(pipes, within(Duration.ofSeconds(2))));
        } finally {
            for (final RandomAccessFile writer : writers) {
                close(writer);
            }
        }
    }

    private static void close(final RandomAccessFile writer) {
        try {
            writer.close();
        } catch (final IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
