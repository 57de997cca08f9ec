package org.objectomaly.live.camera;

import java.time.Instant;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.objectomaly.annotate.AnomalyObjects;
import org.objectomaly.live.CameraStatus;
import org.objectomaly.live.CameraView;
import org.objectomaly.live.Feed;
import org.objectomaly.live.Look;
import org.objectomaly.live.events.EventKeeper;
import org.objectomaly.live.events.EventWatcher;
import org.objectomaly.live.metrics.WatchMetrics;
import org.objectomaly.pipeline.Annotator;
import org.objectomaly.pipeline.Corridor;
import org.objectomaly.pipeline.Lookout;
import org.objectomaly.pipeline.RunState;
import org.objectomaly.pipeline.Seat;
import org.objectomaly.pipeline.Slot;
import org.objectomaly.video.Addresses;
import org.objectomaly.video.JpegEncoder;
import org.objectomaly.video.ReaderOptions;
import org.objectomaly.video.WriterOptions;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One camera that is watched: its connection, its corridor, and what comes out of it.
 *
 * <pre>
 *   connection -> newest frame -> [ grab -- carry -- annotate -- show ] -> viewers, forward
 *                                            |           |
 *                                         lookout      events
 * </pre>
 */
public final class Camera implements CameraView, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Camera.class);
    private static final int SNAPSHOT_QUALITY = 85;
    private static final long END_SECONDS = 10;
    private static final long RESTART_MILLIS = 1_000;

    private final CameraSettings settings;
    private final Figures figures;
    private final Newest newest;
    private final Seat seat;
    private final EventKeeper keeper;
    private final EventWatcher events;
    private final ClipKeeper clips;
    private final JpegEncoder snapshots = new JpegEncoder(SNAPSHOT_QUALITY);
    private final Annotator annotator;
    private final Outputs outputs;
    private final Connection connection;
    private final Thread walking;
    private final Lookout lookout;
    private final WatchMetrics metrics;
    private final CountDownLatch closing = new CountDownLatch(1);
    private volatile Look look;
    private volatile RunState state;
    private volatile boolean ended;
    private boolean closed;

    /**
     * Begins to watch a camera.
     *
     * @param settings the camera
     * @param lookout the networks; must live longer
     * @param keeper where its events go; must live longer
     * @param metrics told what each stage took
     * @param decoding how the source is decoded; what else is asked of a reader is in the settings
     * @param encoding encoder and quality of the live picture
     */
    public Camera(
            final CameraSettings settings,
            final Lookout lookout,
            final EventKeeper keeper,
            final WatchMetrics metrics,
            final ReaderOptions decoding,
            final WriterOptions encoding) {
        this.settings = settings;
        this.keeper = keeper;
        this.lookout = lookout;
        this.metrics = metrics;
        this.look = settings.look();
        final String name = settings.name();
        figures = new Figures(name);
        newest = new Newest(figures);
        seat = lookout.seat();
        events = new EventWatcher(name, keeper);
        clips = settings.clips() ? new ClipKeeper(name, keeper) : null;
        if (clips != null) {
            keeper.addListener(clips);
        }
        annotator = new Annotator(look.view(), look.threshold(), settings.smallestObject(), true, this::witness);
        outputs = new Outputs(
                figures,
                seat::looks,
                nanos -> {
                    figures.delayed(nanos);
                    metrics.delayed(name, nanos);
                },
                settings,
                encoding);
        walking = new Thread(this::walk, "objectomaly-" + name + "-corridor");
        walking.start();
        connection =
                new Connection(settings, decoding, figures, newest, clips == null ? null : clips.tap(), new Losses());
    }

    /** Walks one corridor after another: what ends one but is not its camera's end must not end the watch. */
    private void walk() {
        try {
            boolean goesOn = true;
            while (goesOn) {
                final Throwable failure = walkOnce();
                goesOn = failure != null && lookout.failure() == null;
                if (goesOn) {
                    LOG.error("{}: a stage has failed; the camera begins anew", name(), failure);
                    goesOn = !closing.await(RESTART_MILLIS, TimeUnit.MILLISECONDS);
                }
            }
        } catch (final InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            ended = true;
        }
    }

    /** Walks until no frame will come any more, and says what ended it before, or null. */
    private Throwable walkOnce() {
        try {
            final Corridor corridor = Corridor.live(
                    name(),
                    newest,
                    seat,
                    settings.refresh(),
                    List.of(annotator),
                    outputs,
                    (stage, nanos) -> metrics.took(name(), stage, nanos));
            state = corridor.state();
            corridor.run(frames -> {});
            final RunState.Failure failure = corridor.state().failure();
            return failure == null ? null : failure.cause();
        } catch (final RuntimeException | OutOfMemoryError e) {
            return e;
        }
    }

    private void witness(final Slot slot, final AnomalyObjects objects) {
        synchronized (events) {
            events.see(
                    Instant.now().minusNanos(System.nanoTime() - slot.arrived()),
                    slot.arrived(),
                    objects,
                    slot.frame().width(),
                    slot.frame().height(),
                    slot.evidenceAge(),
                    () -> snapshots.encode(slot.drawn()));
        }
    }

    private void endEvents() {
        synchronized (events) {
            events.endAll(Instant.now());
        }
    }

    /** Looks at the clock; to be called a few times a second. */
    public void tick() {
        figures.tick(System.nanoTime());
    }

    /**
     * Whether nothing will come any more.
     *
     * @return true at the end of a film
     */
    public boolean hasEnded() {
        return ended;
    }

    @Override
    public String name() {
        return settings.name();
    }

    @Override
    public String source() {
        return Addresses.withoutSecrets(settings.address());
    }

    @Override
    public CameraStatus status() {
        return figures.status(outputs.jpegs().viewers() + outputs.fragments().viewers(), outputs.forwarded());
    }

    @Override
    public Look look() {
        return look;
    }

    @Override
    public void look(final Look next) {
        look = next;
        annotator.show(next.view(), next.threshold());
    }

    @Override
    public Feed jpegs() {
        return outputs.jpegs();
    }

    @Override
    public Feed fragments() {
        return outputs.fragments();
    }

    /** Lets everything end, without waiting for it. */
    public void stop() {
        closing.countDown();
        connection.stop();
        newest.end();
        final RunState running = state;
        if (running != null) {
            running.stop();
        }
    }

    /** Ends everything in the order of the frames; the events under way are ended and kept. */
    @Override
    public void close() {
        if (closed) {
            return;
        }
        closed = true;
        stop();
        connection.close();
        try {
            walking.join(TimeUnit.SECONDS.toMillis(END_SECONDS));
        } catch (final InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        if (walking.isAlive()) {
            LOG.warn("{}: a stage does not end; its memory is left to the end of the program", name());
            return;
        }
        figures.ended(null);
        endEvents();
        if (clips != null) {
            clips.close();
            keeper.removeListener(clips);
        }
        annotator.close();
        seat.close();
        outputs.close();
        snapshots.close();
        newest.close();
    }

    /** The connection's news. */
    private final class Losses implements Connection.Listener {
        @Override
        public void lost() {
            endEvents();
            if (clips != null) {
                clips.lost();
            }
        }

        @Override
        public void ended() {
            endEvents();
            newest.end();
        }
    }
}
