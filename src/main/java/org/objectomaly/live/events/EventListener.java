package org.objectomaly.live.events;

/**
 * Is told what becomes of events, one call at a time, in order, on the thread of the {@link EventKeeper}. Whoever has
 * something slow to do hands it to a thread of its own.
 */
public interface EventListener {
    /**
     * An anomaly has shown itself in several frames.
     *
     * @param event as it is now
     */
    void begun(AnomalyEvent event);

    /**
     * It is still there, its peak has risen, or its clip was written.
     *
     * @param event as it is now
     */
    void changed(AnomalyEvent event);

    /**
     * It is gone, or the watch broke off.
     *
     * @param event as it stays, but for its clip
     */
    void ended(AnomalyEvent event);
}
