package org.objectomaly.pipeline;

import org.objectomaly.image.MaskSet;
import org.objectomaly.image.Picture;
import org.objectomaly.image.ScoreMap;
import org.objectomaly.motion.Displacement;

/** A frame whose objects are looked for beside the ring, and what was found; used again and again by its {@link Seat}. */
final class MasksLook {
    final Seat seat;
    final MaskSet masks = new MaskSet();
    Picture picture;
    ScoreMap coarse;
    Displacement since;
    double seconds;
    int scene;
    boolean done;

    MasksLook(final Seat seat) {
        this.seat = seat;
    }

    /** Gives its memory back, for good. */
    void close() {
        if (picture != null) {
            picture.close();
            picture = null;
            since.close();
        }
    }
}
