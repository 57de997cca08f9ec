package org.objectomaly.video;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** A web server on loopback that gives away the files of a folder. */
public final class WebFolder implements AutoCloseable {
    private final Path folder;
    private final boolean sized;
    private final HttpServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool();

    private WebFolder(final Path folder, final boolean sized) throws IOException {
        this.folder = folder;
        this.sized = sized;
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::answer);
        server.setExecutor(threads);
        server.start();
    }

    /**
     * Starts a server.
     *
     * @param folder whose files it gives away
     * @return the running server, to be closed
     */
    public static WebFolder of(final Path folder) {
        return of(folder, true);
    }

    /**
     * Starts a server that may keep to itself how large its files are.
     *
     * @param folder whose files it gives away
     * @param sized whether it says how large they are
     * @return the running server, to be closed
     */
    public static WebFolder of(final Path folder, final boolean sized) {
        try {
            return new WebFolder(folder, sized);
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * The address of a file.
     *
     * @param name its name
     * @return http://...
     */
    public String url(final String name) {
        return "http://127.0.0.1:" + server.getAddress().getPort() + "/" + name;
    }

    private void answer(final HttpExchange exchange) throws IOException {
        try (exchange) {
            final Path file = folder.resolve(exchange.getRequestURI().getPath().substring(1));
            if (!Files.isRegularFile(file)) {
                exchange.sendResponseHeaders(404, -1);
                return;
            }
            final byte[] bytes = Files.readAllBytes(file);
            final int from = sized ? from(exchange) : 0;
            if (sized) {
                final String range = "bytes " + from + "-" + (bytes.length - 1) + "/" + bytes.length;
                exchange.getResponseHeaders().set("Content-Range", range);
            }
            exchange.sendResponseHeaders(sized ? 206 : 200, sized ? bytes.length - from : 0);
            try (OutputStream out = exchange.getResponseBody()) {
                out.write(bytes, from, bytes.length - from);
            }
        }
    }

    private static int from(final HttpExchange exchange) {
        final String range = exchange.getRequestHeaders().getFirst("Range");
        return range == null ? 0 : Integer.parseInt(range.replaceFirst("bytes=(\\d+)-.*", "$1"));
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
