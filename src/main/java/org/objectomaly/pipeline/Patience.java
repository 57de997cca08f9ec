package org.objectomaly.pipeline;

import java.time.Duration;

/** How long a frame may wait for a better map. */
@FunctionalInterface
public interface Patience {
    /** For a camera: not at all. */
    Patience NONE = slot -> slot.arrived();

    /** The part of its own time that a film's frame waits for: half a second is made up for in 17. */
    double FILM_PACE = 0.97;

    /**
     * Until when a frame may wait.
     *
     * @param slot the frame
     * @return on the clock of {@link System#nanoTime()}
     */
    long until(Slot slot);

    /**
     * For a film that is to be done in about its own length: each frame may wait until its time has come, counted from the
     * first frame on. The film's clock goes a little faster than its own, so that a head start is made up for.
     *
     * @param more so much later than that, so that the first frame waits for a map
     * @return a patience for one film
     */
    static Patience ofFilm(final Duration more) {
        return new Patience() {
            private boolean begun;
            private long begin;
            private double first;

            @Override
            public long until(final Slot slot) {
                final double seconds = slot.frame().seconds();
                if (!begun) {
                    begun = true;
                    begin = System.nanoTime() + more.toNanos();
                    first = seconds;
                }
                return begin + Math.round((seconds - first) * FILM_PACE * 1e9);
            }
        };
    }
}
