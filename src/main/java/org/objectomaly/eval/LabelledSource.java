package org.objectomaly.eval;

import org.objectomaly.pipeline.FrameSource;

/** Frames with ground truth, to be walked through once. */
public interface LabelledSource extends FrameSource, Truth {
    /**
     * What a frame is called.
     *
     * @param frame its number, from 0
     * @return a name for tables
     */
    String name(long frame);

    /**
     * How many frames there will be.
     *
     * @return the number, or -1 when nothing tells
     */
    long expectedFrames();

    /**
     * Whether the frames follow each other in time.
     *
     * @return true for a video: then a slot's frame is filled too
     */
    boolean isVideo();
}
