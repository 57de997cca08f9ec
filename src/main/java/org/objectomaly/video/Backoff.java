package org.objectomaly.video;

import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Pauses between attempts to reach something: each twice as long as the one before, up to a longest, and uneven, so that
 * many who lost the same server do not all come back at once.
 */
final class Backoff {
    private final long first;
    private final long longest;
    private long next;

    /**
     * No attempt has failed yet.
     *
     * @param first the first pause
     * @param longest the longest
     */
    Backoff(final Duration first, final Duration longest) {
        this.first = first.toMillis();
        this.longest = longest.toMillis();
        this.next = this.first;
    }

    /**
     * The pause after one more failure.
     *
     * @return milliseconds, up to a quarter less or more than the even pause
     */
    long next() {
        final long pause = next;
        next = Math.min(longest, 2 * next);
        return Math.round(pause * ThreadLocalRandom.current().nextDouble(0.75, 1.25));
    }

    /** An attempt succeeded: the next failure is a first one again. */
    void reset() {
        next = first;
    }
}
