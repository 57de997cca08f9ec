package org.objectomaly.objectness;

import org.objectomaly.image.MaskSet;
import org.objectomaly.image.Picture;

/** Finds nothing: the coarse scores go on to the boundary refinement as they are. */
public final class NoMasks implements MaskGenerator {
    /** A generator without state. */
    public NoMasks() {}

    @Override
    public void generate(final Picture picture, final MaskSet into) {
        into.reset(picture.width(), picture.height());
    }
}
