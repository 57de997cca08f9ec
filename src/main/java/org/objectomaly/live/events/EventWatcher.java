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
 * moment, so that a flicker does not; the event ends when the object was not seen for two seconds. Nothing here waits
 * for a disk. For one thread.
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
     * @param arrival when the frame arrived; events know it to the millisecond
     * @param objects its objects, tracked
     * @param width columns of the picture
     * @param height rows of the picture
     * @param evidenceAge how old what the networks had seen is, seconds; NaN if not known
     * @param snapshotJpeg makes the annotated picture as JPEG; called within this call, at most once, and only when a
     *     picture is wanted; may return null if it cannot
     */
    public void see(
            final Instant arrival,
            final AnomalyObjects objects,
            final int width,
            final int height,
            final double evidenceAge,
            final Supplier<byte[]> snapshotJpeg) {
        if (objects.size() == 0 && sightings.isEmpty()) {
            return;
        }
        final Instant time = arrival.truncatedTo(ChronoUnit.MILLIS);
        // Who is gone leaves first: another object may have the same number by now.
        leave(time);
        Supplier<byte[]> picture = snapshotJpeg;
        for (int i = 0; i < objects.size(); i++) {
            final AnomalyObject object = objects.get(i);
            final Sighting sighting = sightings.computeIfAbsent(object.track(), track -> new Sighting(track, time));
            sighting.see(time, object, width, height, evidenceAge);
            if (sighting.wantsPicture(time)) {
                final byte[] jpeg = picture.get();
                picture = () -> jpeg;
                sighting.tell(time, jpeg);
            } else if (sighting.wantsTelling(time)) {
                sighting.tell(time, null);
            }
        }
    }

    private void leave(final Instant time) {
        final Iterator<Sighting> each = sightings.values().iterator();
        while (each.hasNext()) {
            final Sighting sighting = each.next();
            if (Duration.between(sighting.last, time).compareTo(GONE) > 0) {
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

    /** What is known of one track. */
    private final class Sighting {
        private final int track;
        private final Instant first;
        private Instant last;
        private int frames;
        private float peak = Float.NEGATIVE_INFINITY;
        private float mean;
        private AnomalyEvent.Box box;
        private double age;
        private AnomalyEvent event;
        private Instant told;
        private float picturedPeak;
        private Instant pictured;
        private String snapshot;

        Sighting(final int track, final Instant first) {
            this.track = track;
            this.first = first;
        }

        void see(
                final Instant time,
                final AnomalyObject object,
                final int width,
                final int height,
                final double evidenceAge) {
            last = time;
            frames++;
            if (object.max() > peak) {
                peak = object.max();
                mean = object.mean();
                box = new AnomalyEvent.Box(object.x(), object.y(), object.width(), object.height(), width, height);
                age = evidenceAge;
            }
        }

        boolean wantsPicture(final Instant time) {
            if (event == null) {
                return frames >= FRAMES && reached(first, time, LASTING);
            }
            return peak >= picturedPeak + NOTICEABLE && reached(pictured, time, BETWEEN_SNAPSHOTS);
        }

        boolean wantsTelling(final Instant time) {
            return event != null && reached(told, time, PROGRESS);
        }

        void tell(final Instant time, final byte[] jpeg) {
            final boolean begins = event == null;
            final long id = begins ? keeper.nextId() : event.id();
            if (begins || jpeg != null) {
                pictured = time;
                picturedPeak = peak;
            }
            if (jpeg != null) {
                snapshot = String.format("%s-%s-%d.jpg", camera, STAMP.format(first), id);
            }
            told = time;
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
            return new AnomalyEvent(id, camera, first, last, null, track, peak, mean, box, age, snapshot, null, false);
        }

        private static boolean reached(final Instant from, final Instant to, final Duration span) {
            return Duration.between(from, to).compareTo(span) >= 0;
        }
    }
}
