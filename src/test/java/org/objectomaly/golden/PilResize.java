package org.objectomaly.golden;

import org.objectomaly.image.Picture;
import org.objectomaly.image.Region;

/** The bilinear resize that the pictures of golden features went through. */
final class PilResize {
    private PilResize() {}

    /** A resized copy of the whole picture. */
    static Picture of(final Picture picture, final int height, final int width) {
        final Region whole = Region.whole(picture.width(), picture.height());
        return org.objectomaly.image.PilResize.of(picture, whole, height, width);
    }
}
