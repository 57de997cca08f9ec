package org.objectomaly.live.web;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.javalin.http.Context;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.List;
import org.objectomaly.live.events.AnomalyEvent;
import org.objectomaly.live.events.EventJson;
import org.objectomaly.live.events.EventKeeper;
import org.objectomaly.live.events.EventQuery;

/** Events over HTTP: lists, single ones, their pictures and clips. */
final class EventPages {
    private static final int USUAL_LIMIT = 50;
    private static final int MOST = 1000;

    private final EventKeeper keeper;

    EventPages(final EventKeeper keeper) {
        this.keeper = keeper;
    }

    void list(final Context ctx) {
        final int limit = (int) number(ctx, "limit", USUAL_LIMIT, MOST);
        // One more than asked for tells whether there are more.
        final List<AnomalyEvent> found = keeper.find(new EventQuery(
                ctx.queryParam("camera"),
                time(ctx, "from"),
                time(ctx, "to"),
                number(ctx, "before", Long.MAX_VALUE, Long.MAX_VALUE),
                limit + 1));
        final ObjectNode json = JsonNodeFactory.instance.objectNode();
        final ArrayNode events = json.putArray("events");
        found.stream().limit(limit).forEach(event -> events.add(EventJson.of(event)));
        if (found.size() > limit) {
            json.put("next", found.get(limit - 1).id());
        } else {
            json.putNull("next");
        }
        WatchServer.json(ctx, json);
    }

    private static long number(final Context ctx, final String name, final long usual, final long most) {
        final String text = ctx.queryParam(name);
        if (text == null || text.isEmpty()) {
            return usual;
        }
        try {
            final long value = Long.parseLong(text);
            if (value >= 1) {
                return Math.min(value, most);
            }
        } catch (final NumberFormatException e) {
            // Said below.
        }
        throw new Refusal(400, "The parameter %s is a number from 1, not %s.", name, text);
    }

    private static Instant time(final Context ctx, final String name) {
        final String text = ctx.queryParam(name);
        try {
            return text == null || text.isEmpty() ? null : Instant.parse(text);
        } catch (final DateTimeParseException e) {
            throw new Refusal(400, "The parameter %s is a time such as 2026-05-01T12:00:00Z, not %s.", name, text);
        }
    }

    void one(final Context ctx) {
        WatchServer.json(ctx, EventJson.of(event(ctx)));
    }

    void snapshot(final Context ctx) throws IOException {
        final AnomalyEvent event = event(ctx);
        final byte[] jpeg = keeper.snapshot(event);
        if (jpeg == null) {
            throw new Refusal(404, "Event %d has no picture.", event.id());
        }
        ctx.contentType("image/jpeg").result(jpeg);
        cacheable(ctx, event);
    }

    void clip(final Context ctx) throws IOException {
        final AnomalyEvent event = event(ctx);
        final Path clip = keeper.clip(event);
        if (clip == null) {
            throw new Refusal(404, "Event %d has no clip, or not yet.", event.id());
        }
        cacheable(ctx, event);
        FileReply.send(ctx, clip, "video/mp4");
    }

    /** What belongs to an event that is over stays as it is. */
    private static void cacheable(final Context ctx, final AnomalyEvent event) {
        ctx.header("Cache-Control", event.isOpen() ? "no-cache" : "private, max-age=86400");
    }

    private AnomalyEvent event(final Context ctx) {
        final String text = ctx.pathParam("id");
        AnomalyEvent event = null;
        try {
            event = keeper.find(Long.parseLong(text));
        } catch (final NumberFormatException e) {
            // There is none of that number.
        }
        if (event == null) {
            throw new Refusal(404, "There is no event %s; it may have been removed to make room.", text);
        }
        return event;
    }
}
