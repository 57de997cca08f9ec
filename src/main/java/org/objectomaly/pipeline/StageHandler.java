package org.objectomaly.pipeline;

import com.lmax.disruptor.EventHandler;
import com.lmax.disruptor.Sequence;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.ObjLongConsumer;
import java.util.function.Predicate;
import org.objectomaly.nn.Work;

/**
 * Runs one {@link Stage} on its own thread of the ring: names the thread, measures, and on a failure lets this frame
 * and all later ones pass untouched, so that the ring empties in order and what came before is written.
 *
 * <p>Each frame is handed on as soon as it is done. By itself the Disruptor would hand on whole batches, and a stage
 * behind a slow one would wait for several frames at a time.
 */
final class StageHandler implements EventHandler<Slot> {
    private static final int START_SECONDS = 30;

    private final Predicate<Slot> applies;
    private final boolean isLong;
    private final Stage stage;
    private final String label;
    private final RunState state;
    private final StageWaitStrategy waits;
    private final StageTimes times;
    private final ObjLongConsumer<String> told;
    private final CountDownLatch started = new CountDownLatch(1);
    private Sequence done;

    StageHandler(
            final Stage stage,
            final String label,
            final Predicate<Slot> applies,
            final boolean isLong,
            final RunState state,
            final StageWaitStrategy waits,
            final ObjLongConsumer<String> told) {
        this.applies = applies;
        this.isLong = isLong;
        this.stage = stage;
        this.label = label;
        this.state = state;
        this.waits = waits;
        this.times = new StageTimes(stage.name());
        this.told = told;
    }

    @Override
    public void onStart() {
        Thread.currentThread().setName("objectomaly-" + label + stage.name());
        started.countDown();
    }

    @Override
    public void setSequenceCallback(final Sequence sequence) {
        this.done = sequence;
    }

    @Override
    public void onEvent(final Slot slot, final long sequence, final boolean endOfBatch) {
        try {
            if (applies.test(slot) && (isLong ? state.mayBegin(sequence) : state.goesAsFarAs(sequence))) {
                process(slot);
            }
        } catch (final Throwable failure) {
            state.fail(stage.name(), sequence, failure);
        } finally {
            // Whatever happened, the frame goes on: nobody else could end the wait of the stages behind.
            done.set(sequence);
            waits.signalAllWhenBlocking();
        }
    }

    private void process(final Slot slot) throws Exception {
        final Work.Amount before = Work.ofThisThread().amount();
        final long start = System.nanoTime();
        stage.process(slot);
        if (slot.hasPicture()) {
            final long took = System.nanoTime() - start;
            times.record(took, Work.ofThisThread().amount().since(before));
            told.accept(stage.name(), took);
        }
    }

    /**
     * Waits until the stage's thread is at work. A ring that is shut down before takes the stage for one that has
     * nothing left to do, and a source of a few frames would lose them.
     *
     * @throws IllegalStateException if the thread does not begin within {@value #START_SECONDS} seconds
     */
    void awaitStart() {
        try {
            if (!started.await(START_SECONDS, TimeUnit.SECONDS)) {
                throw new IllegalStateException("the thread of stage " + stage.name() + " does not begin");
            }
        } catch (final InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted before stage " + stage.name() + " began", e);
        }
    }

    StageTimes times() {
        return times;
    }
}
