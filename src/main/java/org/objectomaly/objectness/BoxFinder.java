package org.objectomaly.objectness;

import java.util.List;
import org.objectomaly.image.Picture;

/** Finds the boxes of objects: prompts for a network that draws the masks in them. For one thread at a time. */
public interface BoxFinder extends AutoCloseable {
    /**
     * Finds the boxes of all objects.
     *
     * @param picture the frame
     * @return the surest first; boxes in pixels of the picture
     */
    List<Detection> boxes(Picture picture);

    /** Frees what the finder holds. */
    @Override
    void close();
}
