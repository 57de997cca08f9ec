package org.objectomaly.live.web;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.WebSocket;
import java.net.http.WebSocketHandshakeException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.objectomaly.Fault;
import org.objectomaly.annotate.View;
import org.objectomaly.live.CameraState;
import org.objectomaly.live.FakeCamera;
import org.objectomaly.live.Look;
import org.objectomaly.live.events.EventKeeper;
import org.objectomaly.live.events.EventWatcher;
import org.objectomaly.live.events.Frames;
import org.objectomaly.live.events.Retention;
import org.objectomaly.live.metrics.WatchMetrics;

final class WatchServerTest {
    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final String TOKEN = "a token of the test";
    private static final String TYPE = "video/mp4; codecs=\"avc1.42c01f\"";

    @TempDir
    Path folder;

    private final HttpClient client =
            HttpClient.newBuilder().followRedirects(HttpClient.Redirect.NEVER).build();
    private List<FakeCamera> cameras = List.of();
    private EventKeeper keeper;
    private WatchServer server;

    private void start(final WebSettings settings, final int pictureBytes, final String... names) {
        // Bytes suffice here; what a browser makes of real ones is seen in WatchPageTest.
        final List<byte[]> pictures =
                IntStream.range(0, 4).mapToObj(i -> filled(pictureBytes, i)).toList();
        final List<byte[]> pieces = new ArrayList<>(List.of(filled(30, 99)));
        pieces.addAll(pictures);
        cameras = Arrays.stream(names)
                .map(name -> new FakeCamera(name, new FakeCamera.Media(pictures, pieces, TYPE)))
                .toList();
        keeper = new EventKeeper(folder, Retention.ALL);
        final WatchMetrics metrics = new WatchMetrics();
        cameras.forEach(metrics::watch);
        server = new WatchServer(List.copyOf(cameras), keeper, metrics, settings);
    }

    private static byte[] filled(final int size, final int value) {
        final byte[] bytes = new byte[size];
        Arrays.fill(bytes, (byte) value);
        return bytes;
    }

    @AfterEach
    void stop() {
        if (server != null) {
            server.close();
            keeper.close();
        }
        cameras.forEach(FakeCamera::close);
    }

