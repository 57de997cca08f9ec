package org.objectomaly.objectness;

import org.objectomaly.image.MaskSet;
import org.objectomaly.image.Picture;
import org.objectomaly.image.ScoreMap;

/** Finds the objects of a picture, whatever they are: the masks that OASC averages the coarse scores in. */
public interface MaskGenerator extends AutoCloseable {
    /**
     * Finds masks. They may overlap and nest, and need not cover the picture.
     *
     * @param picture the frame
     * @param into the masks found; what it held before is forgotten
     */
    void generate(Picture picture, MaskSet into);

    /**
     * Finds masks where they are needed.
     *
     * @param picture the frame
     * @param coarse scores of the same frame: A0
     * @param into the masks found; what it held before is forgotten
     */
    default void generate(final Picture picture, final ScoreMap coarse, final MaskSet into) {
        generate(picture, into);
    }

    /**
     * Whether the coarse scores decide what is looked for: then they have to be there first.
     *
     * @return false if picture and scores may be looked at side by side
     */
    default boolean needsScores() {
        return false;
    }

    @Override
    default void close() {}
}
