package org.objectomaly.live.events;

import java.time.Instant;

/**
 * Which events are asked for; of those, the newest.
 *
 * @param camera those of this camera; null for all
 * @param from those that were seen at this time or later; null for no bound
 * @param to those that began before this time; null for no bound
 * @param before those with a lower number; {@link Long#MAX_VALUE} for no bound
 * @param limit so many at most
 */
public record EventQuery(String camera, Instant from, Instant to, long before, int limit) {
    /**
     * The newest events of all cameras.
     *
     * @param limit so many at most
     * @return the query
     */
    public static EventQuery newest(final int limit) {
        return new EventQuery(null, null, null, Long.MAX_VALUE, limit);
    }

    boolean matches(final AnomalyEvent event) {
        return (camera == null || camera.equals(event.camera()))
                && (from == null || !event.seen().isBefore(from))
                && (to == null || event.start().isBefore(to))
                && event.id() < before;
    }
}