    private HttpRequest.Builder request(final String path) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.port() + path))
                .timeout(java.time.Duration.ofSeconds(10));
    }

    private HttpResponse<String> get(final String path, final String... headers) throws Exception {
        final HttpRequest.Builder request = request(path);
        if (headers.length > 0) {
            request.headers(headers);
        }
        return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    private HttpResponse<String> patch(final String path, final String body, final String... headers) throws Exception {
        final HttpRequest.Builder request = request(path).method("PATCH", HttpRequest.BodyPublishers.ofString(body));
        if (headers.length > 0) {
            request.headers(headers);
        }
        return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    private static JsonNode json(final HttpResponse<String> answer) throws IOException {
        return MAPPER.readTree(answer.body());
    }

    private void event() {
        final Frames frames =
                new Frames(new EventWatcher("front", keeper), Instant.parse("2026-05-01T12:00:00Z"), filled(500, 7));
        frames.show(10, 0.8f);
        frames.show(25);
    }

    @Test
    void shouldServeThePageWithAStrictPolicy() throws Exception {
        start(WebSettings.LOOPBACK, 100, "front");
        final HttpResponse<String> page = get("/");
        assertEquals(200, page.statusCode());
        assertTrue(page.body().contains("<title>objectomaly</title>"));
        final String policy =
                page.headers().firstValue("Content-Security-Policy").orElseThrow();
        assertTrue(policy.startsWith("default-src 'none'; script-src 'self'; style-src 'self'"), policy);
        assertEquals(
                "nosniff", page.headers().firstValue("X-Content-Type-Options").orElseThrow());
        assertTrue(page.headers().firstValue("Server").isEmpty());
        assertEquals("text/javascript;charset=utf-8", type(get("/app.js")));
        assertEquals("text/css;charset=utf-8", type(get("/app.css")));
        assertEquals("image/svg+xml", type(get("/icon.svg")));
        assertFalse(
                get("/app.js").body().replace("http://www.w3.org/2000/svg", "").matches("(?s).*https?://\\w.*"),
                "nothing from elsewhere");
        assertEquals(404, get("/Gate.class").statusCode());
        assertEquals(400, get("/app.css/../../Gate.class").statusCode());
        assertEquals(
                "There is nothing at /nowhere.",
                json(get("/nowhere")).get("error").textValue());
    }

    private static String type(final HttpResponse<String> answer) {
        return answer.headers()
                .firstValue("Content-Type")
                .orElseThrow()
                .replace("; ", ";")
                .toLowerCase(java.util.Locale.ROOT);
    }

    @Test
    void shouldTellOfCamerasAndChangeTheirLook() throws Exception {
        start(WebSettings.LOOPBACK, 100, "front", "rear");
        final JsonNode camera = json(get("/api/cameras")).get("cameras").get(0);
        assertEquals("front", camera.get("name").textValue());
        assertEquals("live", camera.get("state").textValue());
        assertEquals("overlay", camera.get("view").textValue());
        assertEquals(0.4, camera.get("threshold").doubleValue());
        assertEquals(12, camera.get("drops").get("busy").intValue());
        assertTrue(camera.get("delay_median").isNull(), "not a number is null");

        final HttpResponse<String> changed = patch("/api/cameras/rear", "{\"view\":\"split\",\"threshold\":0.55}");
        assertEquals(200, changed.statusCode(), changed.body());
        assertEquals(new Look(View.SPLIT, 0.55f), cameras.get(1).look());
        assertEquals(new Look(View.OVERLAY, 0.4f), cameras.get(0).look());
        patch("/api/cameras/rear", "{\"threshold\":0.6}");
        assertEquals(new Look(View.SPLIT, 0.6f), cameras.get(1).look());

        for (final String wrong : List.of(
                "{\"view\":\"sideways\"}",
                "{\"threshold\":\"0.5\"}",
                "{\"threshold\":1e300}",
                "{\"name\":\"x\"}",
                "{}",
                "[]",
                "",
                "{")) {
            final HttpResponse<String> refused = patch("/api/cameras/rear", wrong);
            assertEquals(400, refused.statusCode(), wrong);
            assertTrue(json(refused).get("error").textValue().endsWith("."), refused.body());
        }
        assertEquals(new Look(View.SPLIT, 0.6f), cameras.get(1).look());
        assertEquals(404, patch("/api/cameras/left", "{\"threshold\":0.6}").statusCode());
    }

    @Test
    void shouldAskForTheToken() throws Exception {
        start(new WebSettings("127.0.0.1", 0, TOKEN), 100, "front");
        for (final String path : List.of(
                "/",
                "/app.js",
                "/api/cameras",
                "/api/events",
                "/api/live",
                "/cameras/front/stream.mjpeg",
                "/cameras/front/picture.jpg",
                "/metrics",
                "/nowhere")) {
            assertEquals(401, get(path).statusCode(), path);
            assertEquals(401, get(path, "Authorization", "Bearer not the token").statusCode(), path);
            assertEquals(401, get(path + "?token=wrong").statusCode(), path);
            assertEquals(
                    401,
                    get(path, "Cookie", "objectomaly-" + server.port() + "=" + "0".repeat(64))
                            .statusCode());
        }
        assertEquals(401, patch("/api/cameras/front", "{\"threshold\":0.6}").statusCode());
        assertThrows(CompletionException.class, () -> connect("/cameras/front/stream", new Received()));
        assertEquals(
                200, get("/api/cameras", "Authorization", "Bearer " + TOKEN).statusCode());
        assertEquals(200, get("/metrics", "Authorization", "bearer " + TOKEN).statusCode());

        final String address = server.address();
        assertEquals("http://127.0.0.1:" + server.port() + "/?token=a+token+of+the+test", address);
        final HttpResponse<String> first = get(address.substring(address.indexOf("/?")));
        assertEquals(303, first.statusCode());
        assertEquals(
                "/",
                URI.create(first.headers().firstValue("Location").orElseThrow()).getPath());
        final String cookie = first.headers().firstValue("Set-Cookie").orElseThrow();
        assertTrue(cookie.contains("HttpOnly") && cookie.contains("SameSite=Strict"), cookie);
        assertFalse(cookie.contains(TOKEN), cookie);
        assertEquals(
                200,
                get("/", "Cookie", cookie.substring(0, cookie.indexOf(';'))).statusCode());

        final HttpResponse<String> asked = get("/", "Accept", "text/html");
        assertTrue(asked.body().contains("<form action=\"/\""), asked.body());
        assertEquals(
                "This watch is shown to those who have its token; open the address that it printed at start.",
                json(get("/api/events")).get("error").textValue());
    }

    @Test
    void shouldMakeATokenWhenBoundToTheNetwork() throws Exception {
        start(new WebSettings("0.0.0.0", 0, null), 100, "front");
        assertEquals(401, get("/api/cameras").statusCode());
        final String address = server.address();
        assertTrue(address.matches("http://[0-9.]+:\\d+/\\?token=[A-Za-z0-9_-]{32}"), address);
        final String token = address.substring(address.indexOf('=') + 1);
        assertEquals(
                200, get("/api/cameras", "Authorization", "Bearer " + token).statusCode());
    }

    @Test
    void shouldRefuseOtherSitesAndOtherNames() throws Exception {
        start(WebSettings.LOOPBACK, 100, "front");
        final String own = "http://127.0.0.1:" + server.port();
        final String change = "{\"threshold\":0.6}";
        assertEquals(
                403,
                patch("/api/cameras/front", change, "Origin", "http://evil.example")
                        .statusCode());
        assertEquals(403, patch("/api/cameras/front", change, "Origin", "null").statusCode());
        assertEquals(
                403,
                patch("/api/cameras/front", change, "Sec-Fetch-Site", "cross-site")
                        .statusCode());
        assertEquals(
                403,
                patch("/api/cameras/front", change, "Origin", "http://127.0.0.1:1")
                        .statusCode());
        assertEquals(0.4f, cameras.get(0).look().threshold());
        assertEquals(200, patch("/api/cameras/front", change, "Origin", own).statusCode());
        assertEquals(
                403,
                get("/cameras/front/picture.jpg", "Sec-Fetch-Site", "cross-site", "Sec-Fetch-Mode", "no-cors")
                        .statusCode());
        assertEquals(
                200,
                get("/", "Sec-Fetch-Site", "cross-site", "Sec-Fetch-Mode", "navigate")
                        .statusCode());
        final CompletionException refused = assertThrows(CompletionException.class, () -> client.newWebSocketBuilder()
                .header("Origin", "http://evil.example")
                .buildAsync(URI.create(own.replace("http", "ws") + "/cameras/front/stream"), new Received())
                .join());
        assertEquals(
                403,
                ((WebSocketHandshakeException) refused.getCause()).getResponse().statusCode());

        // A name of somebody else's that leads to this machine.
        assertEquals("403", status("GET /api/cameras HTTP/1.1", "Host: evil.example:" + server.port()));
        assertEquals("403", status("GET / HTTP/1.1", "Host: 127.0.0.1.evil.example"));
        assertEquals("200", status("GET /api/cameras HTTP/1.1", "Host: localhost:" + server.port()));
        assertEquals("200", status("GET /api/cameras HTTP/1.1", "Host: [::1]:" + server.port()));
        assertEquals("403", status("GET /api/cameras HTTP/1.0"));
    }

    private String status(final String... lines) throws IOException {
        try (Socket socket = new Socket("127.0.0.1", server.port())) {
            socket.setSoTimeout(10_000);
            socket.getOutputStream()
                    .write((String.join("\r\n", lines) + "\r\nConnection: close\r\n\r\n")
                            .getBytes(StandardCharsets.US_ASCII));
            final BufferedReader in =
                    new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII));
            return in.readLine().split(" ")[1];
        }
    }

    @Test
    void shouldServeEventsTheirPicturesAndPartsOfTheirClips() throws Exception {
        start(WebSettings.LOOPBACK, 100, "front");
        event();
        event();
        event();
        final JsonNode page = json(get("/api/events?limit=2&camera=front"));
        assertEquals(3, page.get("events").get(0).get("id").intValue());
        assertEquals(2, page.get("next").intValue());
        final JsonNode rest = json(get("/api/events?limit=2&before=2"));
        assertEquals(1, rest.get("events").size());
        assertTrue(rest.get("next").isNull());
        assertEquals(0, json(get("/api/events?camera=rear")).get("events").size());
        assertEquals(
                0,
                json(get("/api/events?to=2026-05-01T12:00:00Z")).get("events").size());
        assertEquals(400, get("/api/events?from=yesterday").statusCode());
        assertEquals(400, get("/api/events?limit=0").statusCode());
        assertEquals(400, get("/api/events?before=x").statusCode());

        final JsonNode event = json(get("/api/events/1"));
        assertEquals("2026-05-01T12:00:00Z", event.get("start").textValue());
        assertEquals(0.9, event.get("seconds").doubleValue());
        assertEquals(0.8, event.get("peak").doubleValue());
        assertEquals("[10,40,12,12]", event.get("box").toString());
        assertTrue(event.get("clip").isNull());
        assertEquals(404, get("/api/events/99").statusCode());
        assertEquals(404, get("/api/events/first").statusCode());
        assertEquals(404, get("/api/events/1/clip.mp4").statusCode());
        final HttpResponse<byte[]> picture = client.send(
                request(event.get("snapshot").textValue()).build(), HttpResponse.BodyHandlers.ofByteArray());
        assertEquals("image/jpeg", picture.headers().firstValue("Content-Type").orElseThrow());
        assertArrayEquals(filled(500, 7), picture.body());

        Files.writeString(keeper.clipFolder().resolve("one.mp4"), "0123456789");
        keeper.clip(1, "one.mp4");
        until(() -> keeper.find(1).clip() != null, "the clip is noted");
        final String clip = json(get("/api/events/1")).get("clip").textValue();
        assertEquals("/api/events/1/clip.mp4", clip);
        assertRange(clip, null, 200, "0123456789", null);
        assertRange(clip, "bytes=0-", 206, "0123456789", "bytes 0-9/10");
        assertRange(clip, "bytes=2-4", 206, "234", "bytes 2-4/10");
        assertRange(clip, "bytes=7-99", 206, "789", "bytes 7-9/10");
        assertRange(clip, "bytes=-3", 206, "789", "bytes 7-9/10");
        assertRange(clip, "bytes=0-0", 206, "0", "bytes 0-0/10");
        assertRange(clip, "bytes=1-2,4-5", 200, "0123456789", null);
        assertRange(clip, "bytes=-", 200, "0123456789", null);
        assertEquals(416, get(clip, "Range", "bytes=10-").statusCode());
        assertEquals(416, get(clip, "Range", "bytes=5-2").statusCode());
    }

    @Test
    void shouldSayWhenAPictureOrAClipCannotBeRead() throws Exception {
        start(WebSettings.LOOPBACK, 100, "front");
        event();
        until(() -> keeper.unwritten() == 0, "written");
        final Path picture = folder.resolve("snapshots").resolve(keeper.find(1).snapshot());
        until(() -> Files.exists(picture), "the picture as well");
        // Reading a folder fails as reading from a broken disk does: when it has been opened already.
        Files.delete(picture);
        Files.createDirectory(picture);
        Files.createDirectory(keeper.clipFolder().resolve("one.mp4"));
        keeper.clip(1, "one.mp4");
        until(() -> keeper.find(1).clip() != null, "the clip is noted");
        for (final String path : List.of("/api/events/1/snapshot.jpg", "/api/events/1/clip.mp4")) {
            final HttpResponse<String> answer = get(path, "Range", "bytes=0-9");
            assertEquals(500, answer.statusCode(), path);
            assertTrue(json(answer).get("error").textValue().contains("cannot be read"), answer::body);
            assertEquals(
                    "no-store", answer.headers().firstValue("Cache-Control").orElseThrow());
            assertTrue(answer.headers().firstValue("Content-Range").isEmpty(), path);
            assertTrue(answer.headers().firstValue("Content-Security-Policy").isPresent(), path);
        }
        Files.delete(picture);
        assertEquals(404, get("/api/events/1/snapshot.jpg").statusCode());
    }

    private void assertRange(
            final String path, final String range, final int status, final String body, final String content)
            throws Exception {
        final HttpResponse<String> answer = range == null ? get(path) : get(path, "Range", range);
        assertEquals(status, answer.statusCode(), range);
        assertEquals(body, answer.body(), range);
        assertEquals(content, answer.headers().firstValue("Content-Range").orElse(null), range);
        assertEquals("bytes", answer.headers().firstValue("Accept-Ranges").orElse(null), range);
    }

    @Test
    void shouldSendNewsAsTheyHappen() throws Exception {
        start(WebSettings.LOOPBACK, 100, "front");
        final HttpResponse<InputStream> live =
                client.send(request("/api/live").build(), HttpResponse.BodyHandlers.ofInputStream());
        assertEquals(
                "text/event-stream", live.headers().firstValue("Content-Type").orElseThrow());
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(live.body(), StandardCharsets.UTF_8))) {
            assertEquals(
                    "front",
                    next(lines, "status").get("cameras").get(0).get("name").textValue());
            event();
            assertEquals(0.8, next(lines, "begun").get("peak").doubleValue());
            assertFalse(next(lines, "ended").get("end").isNull());
            final JsonNode status = next(lines, "status");
            assertEquals(0, status.get("events").get("waiting").intValue());
            assertTrue(status.get("events").get("trouble").isNull());
        }
    }

    private static JsonNode next(final BufferedReader lines, final String name) throws IOException {
        String line = lines.readLine();
        while (!line.equals("event: " + name)) {
            line = lines.readLine();
        }
        return MAPPER.readTree(lines.readLine().substring("data: ".length()));
    }

    @Test
    void shouldStreamPicturesOneAfterAnother() throws Exception {
        start(WebSettings.LOOPBACK, 2000, "front");
        try (Socket socket = openStream("/cameras/front/stream.mjpeg")) {
            final DataInputStream in = new DataInputStream(socket.getInputStream());
            final byte[] first = part(in);
            assertEquals(2000, first.length);
            boolean moved = false;
            for (int i = 0; i < 5; i++) {
                moved |= !Arrays.equals(first, part(in));
            }
            assertTrue(moved, "the pictures differ");
            assertEquals(1, cameras.get(0).jpegs().viewers());
        }
        until(() -> cameras.get(0).jpegs().viewers() == 0, "a viewer that left is noticed");
        final HttpResponse<byte[]> one =
                client.send(request("/cameras/front/picture.jpg").build(), HttpResponse.BodyHandlers.ofByteArray());
        assertEquals(2000, one.body().length);
        assertEquals(404, get("/cameras/rear/picture.jpg").statusCode());
        cameras.get(0).state(CameraState.STALLED, "No frame has come for 5 s.");
        Thread.sleep(150);
        final HttpResponse<String> none = get("/cameras/front/picture.jpg");
        assertEquals(503, none.statusCode());
        assertEquals(
                "The camera front shows no picture at the moment; it is stalled.",
                json(none).get("error").textValue());
    }

    private Socket openStream(final String path) throws IOException {
        final Socket socket = new Socket("127.0.0.1", server.port());
        socket.setSoTimeout(10_000);
        socket.getOutputStream()
                .write(("GET " + path + " HTTP/1.0\r\nHost: localhost\r\n\r\n").getBytes(StandardCharsets.US_ASCII));
        return socket;
    }

    /** Reads one picture of a stream without chunks, as HTTP/1.0 has it. */
    @SuppressWarnings("deprecation") // Its lines are ASCII.
    private static byte[] part(final DataInputStream in) throws IOException {
        String line = in.readLine();
        while (!line.startsWith("Content-Length: ")) {
            line = in.readLine();
        }
        final byte[] picture = new byte[Integer.parseInt(line.substring("Content-Length: ".length()))];
        in.readLine();
        in.readFully(picture);
        return picture;
    }

    @Test
    void shouldNotLetASlowViewerHinderOthersAndLetItGo() throws Exception {
        start(WebSettings.LOOPBACK, 1 << 20, "front");
        try (Socket slow = openStream("/cameras/front/stream.mjpeg");
                Socket quick = openStream("/cameras/front/stream.mjpeg")) {
            assertTrue(slow.getInputStream().read() > 0);
            until(() -> cameras.get(0).jpegs().viewers() == 2, "both look");
            final DataInputStream in = new DataInputStream(quick.getInputStream());
            final long begin = System.nanoTime();
            int pictures = 0;
            // The slow one is let go after ten seconds in which it takes nothing.
            while (cameras.get(0).jpegs().viewers() == 2 && System.nanoTime() - begin < 25_000_000_000L) {
                part(in);
                pictures++;
            }
            final double seconds = (System.nanoTime() - begin) / 1e9;
            assertEquals(1, cameras.get(0).jpegs().viewers());
            assertTrue(pictures > 4 * seconds, pictures + " pictures in " + seconds + " s");
        }
    }

    @Test
    void shouldLetASlowWebSocketGo() throws Exception {
        start(WebSettings.LOOPBACK, 1 << 20, "front");
        // Asks for one message and then for no more: its buffers fill, and the server's after them.
        final WebSocket slow = client.newWebSocketBuilder()
                .buildAsync(
                        URI.create("ws://127.0.0.1:" + server.port() + "/cameras/front/stream"),
                        new WebSocket.Listener() {
                            @Override
                            public CompletionStage<?> onText(
                                    final WebSocket socket, final CharSequence data, final boolean last) {
                                return null;
                            }
                        })
                .join();
        until(() -> cameras.get(0).fragments().viewers() == 1, "it looks");
        final long begin = System.nanoTime();
        while (cameras.get(0).fragments().viewers() == 1 && System.nanoTime() - begin < 25_000_000_000L) {
            Thread.sleep(50);
        }
        assertEquals(0, cameras.get(0).fragments().viewers());
        assertTrue(System.nanoTime() - begin > 8_000_000_000L, "it had its time");
        slow.abort();
    }

    private WebSocket connect(final String path, final Received received) {
        return client.newWebSocketBuilder()
                .buildAsync(URI.create("ws://127.0.0.1:" + server.port() + path), received)
                .join();
    }

    /** Whole messages, texts as strings. */
    private static final class Received implements WebSocket.Listener {
        private final BlockingQueue<Object> messages = new LinkedBlockingQueue<>();
        private final java.io.ByteArrayOutputStream parts = new java.io.ByteArrayOutputStream();

        @Override
        public CompletionStage<?> onText(final WebSocket socket, final CharSequence data, final boolean last) {
            messages.add(data.toString());
            socket.request(1);
            return null;
        }

        @Override
        public CompletionStage<?> onBinary(final WebSocket socket, final ByteBuffer data, final boolean last) {
            final byte[] bytes = new byte[data.remaining()];
            data.get(bytes);
            parts.writeBytes(bytes);
            if (last) {
                messages.add(parts.toByteArray());
                parts.reset();
            }
            socket.request(1);
            return null;
        }

        Object next() throws InterruptedException {
            return messages.poll(10, TimeUnit.SECONDS);
        }
    }

    @Test
    void shouldStreamFragmentsOverAWebSocket() throws Exception {
        start(WebSettings.LOOPBACK, 5000, "front");
        final Received received = new Received();
        final WebSocket socket = connect("/cameras/front/stream", received);
        int headers = 0;
        int fragments = 0;
        while (headers < 3) {
            // The fake camera begins anew after four fragments.
            final Object message = received.next();
            if (message instanceof String type) {
                assertEquals(TYPE, type);
                assertEquals(30, ((byte[]) received.next()).length, "the header follows its type");
                headers++;
            } else {
                assertEquals(5000, ((byte[]) message).length);
                fragments++;
            }
        }
        assertTrue(fragments >= 1);
        until(() -> cameras.get(0).status().delayMedian() > 0, "the delay was noted");
        socket.sendClose(WebSocket.NORMAL_CLOSURE, "").join();
        until(() -> cameras.get(0).fragments().viewers() == 0, "a viewer that left is noticed");
        assertThrows(CompletionException.class, () -> connect("/cameras/rear/stream", new Received()));
    }

    @Test
    void shouldNotCompressWhatIsCompressedAlready() throws Exception {
        start(WebSettings.LOOPBACK, 100, "front");
        try (Socket socket = new Socket("127.0.0.1", server.port())) {
            socket.setSoTimeout(10_000);
            socket.getOutputStream()
                    .write(("GET /cameras/front/stream HTTP/1.1\r\nHost: localhost\r\nConnection: Upgrade\r\n"
                                    + "Upgrade: websocket\r\nSec-WebSocket-Version: 13\r\n"
                                    + "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n"
                                    + "Sec-WebSocket-Extensions: permessage-deflate\r\n\r\n")
                            .getBytes(StandardCharsets.US_ASCII));
            final BufferedReader in =
                    new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.ISO_8859_1));
            assertTrue(in.readLine().contains("101"));
            for (String line = in.readLine(); !line.isEmpty(); line = in.readLine()) {
                assertFalse(line.contains("deflate"), line);
            }
        }
    }

    @Test
    void shouldRefuseTooManyViewers() throws Exception {
        start(WebSettings.LOOPBACK, 100, "front");
        final List<Socket> sockets = new ArrayList<>();
        try {
            for (int i = 0; i < WatchServer.MOST_VIEWERS; i++) {
                sockets.add(openStream("/cameras/front/stream.mjpeg"));
            }
            until(() -> cameras.get(0).jpegs().viewers() == WatchServer.MOST_VIEWERS, "all look");
            final HttpResponse<String> refused = get("/cameras/front/stream.mjpeg");
            assertEquals(503, refused.statusCode());
            assertEquals(
                    "32 viewers look already; try again when one has left.",
                    json(refused).get("error").textValue());
            assertEquals(200, get("/api/cameras").statusCode());
        } finally {
            for (final Socket socket : sockets) {
                socket.close();
            }
        }
    }

    @Test
    void shouldSayHowItFares() throws Exception {
        start(new WebSettings("127.0.0.1", 0, TOKEN), 100, "front", "rear");
        assertEquals(
                "{\"status\":\"ok\",\"cameras\":2,\"live\":2}", get("/healthz").body());
        cameras.get(0).state(CameraState.RECONNECTING, "Gone.");
        assertEquals(200, get("/healthz").statusCode());
        cameras.get(1).state(CameraState.STALLED, "Gone.");
        assertEquals(503, get("/healthz").statusCode());
        assertEquals(
                "{\"status\":\"no camera is live\",\"cameras\":2,\"live\":0}",
                get("/healthz").body());
        cameras.forEach(camera -> camera.state(CameraState.ENDED, null));
        assertEquals(200, get("/healthz").statusCode());
        final HttpResponse<String> metrics = get("/metrics", "Authorization", "Bearer " + TOKEN);
        assertTrue(metrics.headers().firstValue("Content-Type").orElseThrow().startsWith("text/plain"));
        assertTrue(metrics.body().contains("objectomaly_camera_state{camera=\"rear\",state=\"ended\"} 1.0"));
    }

    @Test
    void shouldSayThatAPortIsTaken() {
        start(WebSettings.LOOPBACK, 100, "front");
        final Fault taken = assertThrows(
                Fault.class,
                () -> new WatchServer(
                        List.of(), keeper, new WatchMetrics(), new WebSettings("127.0.0.1", server.port(), null)));
        assertEquals(Fault.Kind.USAGE, taken.kind());
        assertEquals(
                "The page cannot be served at 127.0.0.1, port " + server.port()
                        + " (another program has that port); choose another port or address.",
                taken.getMessage());
        final Fault foreign = assertThrows(
                Fault.class,
                () -> new WatchServer(List.of(), keeper, new WatchMetrics(), new WebSettings("192.0.2.1", 0, null)));
        assertTrue(foreign.getMessage().contains("192.0.2.1"), foreign.getMessage());
        final Fault weak = assertThrows(
                Fault.class,
                () -> new WatchServer(List.of(), keeper, new WatchMetrics(), new WebSettings("127.0.0.1", 0, "1234")));
        assertTrue(weak.getMessage().contains("longer"), weak.getMessage());
    }

    @Test
    void shouldEndSoonWithViewers() throws Exception {
        start(WebSettings.LOOPBACK, 100, "front");
        try (Socket pictures = openStream("/cameras/front/stream.mjpeg");
                Socket news = openStream("/api/live")) {
            connect("/cameras/front/stream", new Received());
            assertTrue(pictures.getInputStream().read() > 0
                    && news.getInputStream().read() > 0);
            final long begin = System.nanoTime();
            server.close();
            assertTrue(System.nanoTime() - begin < 6_000_000_000L, "closed in time");
            until(
                    () -> Thread.getAllStackTraces().keySet().stream()
                            .noneMatch(thread -> thread.getName().startsWith("objectomaly-stream")
                                    || thread.getName().startsWith("objectomaly-web")),
                    "no thread is left");
        }
    }

    private static void until(final BooleanSupplier condition, final String what) {
        final long end = System.nanoTime() + 15_000_000_000L;
        while (!condition.getAsBoolean()) {
            assertTrue(System.nanoTime() < end, "in time: " + what);
            try {
                Thread.sleep(20);
            } catch (final InterruptedException e) {
                throw new IllegalStateException(e);
            }
        }
    }
}
