package org.objectomaly.eval;

import java.util.List;
import org.objectomaly.image.LabelMap;

/** Ground truth of a source's frames, asked for in their order. */
public interface Truth extends AutoCloseable {
    /**
     * The labels of a frame.
     *
     * @param frame its number, from 0; never lower than the one before
     * @param width columns of the frame
     * @param height rows of the frame
     * @return the labels in the frame's size, or null when nobody has labelled this frame
     * @throws org.objectomaly.Fault of kind INPUT if they cannot be read
     */
    LabelMap labels(long frame, int width, int height);

    /**
     * What the user should know once all frames were asked for.
     *
     * @return sentences
     */
    default List<String> notes() {
        return List.of();
    }

    @Override
    default void close() {}
}
