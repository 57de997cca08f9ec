package org.objectomaly.video;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Assumptions;

/**
 * A live source that needs nothing installed: the ffmpeg command of the FFmpeg jar, which sends a file again and again,
 * in real time and without encoding it, in one of the ways other than RTSP in which cameras and encoders send. It serves one
 * viewer, and ends with it.
 */
public final class StreamServer extends BreakableProcess {
    /** A way to send. */
    public enum Way {
        /** A transport stream to whoever calls. */
        SRT("srt", "mpegts", "?mode=listener", "", "udp"),
        /** A transport stream as an endless file. */
        HTTP("http", "mpegts", "/live.ts", "/live.ts", "tcp"),
        /** Flash video. */
        RTMP("rtmp", "flv", "/live/x", "/live/x", "tcp"),
        /** A transport stream to an address, whether somebody listens or not. */
        UDP("udp", "mpegts", "?pkt_size=1316", "", null),
        /** Short files and their list in a folder, which a web server gives away. */
        HLS("http", "hls", null, "live.m3u8", null);

        private final String scheme;
        private final String format;
        private final String sending;
        private final String viewing;
        private final String sockets;

        Way(
                final String scheme,
                final String format,
                final String sending,
                final String viewing,
                final String sockets) {
            this.scheme = scheme;
            this.format = format;
            this.sending = sending;
            this.viewing = viewing;
            this.sockets = sockets;
        }
    }

    private final Way way;
    private final int port = RtspServer.freePort();
    private final WebFolder web;

    private StreamServer(final Way way, final WebFolder web) {
        this.way = way;
        this.web = web;
    }

    /** Skips the test where this FFmpeg cannot send in such a way, or receive what is sent. */
    public static void assumeAvailable(final Way way) {
        Assumptions.assumeTrue(FfmpegTool.protocols().contains(way.scheme), "this FFmpeg has no " + way.scheme);
    }

    /**
     * Starts a source.
     *
     * @param way how it sends
     * @param film a video with H.264
     * @param folder a folder of its own, for a way that needs one
     * @return the running source, to be closed
     */
    public static StreamServer start(final Way way, final Path film, final Path folder) {
        final StreamServer server = new StreamServer(way, way == Way.HLS ? WebFolder.of(folder) : null);
        try {
            final List<String> command = new ArrayList<>(
                    List.of("-re", "-stream_loop", "-1", "-i", film.toString(), "-c", "copy", "-f", way.format));
            if (way == Way.HLS) {
                final Path list = folder.resolve(way.viewing);
                command.addAll(List.of("-hls_time", "1", "-hls_list_size", "6", list.toString()));
                server.runs(FfmpegTool.start(command));
                server.await(() -> Files.exists(list));
                return server;
            }
            command.addAll(List.of("-flush_packets", "1"));
            if (way == Way.HTTP || way == Way.RTMP) {
                command.addAll(List.of("-listen", "1"));
            }
            command.add(way.scheme + "://127.0.0.1:" + server.port + way.sending);
            server.runs(FfmpegTool.start(command));
            server.await(server::listens);
            return server;
        } catch (final IOException e) {
            server.close();
            throw new UncheckedIOException(e);
        }
    }

    /** Its only viewer must not be a test of the port, so the system is asked who listens. */
    private boolean listens() throws IOException {
        final String own = String.format(Locale.ROOT, ":%04X 00000000:0000 ", port);
        return way.sockets == null
                || Files.readString(Path.of("/proc/net", way.sockets)).contains(own);
    }

    /** What may be asked of the system. */
    private interface Condition {
        boolean holds() throws IOException;
    }

    private void await(final Condition condition) throws IOException {
        final long end = System.nanoTime() + 10_000_000_000L;
        while (!condition.holds()) {
            if (System.nanoTime() > end) {
                close();
                throw new IllegalStateException("ffmpeg does not send, see target/ffmpeg-tool.log");
            }
            try {
                Thread.sleep(20);
            } catch (final InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException(e);
            }
        }
    }

    /**
     * The address.
     *
     * @return what a viewer opens
     */
    public String url() {
        return web != null ? web.url(way.viewing) : way.scheme + "://127.0.0.1:" + port + way.viewing;
    }

    @Override
    public void close() {
        super.close();
        if (web != null) {
            web.close();
        }
    }
}
