package org.objectomaly.pipeline;

/**
 * The carrying stage of a corridor whose networks stand beside the ring: hands them the newest frame whenever they are free,
 * and takes their late answer along the way the picture went since.
 */
final class LookStage extends CarryStage {
    private final Lookout.Seat seat;
    private final Patience patience;

    LookStage(final Refresh.Beside beside) {
        this.seat = beside.seat();
        this.patience = beside.patience();
    }

    @Override
    public void process(final Slot slot) throws InterruptedException {
        advance(slot);
        seat.follow(motion());
        final long until = patience.until(slot);
        boolean offered = false;
        do {
            final Lookout.Look look = seat.answer();
            if (look != null) {
                carrier().take(look.map(), look.since());
                evidence(look.seconds());
                seat.release(look);
            }
            offered = offered || seat.offer(slot);
        } while (seat.awaitAnswer(until));
        carry(slot);
    }

    @Override
    void restart() {
        seat.restart();
    }
}
