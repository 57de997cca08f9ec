package org.objectomaly.video;

/**
 * Keeps the timestamps of one stream strictly increasing, which MP4 demands and damaged or joined recordings break.
 * Correct timestamps pass unchanged.
 */
final class Timeline {
    /** FFmpeg's "no timestamp". */
    static final long NONE = Long.MIN_VALUE;

    private final long jump;
    private long last = NONE;
    private long shift;
    private long repaired;

    /**
     * A timeline that has not begun.
     *
     * @param jump a step back by more than this is a new recording, joined on; a smaller one is a single bad stamp
     */
    Timeline(final long jump) {
        this.jump = jump;
    }

    /**
     * The next timestamp.
     *
     * @param time as the source has it, or {@link #NONE}
     * @param step the usual distance between two, at least 1
     * @return a timestamp above every one before
     */
    long next(final long time, final long step) {
        long fixed = time == NONE ? afterLast(step) : time + shift;
        if (last != NONE && fixed <= last) {
            if (last - fixed > jump) {
                shift += last + step - fixed;
                fixed = last + step;
            } else {
                fixed = last + 1;
            }
            repaired++;
        }
        last = fixed;
        return fixed;
    }

    /** How many timestamps did not increase and were changed. */
    long repaired() {
        return repaired;
    }

    private long afterLast(final long step) {
        return last == NONE ? 0 : last + step;
    }
}
