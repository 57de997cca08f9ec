package org.objectomaly.pipeline;

import org.objectomaly.motion.SceneChange;

/**
 * The carrying stage of a corridor whose networks stand beside the ring: hands them the newest frame whenever they are free,
 * and takes their late answer along the way the picture went since.
 */
final class LookStage extends CarryStage {
    private final Seat seat;
    private final Patience patience;
    private final int frames;
    private long sinceOffer;
    private boolean isDue = true;

    LookStage(final Refresh.Beside beside) {
        this.seat = beside.seat();
        this.patience = beside.patience();
        this.frames = beside.frames();
    }

    @Override
    public void process(final Slot slot) throws InterruptedException {
        advance(slot);
        seat.follow(motion());
        final long until = patience.until(slot);
        // A frame that is due and refused, for a look is under way, leaves it to the next one.
        isDue |= ++sinceOffer >= frames || slot.change() != SceneChange.Kind.NONE;
        do {
            final Look look = seat.answer();
            if (look != null) {
                carrier().take(look.refined, look.since);
                evidence(look.seconds, look.masksSeconds);
                seat.release(look);
            }
            if (isDue && seat.offer(slot)) {
                isDue = false;
                sinceOffer = 0;
            }
        } while (seat.awaitNews(until));
        carry(slot);
    }

    @Override
    void restart() {
        seat.restart();
    }
}
