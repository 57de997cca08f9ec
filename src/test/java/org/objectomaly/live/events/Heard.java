package org.objectomaly.live.events;

import static org.junit.jupiter.api.Assertions.assertNotNull;

import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** Remembers what it was told. */
public final class Heard implements EventListener {
    private final BlockingQueue<AnomalyEvent> begun = new LinkedBlockingQueue<>();
    private final BlockingQueue<AnomalyEvent> changed = new LinkedBlockingQueue<>();
    private final BlockingQueue<AnomalyEvent> ended = new LinkedBlockingQueue<>();

    /** The next beginning. */
    AnomalyEvent nextBegun() {
        return next(begun);
    }

    /** The next change. */
    AnomalyEvent nextChanged() {
        return next(changed);
    }

    /** The next end. */
    AnomalyEvent nextEnded() {
        return next(ended);
    }

    int counts() {
        return begun.size() + changed.size() + ended.size();
    }

    private static AnomalyEvent next(final BlockingQueue<AnomalyEvent> queue) {
        try {
            final AnomalyEvent event = queue.poll(10, TimeUnit.SECONDS);
            assertNotNull(event, "told in time");
            return event;
        } catch (final InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void begun(final AnomalyEvent event) {
        begun.add(event);
    }

    @Override
    public void changed(final AnomalyEvent event) {
        changed.add(event);
    }

    @Override
    public void ended(final AnomalyEvent event) {
        ended.add(event);
    }
}
