package org.objectomaly.cli;

import org.objectomaly.Fault;
import org.objectomaly.nn.DeviceTrouble;
import org.objectomaly.pipeline.RunState;

/** Says what a run failed of: where, why, and what is left of it. */
final class StageFailure {
    private StageFailure() {}

    /**
     * What to throw after a run.
     *
     * @param failure what happened
     * @param frame the frame it happened at, in words
     * @param kept what was finished before, in words
     * @return a sentence for the user, or what a defect is reported with
     */
    static RuntimeException of(final RunState.Failure failure, final String frame, final String kept) {
        final Throwable cause = failure.cause();
        final Fault fault = cause instanceof Fault known ? known : DeviceTrouble.fault(cause);
        if (fault != null) {
            final String sentence = fault.getMessage().replaceFirst("\\.$", "");
            return Fault.of(fault.kind(), "%s (at %s; %s).", sentence, frame, kept)
                    .because(cause);
        }
        if (cause instanceof Error error) {
            throw error;
        }
        return new IllegalStateException("stage " + failure.stage() + " failed at " + frame + "; " + kept, cause);
    }
}
