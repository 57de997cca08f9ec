package org.objectomaly.live.web;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import org.objectomaly.live.CameraStatus;
import org.objectomaly.live.CameraView;
import org.objectomaly.live.Look;
import org.objectomaly.live.events.EventJson;

/** Cameras as JSON, as docs/live-web.md describes it. */
final class CameraJson {
    private CameraJson() {}

    static ObjectNode of(final CameraView camera) {
        final CameraStatus status = camera.status();
        final Look look = camera.look();
        final ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("name", camera.name());
        json.put("source", camera.source());
        json.put("state", status.state().toString());
        json.put("since", status.since().truncatedTo(ChronoUnit.MILLIS).toString());
        json.put("trouble", status.trouble());
        json.put("view", look.view().name().toLowerCase(Locale.ROOT));
        EventJson.number(json, "threshold", look.threshold());
        json.put("width", status.width());
        json.put("height", status.height());
        json.put("codec", status.codec());
        json.put("frames_in", status.framesIn());
        json.put("frames_out", status.framesOut());
        EventJson.number(json, "fps_in", status.fpsIn());
        EventJson.number(json, "fps_out", status.fpsOut());
        EventJson.number(json, "looks_per_second", status.looksPerSecond());
        final ObjectNode drops = json.putObject("drops");
        status.drops().forEach((cause, count) -> drops.put(cause.toString(), count));
        json.put("reconnects", status.reconnects());
        EventJson.number(json, "evidence_age", status.evidenceAge());
        EventJson.number(json, "delay_median", status.delayMedian());
        EventJson.number(json, "delay_p95", status.delay95());
        json.put("viewers", status.viewers());
        final CameraStatus.Forward forward = status.forward();
        if (forward == null) {
            json.putNull("forward");
        } else {
            json.putObject("forward")
                    .put("connected", forward.isConnected())
                    .put("sent", forward.sent())
                    .put("dropped", forward.dropped())
                    .put("reconnects", forward.reconnects());
        }
        return json;
    }
}
