package org.objectomaly.pipeline;

import org.objectomaly.image.MaskSet;
import org.objectomaly.image.Picture;
import org.objectomaly.image.ScoreMap;
import org.objectomaly.video.VideoFrame;

/**
 * One place of the ring: a frame on its way through the corridor with all that the stages make of it. Allocated once,
 * used again for every lap.
 */
final class Slot implements AutoCloseable {
    /** The decoded frame; the overlay is drawn into it. */
    final VideoFrame frame = new VideoFrame();
    /** The frame as the networks see it; filled only when {@link #refresh}. */
    final Picture picture;
    /** A0. */
    final ScoreMap coarse;
    /** The objects. */
    final MaskSet masks = new MaskSet();
    /** A1. */
    final ScoreMap calibrated;
    /** A. */
    final ScoreMap refined;
    /** What is encoded in the frame's stead when the output has another size; null when it is the frame itself. */
    final VideoFrame canvas;

    /** Whether the networks look at this frame, or its map is carried from the one before. */
    boolean refresh;
    /** Whether there is a picture at all: the last slot of a run carries only the streams' remaining packets. */
    boolean hasPicture;

    /**
     * A slot for frames of one size.
     *
     * @param width columns of the video
     * @param height rows of the video
     * @param canvas the frame to draw the output on; null to draw on the frame itself
     */
    Slot(final int width, final int height, final VideoFrame canvas) {
        this.picture = new Picture(width, height);
        this.coarse = new ScoreMap(width, height);
        this.calibrated = new ScoreMap(width, height);
        this.refined = new ScoreMap(width, height);
        this.canvas = canvas;
    }

    @Override
    public void close() {
        frame.close();
        picture.close();
        if (canvas != null) {
            canvas.close();
        }
    }
}
