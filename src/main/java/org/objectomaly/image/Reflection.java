package org.objectomaly.image;

/** The border rule of the reference: reflect without repeating the edge pixel (OpenCV's reflect-101). */
public final class Reflection {
    private Reflection() {}

    /**
     * The pixel that stands for one outside.
     *
     * @param i any index
     * @param size pixels along the axis, at least 1
     * @return an index from 0 to before size; small axes reflect again and again, one of size 1 gives 0
     */
    public static int of(final int i, final int size) {
        if (size == 1) {
            return 0;
        }
        int at = i;
        while (at < 0 || at >= size) {
            at = at < 0 ? -at : 2 * size - 2 - at;
        }
        return at;
    }
}
