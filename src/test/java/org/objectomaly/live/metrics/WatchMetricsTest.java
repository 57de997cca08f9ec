package org.objectomaly.live.metrics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.objectomaly.live.FakeCamera;
import org.objectomaly.live.events.EventKeeper;
import org.objectomaly.live.events.EventWatcher;
import org.objectomaly.live.events.Frames;
import org.objectomaly.live.events.Retention;

final class WatchMetricsTest {
    private static final Pattern SAMPLE =
            Pattern.compile("([a-z_]+)(?:\\{((?:[a-z]+=\"[^\"]*\",?)*)})? (-?[0-9.E+-]+|NaN|\\+Inf)");

    @Test
    void shouldTellEverythingInPrometheusFormat() {
        final WatchMetrics metrics = new WatchMetrics();
        try (FakeCamera camera = new FakeCamera(
                        "front", new FakeCamera.Media(List.of(new byte[1]), List.of(new byte[1], new byte[1]), "x"));
                EventKeeper keeper = new EventKeeper(null, Retention.ALL)) {
            metrics.watch(camera);
            metrics.watch(keeper);
            metrics.took("front", "cas", 48_000_000);
            metrics.took("front", "cas", 52_000_000);
            metrics.delayed("front", 120_000_000);
            final Frames frames = new Frames(new EventWatcher("front", keeper), Instant.now(), new byte[1]);
            frames.show(5, 0.8f, 0.9f);
            final long end = System.nanoTime() + 10_000_000_000L;
            while (keeper.unwritten() > 0 && System.nanoTime() < end) {
                Thread.onSpinWait();
            }
            // Listeners are told right after the writing.
            Map<String, Double> samples = samples(metrics.text());
            while (samples.get("objectomaly_events_total{camera=\"front\"}") < 2 && System.nanoTime() < end) {
                samples = samples(metrics.text());
            }
            assertEquals(2, samples.get("objectomaly_events_total{camera=\"front\"}"));
            assertEquals(0, samples.get("objectomaly_events_waiting"));
            assertEquals(0, samples.get("objectomaly_events_lost_total"));
            assertEquals(1, samples.get("objectomaly_camera_state{camera=\"front\",state=\"live\"}"));
            assertEquals(0, samples.get("objectomaly_camera_state{camera=\"front\",state=\"reconnecting\"}"));
            assertEquals(10.2, samples.get("objectomaly_fps_in{camera=\"front\"}"));
            assertEquals(9.9, samples.get("objectomaly_fps_out{camera=\"front\"}"));
            assertEquals(2.1, samples.get("objectomaly_looks_per_second{camera=\"front\"}"));
            assertEquals(12, samples.get("objectomaly_drops_total{camera=\"front\",cause=\"busy\"}"));
            assertEquals(1, samples.get("objectomaly_drops_total{camera=\"front\",cause=\"damaged\"}"));
            assertEquals(3, samples.get("objectomaly_reconnects_total{camera=\"front\"}"));
            assertEquals(0.21, samples.get("objectomaly_evidence_age_seconds{camera=\"front\"}"));
            assertEquals(0, samples.get("objectomaly_viewers{camera=\"front\"}"));
            assertTrue(samples.get("objectomaly_frames_in_total{camera=\"front\"}") >= 13);
            assertTrue(samples.get("objectomaly_frames_out_total{camera=\"front\"}") >= 0);
            assertEquals(2, samples.get("objectomaly_stage_seconds_count{camera=\"front\",stage=\"cas\"}"));
            assertEquals(0.1, samples.get("objectomaly_stage_seconds_sum{camera=\"front\",stage=\"cas\"}"), 1e-9);
            assertEquals(
                    0, samples.get("objectomaly_stage_seconds_bucket{camera=\"front\",stage=\"cas\",le=\"0.04\"}"));
            assertEquals(
                    2, samples.get("objectomaly_stage_seconds_bucket{camera=\"front\",stage=\"cas\",le=\"0.08\"}"));
            assertEquals(1, samples.get("objectomaly_delay_seconds_bucket{camera=\"front\",le=\"0.15\"}"));
            for (final String name : List.of("heap_bytes", "resident_bytes", "threads", "open_files")) {
                assertTrue(samples.get("objectomaly_" + name) > 0, name);
            }
            assertTrue(samples.get("objectomaly_native_bytes") >= 0);
        }
    }

    /** Every line must be a comment or a sample. */
    private static Map<String, Double> samples(final String text) {
        final Map<String, Double> samples = new HashMap<>();
        text.lines().filter(line -> !line.startsWith("#")).forEach(line -> {
            final Matcher sample = SAMPLE.matcher(line);
            assertTrue(sample.matches(), line);
            final String labels = sample.group(2) == null ? "" : "{" + sample.group(2) + "}";
            samples.put(sample.group(1) + labels, Double.valueOf(sample.group(3).replace("+Inf", "Infinity")));
        });
        return samples;
    }
}
