package org.objectomaly.live.events;

import java.time.Duration;
import java.time.Instant;

/**
 * One object that did not belong there, from when it was first seen until it was gone.
 *
 * @param id its number; later events have higher ones, also after a restart
 * @param camera the camera's name
 * @param start when it was first seen
 * @param seen when it was last seen so far
 * @param end when it was last seen, once it is gone; null while it is there
 * @param track the object's number in the picture; a camera that comes back may count from 1 again
 * @param peak highest score of any of its pixels so far
 * @param mean mean score of its pixels in the frame of the peak
 * @param box where it was in the frame of the peak
 * @param evidenceAge how old what the networks had seen was in the frame of the peak, seconds; NaN if not known
 * @param snapshot name of its picture's file in the folder {@code snapshots}; null if it has none
 * @param clip name of its clip's file in the folder {@code clips}; null if it has none
 * @param interrupted whether the watch broke off (the camera was lost, the program ended) before the object was gone
 */
public record AnomalyEvent(
        long id,
        String camera,
        Instant start,
        Instant seen,
        Instant end,
        int track,
        float peak,
        float mean,
        Box box,
        double evidenceAge,
        String snapshot,
        String clip,
        boolean interrupted) {
    /**
     * A place in a picture, pixels from its upper left corner.
     *
     * @param x first column
     * @param y first row
     * @param width columns
     * @param height rows
     * @param pictureWidth columns of the whole picture
     * @param pictureHeight rows of the whole picture
     */
    public record Box(int x, int y, int width, int height, int pictureWidth, int pictureHeight) {}

    /**
     * Whether the object may still be there.
     *
     * @return true until the event has ended
     */
    public boolean isOpen() {
        return end == null;
    }

    /**
     * How long it was there so far.
     *
     * @return from its first to its last sight
     */
    public Duration duration() {
        return Duration.between(start, seen);
    }

    AnomalyEvent ended(final boolean early) {
        return new AnomalyEvent(
                id, camera, start, seen, seen, track, peak, mean, box, evidenceAge, snapshot, clip, early);
    }

    AnomalyEvent withClip(final String file) {
        return new AnomalyEvent(
                id, camera, start, seen, end, track, peak, mean, box, evidenceAge, snapshot, file, interrupted);
    }
}
