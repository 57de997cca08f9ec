package org.objectomaly.video;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * A live source that needs nothing installed: the ffmpeg command of the FFmpeg jar, which sends a file again and again,
 * in real time and without encoding it, as an MPEG transport stream over TCP. It serves one viewer, and ends with it: call
 * {@link #restart()} for the next one.
 */
public final class TransportServer extends BreakableProcess {
    private final int port = RtspServer.freePort();
    private Path file;

    private TransportServer(final Path file) {
        this.file = file;
    }

    /**
     * Starts a source.
     *
     * @param file a video with H.264
     * @return the running source, to be closed
     */
    public static TransportServer start(final Path file) {
        final TransportServer server = new TransportServer(file);
        server.restart();
        return server;
    }

    /**
     * The address.
     *
     * @return tcp://..., which {@link VideoReader} opens
     */
    public String url() {
        return "tcp://127.0.0.1:" + port;
    }

    /** Ends it if it runs and starts it again. */
    public void restart() {
        restart(file);
    }

    /**
     * Ends it if it runs and starts it again with another file.
     *
     * @param next what it sends from now on
     */
    public void restart(final Path next) {
        kill();
        file = next;
        try {
            runs(FfmpegTool.start(List.of(
                    "-re",
                    "-stream_loop",
                    "-1",
                    "-i",
                    next.toString(),
                    "-c",
                    "copy",
                    "-f",
                    "mpegts",
                    "-flush_packets",
                    "1",
                    "tcp://127.0.0.1:" + port + "?listen=1")));
            awaitListening();
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Its only viewer must not be a test of the port, so the system is asked who listens. */
    private void awaitListening() throws IOException {
        final Path sockets = Path.of("/proc/net/tcp");
        final long end = System.nanoTime() + 10_000_000_000L;
        final String wanted = String.format(":%04X 00000000:0000 0A", port);
        while (System.nanoTime() < end) {
            if (Files.readString(sockets).contains(wanted)) {
                return;
            }
            try {
                Thread.sleep(20);
            } catch (final InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
        throw new IllegalStateException("ffmpeg does not listen, see target/ffmpeg-tool.log");
    }
}
