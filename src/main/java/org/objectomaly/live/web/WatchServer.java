package org.objectomaly.live.web;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.javalin.Javalin;
import io.javalin.compression.CompressionStrategy;
import io.javalin.config.JavalinConfig;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.Handler;
import io.javalin.websocket.WsConfig;
import io.javalin.websocket.WsConnectContext;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import org.eclipse.jetty.server.Connector;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.objectomaly.Fault;
import org.objectomaly.annotate.View;
import org.objectomaly.live.CameraState;
import org.objectomaly.live.CameraView;
import org.objectomaly.live.Look;
import org.objectomaly.live.events.EventKeeper;
import org.objectomaly.live.metrics.WatchMetrics;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Serves the page, the live pictures and the API of a watch, as docs/live-web.md describes them. */
public final class WatchServer implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(WatchServer.class);

    /** A viewer that takes nothing for so long is let go. */
    static final Duration SLOWEST = Duration.ofSeconds(10);
    /** Endless replies at once: live pictures, and as many readers of news. */
    static final int MOST_VIEWERS = 32;

    private static final int OTHER_THREADS = 24;
    /** What the kernel may hold back for a slow viewer; more would only be delay. */
    private static final int SEND_BUFFER = 1 << 18;

    private static final long LARGEST_REQUEST = 10_000;
    private static final long END_MILLIS = 2000;
    private static final ObjectMapper MAPPER = new ObjectMapper();

    private static final Map<String, String> FILES = Map.of(
            "/", "text/html; charset=utf-8",
            "/app.css", "text/css; charset=utf-8",
            "/app.js", "text/javascript; charset=utf-8",
            "/icon.svg", "image/svg+xml");

    private final List<CameraView> cameras;
    private final EventKeeper keeper;
    private final WatchMetrics metrics;
    private final WebSettings settings;
    private final Gate gate;
    private final LiveNews news;
    private final Semaphore viewers = new Semaphore(MOST_VIEWERS);
    private final Semaphore readers = new Semaphore(MOST_VIEWERS);
    private final Map<String, FragmentSocket> streams = new ConcurrentHashMap<>();
    private final Javalin app;
    private ServerConnector connector;
    private volatile boolean ending;

    /**
     * Starts to serve.
     *
     * @param cameras in the order they are shown
     * @param keeper their events
     * @param metrics what {@code /metrics} shows
     * @param settings where and to whom
     * @throws Fault of kind USAGE if the address cannot be served at, or the token is too short
     */
    public WatchServer(
            final List<CameraView> cameras,
            final EventKeeper keeper,
            final WatchMetrics metrics,
            final WebSettings settings) {
        this.cameras = List.copyOf(cameras);
        this.keeper = keeper;
        this.metrics = metrics;
        this.settings = settings;
        gate = new Gate(settings);
        news = new LiveNews(this.cameras, keeper);
        app = Javalin.create(this::configure);
        try {
            app.start();
        } catch (final RuntimeException e) {
            app.stop();
            throw Fault.of(
                            Fault.Kind.USAGE,
                            "The page cannot be served at %s, port %d (%s); choose another port or address.",
                            settings.bind(),
                            settings.port(),
                            reason(e))
                    .because(e);
        }
        keeper.addListener(news);
    }

    private static String reason(final Throwable e) {
        Throwable deepest = e;
        while (deepest.getCause() != null) {
            deepest = deepest.getCause();
        }
        return deepest instanceof java.net.BindException
                        && String.valueOf(deepest.getMessage()).contains("in use")
                ? "another program has that port"
                : deepest.getMessage();
    }

    private void configure(final JavalinConfig config) {
        config.startup.showJavalinBanner = false;
        config.startup.showOldJavalinVersionWarning = false;
        config.startup.startupWatcherEnabled = false;
        config.http.compressionStrategy = CompressionStrategy.NONE;
        config.http.maxRequestSize = LARGEST_REQUEST;
        final QueuedThreadPool threads = new QueuedThreadPool(2 * MOST_VIEWERS + OTHER_THREADS, 4);
        threads.setName("objectomaly-web");
        threads.setDaemon(true);
        config.jetty.threadPool = threads;
        config.jetty.modifyServer(server -> server.setStopTimeout(END_MILLIS));
        config.jetty.modifyHttpConfiguration(http -> {
            http.setSendServerVersion(false);
            http.setSendXPoweredBy(false);
        });
        // Video is compressed already.
        config.jetty.modifyWebSocketServletFactory(
                factory -> factory.getAvailableExtensionNames().remove("permessage-deflate"));
        config.jetty.addConnector(this::connector);
        routes(config.routes);
    }

    private Connector connector(final Server server, final HttpConfiguration http) {
        connector = new ServerConnector(server, 1, 1, new HttpConnectionFactory(http));
        connector.setHost(settings.bind());
        connector.setPort(settings.port());
        connector.setIdleTimeout(SLOWEST.toMillis());
        connector.setAcceptedSendBufferSize(SEND_BUFFER);
        return connector;
    }

    private void routes(final RoutesConfig routes) {
        routes.before(gate::check);
        routes.wsBeforeUpgrade(gate::check);
        FILES.forEach((path, type) -> {
            final byte[] file = file(path.equals("/") ? "/index.html" : path);
            routes.get(path, ctx -> ctx.contentType(type).result(file));
        });
        final EventPages events = new EventPages(keeper);
        routes.get("/api/cameras", this::cameras);
        routes.patch("/api/cameras/{name}", this::change);
        routes.get("/api/events", events::list);
        routes.get("/api/events/{id}", events::one);
        routes.get("/api/events/{id}/snapshot.jpg", events::snapshot);
        routes.get("/api/events/{id}/clip.mp4", events::clip);
        routes.get("/api/live", limited(readers, ctx -> news.serve(ctx, () -> ending)));
        routes.get("/cameras/{name}/picture.jpg", limited(viewers, ctx -> PictureStream.one(ctx, camera(ctx))));
        routes.get(
                "/cameras/{name}/stream.mjpeg",
                limited(viewers, ctx -> PictureStream.all(ctx, camera(ctx), () -> ending)));
        routes.wsBeforeUpgrade("/cameras/{name}/stream", this::camera);
        routes.ws("/cameras/{name}/stream", this::stream);
        routes.get("/metrics", ctx -> ctx.contentType(WatchMetrics.CONTENT_TYPE).result(metrics.text()));
        routes.get("/healthz", this::health);
        routes.exception(Refusal.class, WatchServer::refuse);
        routes.exception(Fault.class, (fault, ctx) -> refuse(new Refusal(500, "%s", fault.getMessage()), ctx));
        routes.exception(IOException.class, WatchServer::broken);
        routes.exception(Exception.class, (defect, ctx) -> {
            LOG.error("A request for {} failed; this is a defect of this program", ctx.path(), defect);
            refuse(new Refusal(500, "That failed; the program's log says why."), ctx);
        });
        routes.error(404, WatchServer::nothingThere);
    }

    private static byte[] file(final String path) {
        try (InputStream in = WatchServer.class.getResourceAsStream(path.substring(1))) {
            return Objects.requireNonNull(in, path).readAllBytes();
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Handler limited(final Semaphore places, final Handler handler) {
        return ctx -> {
            if (!places.tryAcquire()) {
                throw tooMany();
            }
            try {
                handler.handle(ctx);
            } finally {
                places.release();
            }
        };
    }

    private static Refusal tooMany() {
        return new Refusal(503, "%d viewers look already; try again when one has left.", MOST_VIEWERS);
    }

    private CameraView camera(final Context ctx) {
        return camera(ctx.pathParam("name"));
    }

    private CameraView camera(final String name) {
        return cameras.stream()
                .filter(camera -> camera.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new Refusal(404, "There is no camera %s.", name));
    }

    private void cameras(final Context ctx) {
        final ObjectNode json = JsonNodeFactory.instance.objectNode();
        final ArrayNode list = json.putArray("cameras");
        cameras.forEach(camera -> list.add(CameraJson.of(camera)));
        json(ctx, json);
    }

    private void change(final Context ctx) {
        final CameraView camera = camera(ctx);
        final JsonNode wanted;
        try {
            wanted = MAPPER.readTree(ctx.body());
        } catch (final JsonProcessingException e) {
            throw new Refusal(400, "The body is JSON such as {\"view\":\"split\",\"threshold\":0.5}.");
        }
        Look look = camera.look();
        for (final Iterator<String> names = wanted.fieldNames(); names.hasNext(); ) {
            final String name = names.next();
            look = switch (name) {
                case "view" -> new Look(view(wanted.get(name)), look.threshold());
                case "threshold" -> new Look(look.view(), threshold(wanted.get(name)));
                default -> throw new Refusal(400, "A camera's view and threshold can be changed, not its %s.", name);
            };
        }
        if (wanted.isEmpty()) {
            throw new Refusal(400, "Say what is to change: a view, a threshold or both.");
        }
        camera.look(look);
        json(ctx, CameraJson.of(camera));
    }

    private static View view(final JsonNode value) {
        for (final View view : View.values()) {
            if (value.isTextual() && view.name().toLowerCase(Locale.ROOT).equals(value.textValue())) {
                return view;
            }
        }
        throw new Refusal(400, "A view is \"overlay\", \"heatmap\" or \"split\", not %s.", value);
    }

    private static float threshold(final JsonNode value) {
        if (!value.isNumber() || !Float.isFinite(value.floatValue())) {
            throw new Refusal(400, "A threshold is a number such as 0.5, not %s.", value);
        }
        return value.floatValue();
    }

    private void stream(final WsConfig ws) {
        ws.onConnect(this::connect);
        ws.onClose(ctx -> stop(ctx.sessionId()));
        ws.onError(ctx -> stop(ctx.sessionId()));
    }

    private void connect(final WsConnectContext ctx) {
        if (ending || !viewers.tryAcquire()) {
            ctx.closeSession(1013, tooMany().getMessage());
            return;
        }
        final FragmentSocket stream = new FragmentSocket(ctx.session, camera(ctx.pathParam("name")), viewers::release);
        streams.put(ctx.sessionId(), stream);
        stream.start();
    }

    private void stop(final String session) {
        final FragmentSocket stream = streams.remove(session);
        if (stream != null) {
            stream.stop();
        }
    }

    /**
     * Well is who shows at least one camera; a watch whose files have all come to their end is not unwell either.
     */
    private void health(final Context ctx) {
        final long live = count(CameraState.LIVE);
        final boolean well = live > 0 || count(CameraState.ENDED) == cameras.size();
        final ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("status", well ? "ok" : "no camera is live");
        json.put("cameras", cameras.size());
        json.put("live", live);
        ctx.status(well ? 200 : 503);
        json(ctx, json);
    }

    private long count(final CameraState state) {
        return cameras.stream()
                .filter(camera -> camera.status().state() == state)
                .count();
    }

    static void json(final Context ctx, final ObjectNode json) {
        ctx.contentType("application/json; charset=utf-8").result(json.toString());
    }

    private static void nothingThere(final Context ctx) {
        if (!"true".equals(ctx.attribute("refused"))) {
            refuse(new Refusal(404, "There is nothing at %s.", ctx.path()), ctx);
        }
    }

    /** A viewer is gone, or a file cannot be read; only while nothing is sent somebody can be told. */
    private static void broken(final IOException e, final Context ctx) {
        LOG.debug("A reply to {} broke off", ctx.path(), e);
        if (ctx.res().isCommitted()) {
            return;
        }
        // Of the reply that this should have been.
        ctx.res().resetBuffer();
        ctx.res().setContentLengthLong(-1);
        for (final String header : List.of("Accept-Ranges", "Content-Range")) {
            ctx.res().setHeader(header, null);
        }
        refuse(
                e instanceof NoSuchFileException
                        ? new Refusal(404, "That was removed just now, to make room.")
                        : new Refusal(500, "That cannot be read; check the disk of the events."),
                ctx);
    }

    private static void refuse(final Refusal refusal, final Context ctx) {
        ctx.attribute("refused", "true");
        ctx.status(refusal.status());
        // A picture or a clip may have been announced as one to keep.
        ctx.header("Cache-Control", "no-store");
        if (refusal.status() == 401) {
            ctx.header("WWW-Authenticate", "Bearer");
        }
        final String accepted = ctx.header("Accept");
        if (accepted != null && accepted.contains("text/html")) {
            ctx.contentType("text/html; charset=utf-8").result(SorryPage.of(refusal));
        } else {
            json(ctx, JsonNodeFactory.instance.objectNode().put("error", refusal.getMessage()));
        }
    }

    /**
     * The port.
     *
     * @return 1 to 65535
     */
    public int port() {
        return connector.getLocalPort();
    }

    /**
     * The address to open in a browser. It holds the token if one is needed, so it is for the terminal alone.
     *
     * @return an address such as {@code http://127.0.0.1:8080/}
     */
    public String address() {
        final InetAddress bound = Gate.address(settings.bind());
        final String host = bound.isAnyLocalAddress() ? ownAddress() : settings.bind();
        final String page = "http://" + (host.contains(":") ? "[" + host + "]" : host) + ":" + port() + "/";
        return gate.token() == null ? page : page + "?token=" + URLEncoder.encode(gate.token(), StandardCharsets.UTF_8);
    }

    /** An address of this machine that others can reach, if it has one. */
    private static String ownAddress() {
        try {
            return NetworkInterface.networkInterfaces()
                    .flatMap(NetworkInterface::inetAddresses)
                    .filter(address -> address instanceof Inet4Address && !address.isLoopbackAddress())
                    .map(InetAddress::getHostAddress)
                    .findFirst()
                    .orElse("127.0.0.1");
        } catch (final SocketException e) {
            return "127.0.0.1";
        }
    }

    /** Lets all viewers go and stops, within a few seconds. */
    @Override
    public void close() {
        ending = true;
        keeper.removeListener(news);
        streams.values().forEach(FragmentSocket::stop);
        app.stop();
    }
}
