package org.objectomaly.pipeline;

import org.objectomaly.image.MaskSet;
import org.objectomaly.image.Picture;
import org.objectomaly.image.Region;
import org.objectomaly.image.ScoreMap;
import org.objectomaly.motion.SceneChange;
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
    private long arrived;
    private double evidenceAge;
    private double masksAge;
    private boolean beginsStream;
    private SceneChange.Kind change = SceneChange.Kind.NONE;
    private boolean refreshed;
    private boolean hasPicture;

    Slot() {}

    /** Empties the slot for a frame. */
    void begin(final long number) {
        index = number;
        refreshed = false;
        hasPicture = false;
        change = SceneChange.Kind.NONE;
        evidenceAge = Double.NaN;
        masksAge = Double.NaN;
        arrived = System.nanoTime();
        beginsStream = false;
    }

    /** Notes that the source has put a picture here. */
    void filled() {
        hasPicture = true;
    }

    /** Notes what happened since the frame before. */
    void change(final SceneChange.Kind kind) {
        change = kind;
    }

    /** Makes room for what the networks make of this frame. */
    void refresh() {
        refreshed = true;
        evidenceAge = 0;
        masksAge = 0;
        if (coarse == null || coarse.width() != refined.width() || coarse.height() != refined.height()) {
            release(coarse);
            release(calibrated);
            coarse = new ScoreMap(refined.width(), refined.height());
            calibrated = new ScoreMap(refined.width(), refined.height());
        }
    }

    /** Makes the picture that the networks see, of the frame. */
    void show(final Region content) {
        if (picture == null || picture.width() != frame.width() || picture.height() != frame.height()) {
            replacePicture(new Picture(frame.width(), frame.height()));
        }
        frame.toRgb(picture);
        picture.content(content);
        picture.planes(frame.planes());
    }

    /** Notes how old the map's evidence is, and the masks in it. */
    void evidenceAge(final double seconds, final double masksSeconds) {
        evidenceAge = seconds;
        masksAge = masksSeconds;
    }

    /**
     * Makes room for the map A of a frame.
     *
     * @param width columns
     * @param height rows
     */
    public void fit(final int width, final int height) {
        if (refined == null || refined.width() != width || refined.height() != height) {
            release(refined);
            refined = new ScoreMap(width, height);
        }
    }

    private static void release(final ScoreMap map) {
        if (map != null) {
            map.release();
        }
    }

    /**
     * Puts a picture of its own here, for sources that make one for each frame.
     *
     * @param made the picture; the slot closes it
     */
    public void take(final Picture made) {
        replacePicture(made);
        fit(made.width(), made.height());
    }

    /**
     * Notes when the frame arrived, if that was earlier than now.
     *
     * @param nanos on the clock of {@link System#nanoTime()}
     */
    public void arrived(final long nanos) {
        arrived = nanos;
    }

    /** Notes that this frame has nothing to do with the one before: the stream was opened anew. */
    public void beginsStream() {
        beginsStream = true;
    }

    /** Whether the stream was opened anew before this frame. */
    boolean isFirstOfStream() {
        return beginsStream;
    }

    private void replacePicture(final Picture made) {
        if (picture != null) {
            picture.close();
        }
        picture = made;
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
     * How old what the networks saw is.
     *
     * @return seconds from the frame they looked at to this one; 0 when it is this one, NaN before they saw any
     */
    public double evidenceAge() {
        return evidenceAge;
    }

    /**
     * How old the masks are in which the scores were averaged.
     *
     * @return seconds from the frame they were found in to this one; NaN if there are none yet
     */
    public double masksAge() {
        return masksAge;
    }

    /**
     * What happened since the frame before.
     *
     * @return a cut also for the first frame
     */
    public SceneChange.Kind change() {
        return change;
    }

    /**
     * When the frame arrived.
     *
     * @return on the clock of {@link System#nanoTime()}
     */
    public long arrived() {
        return arrived;
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
        if (canvas != null && (canvas.width() != width || canvas.height() != height)) {
            dropCanvas();
        }
        if (canvas == null) {
            canvas = VideoFrame.allocate(width, height);
        }
        canvas.copyColoursFrom(frame);
        return canvas;
    }

    /** The frame itself is drawn on from now on. */
    void dropCanvas() {
        if (canvas != null) {
            canvas.close();
            canvas = null;
        }
    }

    /**
     * The frame as it is to be shown.
     *
     * @return the source frame, or the canvas in its stead when the output has another size
     */
    public VideoFrame drawn() {
        if (!hasPicture || canvas == null) {
            return frame;
        }
        canvas.copyMetadataFrom(frame);
        return canvas;
    }

    @Override
    public void close() {
        release(coarse);
        release(calibrated);
        release(refined);
        frame.close();
        if (picture != null) {
            picture.close();
        }
        if (canvas != null) {
            canvas.close();
        }
    }
}
