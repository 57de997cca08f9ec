package org.objectomaly.objectness;

import org.objectomaly.image.Picture;

/** Finds boundaries between things, whatever the things are. */
public interface EdgeDetector extends AutoCloseable {
    /**
     * Finds the boundaries in the picture's content.
     *
     * @param picture the frame
     * @param into the strengths found, on a grid of the detector's own size that covers the content and nothing else
     */
    void detect(Picture picture, EdgeMap into);

    @Override
    default void close() {}
}
