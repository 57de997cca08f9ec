package org.objectomaly.models;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** A web server on this machine that can be told to behave badly. */
public final class TestServer implements AutoCloseable {
    private static final int DEADLINE_SECONDS = 30;

    private final HttpServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final CountDownLatch closing = new CountDownLatch(1);
    private final List<String> requests = new CopyOnWriteArrayList<>();

    public TestServer() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        server.start();
    }

    int port() {
        return server.getAddress().getPort();
    }

    public String address(final String path) {
        return "http://127.0.0.1:" + port() + path;
    }

    /** All requests so far: the address as asked for, and the range where one was wanted. */
    public List<String> requests() {
        return requests;
    }

    public TestServer on(final String path, final HttpHandler handler) {
        server.createContext(path, exchange -> {
            final String range = exchange.getRequestHeaders().getFirst("Range");
            requests.add(exchange.getRequestURI() + (range == null ? "" : " " + range));
            try (exchange) {
                handler.handle(exchange);
            }
        });
        return this;
    }

    /** A file as a good server gives it. */
    public static HttpHandler file(final byte[] content, final String etag) {
        return breaking(content, etag, 0, 0);
    }

    /** The same, but the first answers break off after some bytes of their body. */
    public static HttpHandler breaking(final byte[] content, final String etag, final int times, final int after) {
        final AtomicInteger answers = new AtomicInteger();
        return exchange -> {
            final int from = from(exchange, etag);
            final Headers headers = exchange.getResponseHeaders();
            headers.add("Content-Type", "application/octet-stream");
            headers.add("ETag", etag);
            if (from >= content.length) {
                headers.add("Content-Range", "bytes */" + content.length);
                exchange.sendResponseHeaders(416, -1);
                return;
            }
            if (from > 0) {
                headers.add("Content-Range", "bytes " + from + "-" + (content.length - 1) + "/" + content.length);
            }
            final byte[] body = Arrays.copyOfRange(content, from, content.length);
            exchange.sendResponseHeaders(from > 0 ? 206 : 200, body.length);
            final boolean breaks = answers.getAndIncrement() < times;
            exchange.getResponseBody().write(body, 0, breaks ? Math.min(after, body.length) : body.length);
            exchange.getResponseBody().flush();
        };
    }

    private static int from(final HttpExchange exchange, final String etag) {
        final String range = exchange.getRequestHeaders().getFirst("Range");
        final String condition = exchange.getRequestHeaders().getFirst("If-Range");
        return range == null || condition != null && !condition.equals(etag)
                ? 0
                : Integer.parseInt(range.replaceAll("bytes=(\\d+)-", "$1"));
    }

    /** A server that knows no ranges. */
    static HttpHandler whole(final String type, final byte[] content) {
        return exchange -> {
            exchange.getResponseHeaders().add("Content-Type", type);
            exchange.sendResponseHeaders(200, content.length);
            exchange.getResponseBody().write(content);
        };
    }

    static HttpHandler page(final String html) {
        return whole("text/html; charset=utf-8", html.getBytes(StandardCharsets.UTF_8));
    }

    static HttpHandler status(final int status) {
        return exchange -> exchange.sendResponseHeaders(status, -1);
    }

    static HttpHandler redirect(final String to) {
        return exchange -> {
            exchange.getResponseHeaders().add("Location", to);
            exchange.sendResponseHeaders(302, -1);
        };
    }

    /** Gives some bytes and then nothing more, with the connection open. */
    public HttpHandler stalling(final byte[] content, final int after) {
        return exchange -> {
            exchange.sendResponseHeaders(200, content.length);
            exchange.getResponseBody().write(content, 0, after);
            exchange.getResponseBody().flush();
            waitForTheEnd();
        };
    }

    /** Takes the request and never answers. */
    HttpHandler silent() {
        return exchange -> waitForTheEnd();
    }

    private void waitForTheEnd() throws IOException {
        try {
            closing.await(DEADLINE_SECONDS, TimeUnit.SECONDS);
        } catch (final InterruptedException e) {
            throw new IOException(e);
        }
    }

    @Override
    public void close() {
        closing.countDown();
        server.stop(0);
        threads.shutdownNow();
    }
}
