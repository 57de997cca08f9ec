package org.objectomaly.pipeline;

import com.lmax.disruptor.AlertException;
import com.lmax.disruptor.Sequence;
import com.lmax.disruptor.SequenceBarrier;
import com.lmax.disruptor.WaitStrategy;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;

/**
 * Waits without using the processor, for the grabber and for other stages alike.
 *
 * <p>The Disruptor's own {@code BlockingWaitStrategy} blocks only until a frame is published; a stage that waits for
 * another stage spins. That suits stages of nanoseconds. Here a network takes a tenth of a second, and every stage
 * behind it would burn a core meanwhile. So each stage that has done a frame wakes those who wait ({@link #signalAllWhenBlocking()}).
 */
final class StageWaitStrategy implements WaitStrategy {
    /** A guard against a wake-up that never comes; a stop of the ring is noticed within it. */
    private static final long LONGEST_NAP = TimeUnit.MILLISECONDS.toNanos(100);

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition progress = lock.newCondition();

    @Override
    public long waitFor(
            final long sequence, final Sequence cursor, final Sequence dependent, final SequenceBarrier barrier)
            throws AlertException, InterruptedException {
        long available = dependent.get();
        if (available >= sequence) {
            return available;
        }
        lock.lock();
        try {
            while ((available = dependent.get()) < sequence) {
                barrier.checkAlert();
                progress.awaitNanos(LONGEST_NAP);
            }
        } finally {
            lock.unlock();
        }
        return available;
    }

    @Override
    public void signalAllWhenBlocking() {
        lock.lock();
        try {
            progress.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /**
     * Waits on the grabber's side, until the ring has room.
     *
     * @param ready asked after every frame that a stage has done
     */
    void until(final BooleanSupplier ready) {
        lock.lock();
        try {
            while (!ready.getAsBoolean()) {
                progress.awaitNanos(LONGEST_NAP);
            }
        } catch (final InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            lock.unlock();
        }
    }
}
