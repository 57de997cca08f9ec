package org.objectomaly.pipeline;

import java.util.concurrent.atomic.AtomicReference;

/**
 * Where a run stands: running, asked to stop, or failed at a frame. Shared by the grabbing thread, the stages and
 * whoever may ask for a stop.
 */
public final class RunState {
    /**
     * The first failure of a run.
     *
     * @param stage name of the stage that failed
     * @param frame number of the frame it failed at, from 0
     * @param cause what was thrown
     */
    public record Failure(String stage, long frame, Throwable cause) {}

    private final AtomicReference<Failure> failure = new AtomicReference<>();
    private volatile boolean stopAsked;

    /** A run that goes on. */
    public RunState() {}

    /** Asks the run to end as if the input ended here: what is under way is written. */
    public void stop() {
        stopAsked = true;
    }

    /**
     * The failure that ended the run.
     *
     * @return the one at the earliest frame, or null
     */
    public Failure failure() {
        return failure.get();
    }

    boolean goesOn() {
        return !stopAsked && failure.get() == null;
    }

    /** A failure at an earlier frame replaces a later one: stages work on different frames at the same time. */
    void fail(final String stage, final long frame, final Throwable cause) {
        failure.accumulateAndGet(
                new Failure(stage, frame, cause),
                (before, now) -> before == null || now.frame() < before.frame() ? now : before);
    }

    boolean hasFailedBefore(final long frame) {
        final Failure first = failure.get();
        return first != null && first.frame() <= frame;
    }
}
