package org.objectomaly.objectness;

import org.objectomaly.image.MaskSet;
import org.objectomaly.image.Picture;

/** Finds the objects of a picture, whatever they are: the masks that OASC averages the coarse scores in. */
public interface MaskGenerator extends AutoCloseable {
    /**
     * Finds masks. They may overlap and nest, and need not cover the picture.
     *
     * @param picture the frame
     * @param into the masks found; what it held before is forgotten
     */
    void generate(Picture picture, MaskSet into);

    @Override
    default void close() {}
}
