package org.objectomaly.pipeline;

import java.util.concurrent.atomic.AtomicLong;
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
    /** The first frame that is not looked at any more because the run was asked to stop. */
    private final AtomicLong end = new AtomicLong(Long.MAX_VALUE);

    private volatile boolean stopAsked;

    /** A run that goes on. */
    public RunState() {}

    /**
     * Asks the run to end: frames that the networks have begun are written, the others come to nothing. Where a network
     * takes a minute a frame, the ring would be full of minutes.
     */
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

    /**
     * Whether a stage that takes its time may begin with a frame; after a stop it may not, and the run ends before it.
     *
     * @param frame number of the frame
     * @return false if the frame, and all later ones, are to pass untouched
     */
    boolean mayBegin(final long frame) {
        if (stopAsked) {
            end.accumulateAndGet(frame, Math::min);
        }
        return goesAsFarAs(frame);
    }

    /** Whether a frame lies before the failure, or the stop, that ended the run. */
    boolean goesAsFarAs(final long frame) {
        final Failure first = failure.get();
        return frame < end.get() && (first == null || frame < first.frame());
    }
}
