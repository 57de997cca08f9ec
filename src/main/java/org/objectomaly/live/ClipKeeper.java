package org.objectomaly.live;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.objectomaly.live.events.AnomalyEvent;
import org.objectomaly.live.events.EventKeeper;
import org.objectomaly.live.events.EventListener;
import org.objectomaly.video.ClipRecorder;
import org.objectomaly.video.PacketTap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Has a clip of the source kept with each event of one camera: the seconds before it, itself, and the seconds after it. */
final class ClipKeeper implements EventListener, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ClipKeeper.class);
    private static final double BEFORE_SECONDS = 5;
    private static final double AFTER_SECONDS = 5;

    private final String camera;
    private final EventKeeper keeper;
    private final ClipRecorder recorder;
    private final Map<Long, ClipRecorder.Clip> open = new HashMap<>();
    private final Map<Path, Long> events = new HashMap<>();

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
        if (event.camera().equals(camera)) {
            final Path file = keeper.clipFolder().resolve(event.id() + "-" + camera + ".mp4");
            events.put(file, event.id());
            open.put(event.id(), recorder.begin(file));
        }
    }

    @Override
    public void changed(final AnomalyEvent event) {}

    @Override
    public synchronized void ended(final AnomalyEvent event) {
        final ClipRecorder.Clip clip = open.remove(event.id());
        if (clip != null) {
            clip.end(AFTER_SECONDS);
        }
    }

    private synchronized void written(final ClipRecorder.Result result) {
        final Long event = events.remove(result.file());
        if (event != null && result.kept()) {
            keeper.clip(event, result.file().getFileName().toString());
        }
        if (!result.kept()) {
            LOG.warn("{}: event {} has no clip: {}", camera, event, result.reason());
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
