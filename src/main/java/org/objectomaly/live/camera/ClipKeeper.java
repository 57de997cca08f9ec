package org.objectomaly.live.camera;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.objectomaly.live.events.AnomalyEvent;
import org.objectomaly.live.events.EventKeeper;
import org.objectomaly.live.events.EventListener;
import org.objectomaly.video.ClipRecorder;
import org.objectomaly.video.PacketTap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Has a clip of the source kept with each event of one camera: the seconds before it, itself, and the seconds after it. Events
 * that overlap share one clip, as long as it may become.
 */
final class ClipKeeper implements EventListener, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ClipKeeper.class);
    private static final double BEFORE_SECONDS = 5;
    private static final double AFTER_SECONDS = 5;
    /** A clip may be a minute long; an event that begins later than this has one of its own. */
    private static final Duration SHARED = Duration.ofSeconds(40);

    private final String camera;
    private final EventKeeper keeper;
    private final ClipRecorder recorder;
    /** The clip that is being written and its events, or null. */
    private Running running;
    /** Events of clips that are not whole yet, by their files. */
    private final Map<Path, List<Long>> events = new HashMap<>();

    /** A clip under way. */
    private static final class Running {
        private final ClipRecorder.Clip clip;
        private final Path file;
        private final Instant start;
        private final Set<Long> open = new HashSet<>();

        Running(final ClipRecorder.Clip clip, final Path file, final Instant start) {
            this.clip = clip;
            this.file = file;
            this.start = start;
        }
    }

    /**
     * A keeper of clips that has none yet. Must be added to the events' listeners by the caller.
     *
     * @param camera its name
     * @param keeper keeps its events
     */
    ClipKeeper(final String camera, final EventKeeper keeper) {
        this.camera = camera;
        this.keeper = keeper;
        this.recorder = new ClipRecorder(camera, ClipRecorder.Limits.of(BEFORE_SECONDS), this::written);
    }

    PacketTap tap() {
        return recorder;
    }

    @Override
    public synchronized void begun(final AnomalyEvent event) {
        if (!event.camera().equals(camera)) {
            return;
        }
        if (running == null || Duration.between(running.start, event.start()).compareTo(SHARED) > 0) {
            final Path file = keeper.clipFolder().resolve(event.id() + "-" + camera + ".mp4");
            running = new Running(recorder.begin(file), file, event.start());
            events.put(file, new ArrayList<>());
        } else if (running.open.isEmpty()) {
            // It was about to end.
            running.clip.end(SHARED.toSeconds());
        }
        running.open.add(event.id());
        events.get(running.file).add(event.id());
    }

    @Override
    public void changed(final AnomalyEvent event) {}

    @Override
    public synchronized void ended(final AnomalyEvent event) {
        if (running != null && running.open.remove(event.id()) && running.open.isEmpty()) {
            running.clip.end(AFTER_SECONDS);
        }
    }

    private synchronized void written(final ClipRecorder.Result result) {
        if (running != null && running.file.equals(result.file())) {
            running = null;
        }
        final List<Long> shown = events.remove(result.file());
        if (!result.kept()) {
            LOG.warn("{}: the events {} have no clip: {}", camera, shown, result.reason());
            return;
        }
        if (result.reason() != null) {
            LOG.info("{}: {}: {}", camera, result.file().getFileName(), result.reason());
        }
        if (shown != null) {
            shown.forEach(
                    event -> keeper.clip(event, result.file().getFileName().toString()));
        }
    }

    /** The camera was lost. */
    void lost() {
        recorder.reset();
    }

    @Override
    public void close() {
        recorder.close();
    }
}
