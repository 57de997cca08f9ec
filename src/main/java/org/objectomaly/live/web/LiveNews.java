package org.objectomaly.live.web;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.javalin.http.Context;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.objectomaly.live.CameraView;
import org.objectomaly.live.events.AnomalyEvent;
import org.objectomaly.live.events.EventJson;
import org.objectomaly.live.events.EventKeeper;
import org.objectomaly.live.events.EventListener;

/** Server-sent events: what becomes of anomalies as it happens, and every second how the cameras fare. */
final class LiveNews implements EventListener {
    private static final long BEAT_NANOS = 1_000_000_000L;
    /** News that wait for one reader; who is further behind than this is let go, and comes back for a fresh start. */
    private static final int BACKLOG = 256;

    private final List<CameraView> cameras;
    private final EventKeeper keeper;
    private final List<BlockingQueue<String>> readers = new CopyOnWriteArrayList<>();

    LiveNews(final List<CameraView> cameras, final EventKeeper keeper) {
        this.cameras = cameras;
        this.keeper = keeper;
    }

    /** How cameras and events fare. */
    ObjectNode status() {
        final ObjectNode json = JsonNodeFactory.instance.objectNode();
        final ArrayNode list = json.putArray("cameras");
        cameras.forEach(camera -> list.add(CameraJson.of(camera)));
        final ObjectNode events = json.putObject("events");
        events.put("waiting", keeper.unwritten());
        events.put("lost", keeper.lost());
        events.put("trouble", keeper.trouble());
        return json;
    }

    void serve(final Context ctx, final BooleanSupplier ending) throws IOException, InterruptedException {
        ctx.contentType("text/event-stream");
        // A proxy in between is asked to pass everything on at once.
        ctx.header("X-Accel-Buffering", "no");
        final OutputStream out = ctx.res().getOutputStream();
        final BlockingQueue<String> news = new LinkedBlockingQueue<>(BACKLOG);
        readers.add(news);
        try {
            out.write("retry: 2000\n\n".getBytes(StandardCharsets.US_ASCII));
            long beat = System.nanoTime();
            while (!ending.getAsBoolean() && readers.contains(news)) {
                final long left = beat - System.nanoTime();
                final String next = left > 0 ? news.poll(left, TimeUnit.NANOSECONDS) : null;
                if (next != null) {
                    out.write(next.getBytes(StandardCharsets.UTF_8));
                } else {
                    out.write(message("status", status()).getBytes(StandardCharsets.UTF_8));
                    beat = System.nanoTime() + BEAT_NANOS;
                }
                out.flush();
            }
        } finally {
            readers.removeIf(reader -> reader == news);
        }
    }

    private static String message(final String name, final ObjectNode json) {
        return "event: " + name + "\ndata: " + json + "\n\n";
    }

    private void tell(final String name, final AnomalyEvent event) {
        if (!readers.isEmpty()) {
            final String message = message(name, EventJson.of(event));
            readers.removeIf(reader -> !reader.offer(message));
        }
    }

    @Override
    public void begun(final AnomalyEvent event) {
        tell("begun", event);
    }

    @Override
    public void changed(final AnomalyEvent event) {
        tell("changed", event);
    }

    @Override
    public void ended(final AnomalyEvent event) {
        tell("ended", event);
    }
}
