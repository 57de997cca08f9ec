package org.objectomaly.live.events;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import java.util.function.Supplier;
import org.objectomaly.annotate.AnomalyObject;
import org.objectomaly.annotate.AnomalyObjects;

/**
 * Makes events of what one camera's frames show. An object becomes an event when several frames have shown it over a
 * moment, so that a flicker does not; the event ends when the object was not seen for two seconds. How long something
 * lasts is measured on {@link System#nanoTime()}, because the wall clock may be put right at any time. Nothing here
 * waits for a disk. For one thread.
 */
public final class EventWatcher {
    /** So many frames must have shown an object ... */
    static final int FRAMES = 3;
    /** ... and so long must lie between the first and the last of them. */
    static final Duration LASTING = Duration.ofMillis(200);
    /** Unseen for so long, an object is gone. */
    static final Duration GONE = Duration.ofSeconds(2);
    /** How often listeners hear that an object is still there. */
    static final Duration PROGRESS = Duration.ofSeconds(2);
    /** A peak that is higher by so much is worth a new picture ... */
    static final float NOTICEABLE = 0.05f;
    /** ... if the last one is older than this. */
    static final Duration BETWEEN_SNAPSHOTS = Duration.ofMillis(500);

    private static final DateTimeFormatter STAMP =
            DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss").withZone(ZoneOffset.UTC);

    private final String camera;
    private final EventKeeper keeper;
    private final Map<Integer, Sighting> sightings = new HashMap<>();

    /**
     * A watcher that has seen nothing yet.
     *
     * @param camera the camera's name
     * @param keeper takes the events
     */
    public EventWatcher(final String camera, final EventKeeper keeper) {
        this.camera = camera;
        this.keeper = keeper;
    }

    /**
     * Takes note of the objects of the next frame.
     *
     * @param time when the frame arrived by the wall clock; events know it to the millisecond
     * @param arrived the same moment on {@link System#nanoTime()}
     * @param objects its objects, tracked
     * @param width columns of the picture
     * @param height rows of the picture
     * @param evidenceAge how old what the networks had seen is, seconds; NaN if not known
     * @param snapshotJpeg makes the annotated picture as JPEG; called within this call, at most once, and only when a
     *     picture is wanted; may return null if it cannot
     */
    public void see(
            final Instant time,
            final long arrived,
            final AnomalyObjects objects,
            final int width,
            final int height,
            final double evidenceAge,
            final Supplier<byte[]> snapshotJpeg) {
        if (objects.size() == 0 && sightings.isEmpty()) {
            return;
        }
        // Who is gone leaves first: another object may have the same number by now.
        leave(arrived);
        Supplier<byte[]> picture = snapshotJpeg;
        for (int i = 0; i < objects.size(); i++) {
            final AnomalyObject object = objects.get(i);
            final Sighting sighting =
                    sightings.computeIfAbsent(object.track(), track -> new Sighting(track, time, arrived));
            sighting.see(arrived, object, width, height, evidenceAge);
            if (sighting.wantsPicture()) {
                final byte[] jpeg = picture.get();
                picture = () -> jpeg;
                sighting.tell(jpeg);
            } else if (sighting.wantsTelling()) {
                sighting.tell(null);
            }
        }
    }

    private void leave(final long arrived) {
        final Iterator<Sighting> each = sightings.values().iterator();
        while (each.hasNext()) {
            final Sighting sighting = each.next();
            if (arrived - sighting.last > GONE.toNanos()) {
                sighting.end(false);
                each.remove();
            }
        }
    }

    /**
     * Ends all events as interrupted: the camera was lost or has come to its end. Who was gone by the last frame has
     * left with that frame; whether the others would have gone in the meantime nobody saw, however late a loss is
     * noticed.
     *
     * @param time when that was noticed; events end when their objects were last seen
     */
    public void endAll(final Instant time) {
        sightings.values().forEach(sighting -> sighting.end(true));
        sightings.clear();
    }

    /** What is known of one track; times without a date are on {@link System#nanoTime()}. */
    private final class Sighting {
        private final int track;
        private final Instant start;
        private final long first;
        private long last;
        private int frames;
        private float peak = Float.NEGATIVE_INFINITY;
        private float mean;
        private AnomalyEvent.Box box;
        private double age;
        private AnomalyEvent event;
        private long told;
        private float picturedPeak;
        private long pictured;
        private String snapshot;

        Sighting(final int track, final Instant start, final long first) {
            this.track = track;
            this.start = start.truncatedTo(ChronoUnit.MILLIS);
            this.first = first;
        }

        void see(
                final long arrived,
                final AnomalyObject object,
                final int width,
                final int height,
                final double evidenceAge) {
            last = arrived;
            frames++;
            if (object.max() > peak) {
                peak = object.max();
                mean = object.mean();
                box = new AnomalyEvent.Box(object.x(), object.y(), object.width(), object.height(), width, height);
                age = evidenceAge;
            }
        }

        boolean wantsPicture() {
            if (event == null) {
                return frames >= FRAMES && reached(first, LASTING);
            }
            return peak >= picturedPeak + NOTICEABLE && reached(pictured, BETWEEN_SNAPSHOTS);
        }

        boolean wantsTelling() {
            return event != null && reached(told, PROGRESS);
        }

        void tell(final byte[] jpeg) {
            final boolean begins = event == null;
            final long id = begins ? keeper.nextId() : event.id();
            if (begins || jpeg != null) {
                pictured = last;
                picturedPeak = peak;
            }
            if (jpeg != null) {
                snapshot = String.format("%s-%s-%d.jpg", camera, STAMP.format(start), id);
            }
            told = last;
            event = event(id);
            if (begins) {
                keeper.begun(event, jpeg);
            } else {
                keeper.changed(event, jpeg);
            }
        }

        void end(final boolean interrupted) {
            if (event != null) {
                keeper.ended(event(event.id()).ended(interrupted));
            }
        }

        private AnomalyEvent event(final long id) {
            // By the clock it began with, or it might be over before it began.
            final Instant seen = start.plusNanos(last - first).truncatedTo(ChronoUnit.MILLIS);
            return new AnomalyEvent(id, camera, start, seen, null, track, peak, mean, box, age, snapshot, null, false);
        }

        private boolean reached(final long from, final Duration span) {
            return last - from >= span.toNanos();
        }
    }
}
