package org.objectomaly.live.events;

import java.time.Duration;

/**
 * How long finished events are kept. What exceeds either bound goes, the oldest first, with its picture and its clip.
 *
 * @param age events that ended longer ago go; null for no bound
 * @param bytes the folder (database, pictures and clips) is kept below; 0 for no bound
 */
public record Retention(Duration age, long bytes) {
    /** Everything is kept. */
    public static final Retention ALL = new Retention(null, 0);
}
