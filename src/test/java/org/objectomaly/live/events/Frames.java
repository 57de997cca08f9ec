package org.objectomaly.live.events;

import java.time.Duration;
import java.time.Instant;
import org.objectomaly.annotate.AnomalyObjects;
import org.objectomaly.annotate.ObjectFinder;
import org.objectomaly.annotate.Tracker;
import org.objectomaly.image.ScoreMap;

/** Frames with squares of a score, found and tracked as in the corridor, shown to an {@link EventWatcher}. */
public final class Frames {
    private static final int WIDTH = 160;
    private static final int HEIGHT = 90;
    private static final int SIDE = 12;

    private final EventWatcher watcher;
    private final AnomalyObjects objects = new AnomalyObjects();
    private Tracker tracker = new Tracker();
    private final byte[] jpeg;
    private Instant time;
    /** Runs over soon, as {@link System#nanoTime()} may. */
    private long arrived = Long.MAX_VALUE - 450_000_000;

    private int pictures;

    /**
     * Frames from now on.
     *
     * @param watcher sees them
     * @param start time of the first
     * @param jpeg their picture
     */
    public Frames(final EventWatcher watcher, final Instant start, final byte[] jpeg) {
        this.watcher = watcher;
        this.jpeg = jpeg;
        time = start;
    }

    /**
     * Shows frames, ten a second.
     *
     * @param count how many
     * @param scores of each square, from left to right; 0 for none at that place
     */
    public void show(final int count, final float... scores) {
        for (int i = 0; i < count; i++) {
            final ScoreMap map = new ScoreMap(WIDTH, HEIGHT);
            for (int square = 0; square < scores.length; square++) {
                for (int y = 0; y < SIDE; y++) {
                    for (int x = 0; x < SIDE; x++) {
                        map.values()[(40 + y) * WIDTH + 10 + 30 * square + x] = scores[square];
                    }
                }
            }
            new ObjectFinder(0.4f, 20).find(map, objects);
            tracker.follow(objects);
            watcher.see(time, arrived, objects, WIDTH, HEIGHT, 0.125, () -> {
                pictures++;
                return jpeg;
            });
            pass(Duration.ofMillis(100));
        }
    }

    /** From here on objects are numbered from 1 again, as after a reconnect. */
    public void numberAnew() {
        tracker = new Tracker();
    }

    /**
     * Lets time pass without a frame.
     *
     * @param span how long
     */
    public void pass(final Duration span) {
        time = time.plus(span);
        arrived += span.toNanos();
    }

    /**
     * Puts the wall clock right, which takes no time.
     *
     * @param span how far forward; negative for back
     */
    void setClock(final Duration span) {
        time = time.plus(span);
    }

    /**
     * The time of the next frame.
     *
     * @return a time
     */
    public Instant time() {
        return time;
    }

    /**
     * How many pictures were asked for.
     *
     * @return 0 or more
     */
    public int pictures() {
        return pictures;
    }
}
