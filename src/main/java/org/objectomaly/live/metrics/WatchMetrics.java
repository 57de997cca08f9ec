package org.objectomaly.live.metrics;

import io.prometheus.metrics.config.EscapingScheme;
import io.prometheus.metrics.core.metrics.CounterWithCallback;
import io.prometheus.metrics.core.metrics.GaugeWithCallback;
import io.prometheus.metrics.core.metrics.Histogram;
import io.prometheus.metrics.expositionformats.PrometheusTextFormatWriter;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.BiConsumer;
import java.util.function.ToDoubleFunction;
import org.bytedeco.javacpp.Pointer;
import org.objectomaly.live.CameraState;
import org.objectomaly.live.CameraStatus;
import org.objectomaly.live.CameraView;
import org.objectomaly.live.events.AnomalyEvent;
import org.objectomaly.live.events.EventKeeper;
import org.objectomaly.live.events.EventListener;

/**
 * What a watch measures, in Prometheus' text format. What cameras say of themselves is asked of them when somebody
 * reads the metrics; only times are noted as they occur. May be used by any number of threads.
 */
public final class WatchMetrics implements EventListener {
    /** The format's name, for an HTTP header. */
    public static final String CONTENT_TYPE = PrometheusTextFormatWriter.CONTENT_TYPE;

    private static final double NANOS = 1e9;
    /** From a millisecond to the time of a large network on a processor. */
    private static final double[] STAGE_BOUNDS = {
        0.001, 0.0025, 0.005, 0.01, 0.02, 0.04, 0.08, 0.15, 0.3, 0.6, 1.2, 2.5, 5, 10
    };

    private static final double[] DELAY_BOUNDS = {0.02, 0.05, 0.1, 0.15, 0.2, 0.3, 0.4, 0.5, 0.75, 1, 1.5, 2.5, 5, 10};

    private final PrometheusRegistry registry = new PrometheusRegistry();
    private final PrometheusTextFormatWriter writer = PrometheusTextFormatWriter.create();
    private final List<CameraView> cameras = new CopyOnWriteArrayList<>();
    private final Map<String, LongAdder> events = new ConcurrentHashMap<>();
    private final Histogram stages;
    private final Histogram delays;

    /** Metrics of a watch that has no cameras yet. */
    public WatchMetrics() {
        stages = histogram("objectomaly_stage_seconds", "Time a stage took for a frame.", STAGE_BOUNDS, "stage");
        delays = histogram(
                "objectomaly_delay_seconds", "From a frame's arrival to its last byte sent to a viewer.", DELAY_BOUNDS);
        cameras();
        program();
    }

    private Histogram histogram(final String name, final String help, final double[] bounds, final String... more) {
        final String[] labels = new String[more.length + 1];
        labels[0] = "camera";
        System.arraycopy(more, 0, labels, 1, more.length);
        return Histogram.builder()
                .name(name)
                .help(help)
                .labelNames(labels)
                .classicOnly()
                .classicUpperBounds(bounds)
                .withoutExemplars()
                .register(registry);
    }

    private void cameras() {
        GaugeWithCallback.builder()
                .name("objectomaly_camera_state")
                .help("1 for the state a camera is in, 0 for all others.")
                .labelNames("camera", "state")
                .callback(gauge -> cameras.forEach(camera -> {
                    final CameraState now = camera.status().state();
                    for (final CameraState state : CameraState.values()) {
                        gauge.call(state == now ? 1 : 0, camera.name(), state.toString());
                    }
                }))
                .register(registry);
        counter("objectomaly_frames_in_total", "Frames decoded.", CameraStatus::framesIn);
        counter("objectomaly_frames_out_total", "Annotated frames.", CameraStatus::framesOut);
        counter(
                "objectomaly_reconnects_total",
                "How often a source was opened again, with success.",
                CameraStatus::reconnects);
        CounterWithCallback.builder()
                .name("objectomaly_drops_total")
                .help("Frames that were not shown, by cause.")
                .labelNames("camera", "cause")
                .callback(counter -> cameras.forEach(camera -> camera.status()
                        .drops()
                        .forEach((cause, count) -> counter.call(count, camera.name(), cause.toString()))))
                .register(registry);
        gauge("objectomaly_fps_in", "Frames decoded a second, by now.", CameraStatus::fpsIn);
        gauge("objectomaly_fps_out", "Annotated frames a second, by now.", CameraStatus::fpsOut);
        gauge(
                "objectomaly_looks_per_second",
                "Frames a second that the networks look at, by now.",
                CameraStatus::looksPerSecond);
        gauge(
                "objectomaly_evidence_age_seconds",
                "How old what the networks saw is in the frame that is shown.",
                CameraStatus::evidenceAge);
        GaugeWithCallback.builder()
                .name("objectomaly_forward_connected")
                .help("1 while the server takes the picture that is handed on, 0 while it does not.")
                .labelNames("camera")
                .callback(gauge -> forwards((name, forward) -> gauge.call(forward.isConnected() ? 1 : 0, name)))
                .register(registry);
        CounterWithCallback.builder()
                .name("objectomaly_forward_frames_total")
                .help("Frames handed on, or dropped because the server did not take them in time.")
                .labelNames("camera", "outcome")
                .callback(counter -> forwards((name, forward) -> {
                    counter.call(forward.sent(), name, "sent");
                    counter.call(forward.dropped(), name, "dropped");
                }))
                .register(registry);
        gauge("objectomaly_viewers", "Who looks at the camera now.", CameraStatus::viewers);
        CounterWithCallback.builder()
                .name("objectomaly_events_total")
                .help("Anomalies that began.")
                .labelNames("camera")
                .callback(counter -> events.forEach((camera, count) -> counter.call(count.sum(), camera)))
                .register(registry);
    }

