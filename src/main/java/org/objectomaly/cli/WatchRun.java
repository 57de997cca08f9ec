package org.objectomaly.cli;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.objectomaly.Fault;
import org.objectomaly.Natives;
import org.objectomaly.live.CameraView;
import org.objectomaly.live.camera.Camera;
import org.objectomaly.live.camera.CameraSettings;
import org.objectomaly.live.events.EventKeeper;
import org.objectomaly.live.events.Retention;
import org.objectomaly.live.metrics.WatchMetrics;
import org.objectomaly.live.mqtt.MqttPublisher;
import org.objectomaly.live.web.WatchServer;
import org.objectomaly.live.web.WebSettings;
import org.objectomaly.pipeline.Lookout;
import org.objectomaly.pipeline.Method;
import org.objectomaly.video.ReaderOptions;
import org.objectomaly.video.VideoReader;

/** One run of {@code watch}: goes on until it is asked to end, or until every film has come to its end. */
final class WatchRun {
    private static final long TICK_MILLIS = 250;
    /** Frames in a row at which the networks may fail. */
    private static final int TOLERATED_FAILURES = 5;
    /** What is under way is written before the process goes. */
    private static final int PATIENCE_SECONDS = 60;

    private static final double GIGABYTE = 1e9;

    private final WatchCommand options;
    private final Interruption interruption;
    private final CountDownLatch asked = new CountDownLatch(1);
    private final List<Camera> cameras = new ArrayList<>();

    WatchRun(final WatchCommand options, final Interruption interruption) {
        this.options = options;
        this.interruption = interruption;
    }

    int run() {
        final List<CameraSettings> wanted = CameraList.of(options, System::getenv);
        Natives.loadMotion();
        if (wanted.stream().anyMatch(camera -> VideoReader.isDevice(camera.address()))) {
            Natives.loadCameras();
        }
        Device.require(options.method.device);
        final MethodChoice choice = options.method.single();
        Natives.torchThreads(choice.threadsEach(options.method.threads));
        final WatchMetrics metrics = new WatchMetrics();
        interruption.patience(PATIENCE_SECONDS);
        final Method method = new Networks(options.method.models, options.method.device).method(choice);
        try (Lookout lookout = new Lookout(
                method,
                (step, nanos) -> metrics.took(CameraSettings.EVERYBODY, "look " + step, nanos),
                TOLERATED_FAILURES)) {
            watch(wanted, lookout, metrics);
            rethrow(lookout.failure());
        }
        requireOneThatPlayed();
        return interruption.isAsked() ? Interruption.EXIT_CODE : 0;
    }

    /** Cameras end before the keeper of their events, and that before who tells of them. */
    private void watch(final List<CameraSettings> wanted, final Lookout lookout, final WatchMetrics metrics) {
        MqttPublisher mqtt = null;
        try (EventKeeper keeper = new EventKeeper(options.record, retention())) {
            metrics.watch(keeper);
            interruption.onAsk(asked::countDown);
            try {
                final ReaderOptions decoding =
                        ReaderOptions.defaults().withGpu(Gpu.number(Device.chosen(options.method.device)));
                for (final CameraSettings camera : wanted) {
                    cameras.add(new Camera(camera, lookout, keeper, metrics, decoding, options.drawing.encoding()));
                }
                if (options.mqtt != null) {
                    mqtt = new MqttPublisher(options.mqtt, List.copyOf(cameras));
                    keeper.addListener(mqtt);
                }
                serve(keeper, metrics, lookout);
            } finally {
                // All stop at once; then each is waited for.
                cameras.forEach(Camera::stop);
                cameras.forEach(Camera::close);
            }
        } finally {
            if (mqtt != null) {
                mqtt.close();
            }
        }
    }

    @SuppressWarnings("try")
    private void serve(final EventKeeper keeper, final WatchMetrics metrics, final Lookout lookout) {
        final List<CameraView> views = List.copyOf(cameras);
        views.forEach(metrics::watch);
        final WebSettings web = new WebSettings(options.bind, options.port, options.token);
        try (WatchServer server = new WatchServer(views, keeper, metrics, web)) {
            System.err.println("objectomaly: watching; the page is at " + server.address());
            if (options.record == null) {
                System.err.println("objectomaly: events are forgotten at the end; --record DIR keeps them.");
            }
            while (!asked.await(TICK_MILLIS, TimeUnit.MILLISECONDS) && lookout.failure() == null && anyGoesOn()) {
                cameras.forEach(Camera::tick);
            }
        } catch (final InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private boolean anyGoesOn() {
        return cameras.stream().anyMatch(camera -> !camera.hasEnded());
    }

    /** A watch whose films could none of them be read has failed. */
    private void requireOneThatPlayed() {
        final List<String> troubles = cameras.stream()
                .map(camera -> camera.status().trouble())
                .filter(Objects::nonNull)
                .toList();
        if (!interruption.isAsked() && troubles.size() == cameras.size()) {
            throw Fault.of(Fault.Kind.INPUT, "%s", troubles.get(0));
        }
    }

    private static void rethrow(final Throwable cause) {
        if (cause instanceof Error error) {
            throw error;
        }
        if (cause instanceof RuntimeException problem) {
            throw problem;
        }
        if (cause != null) {
            throw new IllegalStateException("the networks have failed", cause);
        }
    }

    private Retention retention() {
        return new Retention(
                options.keepDays == 0 ? null : Duration.ofDays(options.keepDays),
                Math.round(options.keepGigabytes * GIGABYTE));
    }
}
