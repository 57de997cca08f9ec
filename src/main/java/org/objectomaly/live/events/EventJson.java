package org.objectomaly.live.events;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.math.RoundingMode;

/** Events as JSON, the same for the API, server-sent events and MQTT, as docs/live-web.md describes it. */
public final class EventJson {
    private static final int DIGITS = 4;

    private EventJson() {}

    /**
     * An event as JSON.
     *
     * @param event any event
     * @return an object; pictures and clips as paths of the web server
     */
    public static ObjectNode of(final AnomalyEvent event) {
        final ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("id", event.id());
        json.put("camera", event.camera());
        json.put("start", event.start().toString());
        json.put("end", event.isOpen() ? null : event.end().toString());
        number(json, "seconds", event.duration().toMillis() / 1000.0);
        json.put("interrupted", event.interrupted());
        json.put("track", event.track());
        number(json, "peak", event.peak());
        number(json, "mean", event.mean());
        final AnomalyEvent.Box box = event.box();
        json.putArray("box").add(box.x()).add(box.y()).add(box.width()).add(box.height());
        json.putArray("picture").add(box.pictureWidth()).add(box.pictureHeight());
        number(json, "evidence_age", event.evidenceAge());
        json.put("snapshot", event.snapshot() == null ? null : "/api/events/" + event.id() + "/snapshot.jpg");
        json.put("clip", event.clip() == null ? null : "/api/events/" + event.id() + "/clip.mp4");
        return json;
    }

    /**
     * Puts a number with at most four digits behind the point, or null for what is not a number.
     *
     * @param json the object
     * @param name the field
     * @param value the number
     */
    public static void number(final ObjectNode json, final String name, final double value) {
        if (Double.isFinite(value)) {
            final BigDecimal rounded = BigDecimal.valueOf(value).setScale(DIGITS, RoundingMode.HALF_UP);
            json.put(name, rounded.doubleValue());
        } else {
            json.putNull(name);
        }
    }
}
