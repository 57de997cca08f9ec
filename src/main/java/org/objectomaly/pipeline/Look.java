package org.objectomaly.pipeline;

import org.objectomaly.image.ContentFinder;
import org.objectomaly.image.Picture;
import org.objectomaly.image.ScoreMap;
import org.objectomaly.motion.Displacement;

/** A frame that is scored beside the ring, and the answer; used again and again by its {@link Seat}. */
final class Look {
    Picture picture;
    ScoreMap coarse;
    ScoreMap calibrated;
    ScoreMap refined;
    /** The way from the video's present frame back to this one. */
    Displacement since;
    /** Masks of an earlier frame, or null, and the way from this frame back to that one. */
    MasksLook known;

    Displacement sinceKnown;
    /** Presentation time of the frame. */
    double seconds;

    /** Presentation time of the frame whose masks were used; NaN if there were none yet. */
    double masksSeconds;

    /** Which scene of the video it belongs to. */
    int scene;

    /** Takes a frame. */
    void show(final Slot slot, final ContentFinder content) {
        final int width = slot.frame().width();
        final int height = slot.frame().height();
        if (picture == null || picture.width() != width || picture.height() != height) {
            if (picture != null) {
                free();
            }
            picture = new Picture(width, height);
            coarse = new ScoreMap(width, height);
            calibrated = new ScoreMap(width, height);
            refined = new ScoreMap(width, height);
        }
        slot.frame().toRgb(picture);
        picture.content(content.see(slot.frame().planes()));
        seconds = slot.frame().seconds();
    }

    /** Gives its memory back, for good. */
    void close() {
        if (picture != null) {
            free();
            picture = null;
            since.close();
            sinceKnown.close();
        }
    }

    private void free() {
        picture.close();
        coarse.release();
        calibrated.release();
        refined.release();
    }
}
