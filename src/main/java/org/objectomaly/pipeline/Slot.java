package org.objectomaly.pipeline;

import org.objectomaly.image.MaskSet;
import org.objectomaly.image.Picture;
import org.objectomaly.image.ScoreMap;
import org.objectomaly.video.VideoFrame;

/**
 * One place of the ring: a frame on its way through the corridor with all that the stages make of it. Allocated once,
 * used again for every lap; only a frame of another size than the one before makes it allocate anew.
 */
public final class Slot implements AutoCloseable {
    private final VideoFrame frame = new VideoFrame();
    private final MaskSet masks = new MaskSet();
    private Picture picture;
    private ScoreMap coarse;
    private ScoreMap calibrated;
    private ScoreMap refined;
    private VideoFrame canvas;
    private long index;
    private boolean refreshed;
    private boolean hasPicture;

    Slot() {}

    /** Empties the slot for a frame. */
    void begin(final long number, final boolean refresh) {
        index = number;
        refreshed = refresh;
        hasPicture = false;
    }

    /** Notes that the source has put a picture here. */
    void filled() {
        hasPicture = true;
    }

    /**
     * Makes room for a frame of a size.
     *
     * @param width columns
     * @param height rows
     */
    public void fit(final int width, final int height) {
        if (fitMaps(width, height)) {
            replacePicture(new Picture(width, height));
        }
    }

    /**
     * Puts a picture of its own here, for sources that make one for each frame.
     *
     * @param made the picture; the slot closes it
     */
    public void take(final Picture made) {
        replacePicture(made);
        fitMaps(made.width(), made.height());
    }

    private void replacePicture(final Picture made) {
        if (picture != null) {
            picture.close();
        }
        picture = made;
    }

    /** Whether the maps had another size. */
    private boolean fitMaps(final int width, final int height) {
        if (coarse != null && coarse.width() == width && coarse.height() == height) {
            return false;
        }
        coarse = new ScoreMap(width, height);
        calibrated = new ScoreMap(width, height);
        refined = new ScoreMap(width, height);
        return true;
    }

    /**
     * Number of the frame in its source.
     *
     * @return 0 for the first
     */
    public long index() {
        return index;
    }

    /**
     * Whether the networks look at this frame, or its map is carried from the one before.
     *
     * @return true if A0, the masks and A1 belong to this frame
     */
    public boolean isRefreshed() {
        return refreshed;
    }

    /**
     * Whether there is a picture at all: the last slot of a run carries only the streams' remaining packets.
     *
     * @return false after the last frame
     */
    public boolean hasPicture() {
        return hasPicture;
    }

    /**
     * The decoded frame of a video; the overlay is drawn into it.
     *
     * @return the frame, empty when the source is not a video
     */
    public VideoFrame frame() {
        return frame;
    }

    /**
     * The frame as the networks see it.
     *
     * @return the picture, that of this frame only when {@link #isRefreshed()}
     */
    public Picture picture() {
        return picture;
    }

    /**
     * Coarse anomaly scores.
     *
     * @return A0
     */
    public ScoreMap coarse() {
        return coarse;
    }

    /**
     * The objects.
     *
     * @return the masks
     */
    public MaskSet masks() {
        return masks;
    }

    /**
     * Calibrated scores.
     *
     * @return A1
     */
    public ScoreMap calibrated() {
        return calibrated;
    }

    /**
     * Scores with precise boundaries, or carried ones.
     *
     * @return A
     */
    public ScoreMap refined() {
        return refined;
    }

    /** The frame to draw on and encode in the source frame's stead, when the output has another size. */
    VideoFrame canvas(final int width, final int height) {
        if (canvas == null) {
            canvas = VideoFrame.allocate(width, height);
        }
        return canvas;
    }

    /** What is to be encoded. */
    VideoFrame drawn() {
        if (!hasPicture || canvas == null) {
            return frame;
        }
        canvas.copyMetadataFrom(frame);
        return canvas;
    }

    @Override
    public void close() {
        frame.close();
        if (picture != null) {
            picture.close();
        }
        if (canvas != null) {
            canvas.close();
        }
    }
}