    private void forwards(final BiConsumer<String, CameraStatus.Forward> each) {
        for (final CameraView camera : cameras) {
            final CameraStatus.Forward forward = camera.status().forward();
            if (forward != null) {
                each.accept(camera.name(), forward);
            }
        }
    }

    private void counter(final String name, final String help, final ToDoubleFunction<CameraStatus> value) {
        CounterWithCallback.builder()
                .name(name)
                .help(help)
                .labelNames("camera")
                .callback(counter ->
                        cameras.forEach(camera -> counter.call(value.applyAsDouble(camera.status()), camera.name())))
                .register(registry);
    }

    private void gauge(final String name, final String help, final ToDoubleFunction<CameraStatus> value) {
        GaugeWithCallback.builder()
                .name(name)
                .help(help)
                .labelNames("camera")
                .callback(gauge ->
                        cameras.forEach(camera -> gauge.call(value.applyAsDouble(camera.status()), camera.name())))
                .register(registry);
    }

    private void program() {
        gauge("objectomaly_heap_bytes", "Java heap in use.", () -> {
            final Runtime runtime = Runtime.getRuntime();
            return runtime.totalMemory() - runtime.freeMemory();
        });
        gauge("objectomaly_native_bytes", "Native memory that Java code allocated and tracks.", Pointer::totalBytes);
        gauge(
                "objectomaly_resident_bytes",
                "Memory of the whole process, as the kernel sees it.",
                () -> residentBytes());
        gauge("objectomaly_threads", "Threads of the Java machine.", () -> ManagementFactory.getThreadMXBean()
                .getThreadCount());
        gauge("objectomaly_open_files", "File handles, sockets included.", WatchMetrics::openFiles);
    }

    private void gauge(final String name, final String help, final Reading reading) {
        GaugeWithCallback.builder()
                .name(name)
                .help(help)
                .callback(gauge -> gauge.call(reading.now()))
                .register(registry);
    }

    /** A figure of the whole program. */
    private interface Reading {
        double now();
    }

    private static double residentBytes() {
        try {
            for (final String line : Files.readAllLines(Path.of("/proc/self/status"))) {
                if (line.startsWith("VmRSS:")) {
                    return Long.parseLong(line.replaceAll("\\D", "")) * 1024.0;
                }
            }
        } catch (final IOException e) {
            // No such file: not Linux.
        }
        return Double.NaN;
    }

    private static double openFiles() {
        try (DirectoryStream<Path> handles = Files.newDirectoryStream(Path.of("/proc/self/fd"))) {
            int count = 0;
            for (final Path ignored : handles) {
                count++;
            }
            return count;
        } catch (final IOException e) {
            return Double.NaN;
        }
    }

    /**
     * Measures this camera too.
     *
     * @param camera asked whenever somebody reads the metrics
     */
    public void watch(final CameraView camera) {
        events.computeIfAbsent(camera.name(), name -> new LongAdder());
        cameras.add(camera);
    }

    /**
     * Measures how events are kept, and counts them.
     *
     * @param keeper its events are counted from now on
     */
    public void watch(final EventKeeper keeper) {
        gauge("objectomaly_events_waiting", "Events that wait to be written.", keeper::unwritten);
        CounterWithCallback.builder()
                .name("objectomaly_events_lost_total")
                .help("Events that could not be kept because the disk was full for too long.")
                .callback(counter -> counter.call(keeper.lost()))
                .register(registry);
        keeper.addListener(this);
    }

    /**
     * Notes how long a stage took for a frame.
     *
     * @param camera the camera's name
     * @param stage the stage's name
     * @param nanos nanoseconds
     */
    public void took(final String camera, final String stage, final long nanos) {
        stages.labelValues(camera, stage).observe(nanos / NANOS);
    }

    /**
     * Notes how long a frame took from its arrival to its last byte sent.
     *
     * @param camera the camera's name
     * @param nanos nanoseconds
     */
    public void delayed(final String camera, final long nanos) {
        delays.labelValues(camera).observe(nanos / NANOS);
    }

    /**
     * All metrics as they are now.
     *
     * @return Prometheus' text format
     */
    public String text() {
        try {
            final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            writer.write(bytes, registry.scrape(), EscapingScheme.UNDERSCORE_ESCAPING);
            return bytes.toString(StandardCharsets.UTF_8);
        } catch (final IOException e) {
            throw new UncheckedIOException("memory takes all bytes", e);
        }
    }

    @Override
    public void begun(final AnomalyEvent event) {
        events.computeIfAbsent(event.camera(), name -> new LongAdder()).increment();
    }

    @Override
    public void changed(final AnomalyEvent event) {
        // Counted already.
    }

    @Override
    public void ended(final AnomalyEvent event) {
        // Counted already.
    }
}
