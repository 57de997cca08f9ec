package org.objectomaly.oasc;

import java.util.Arrays;
import org.objectomaly.image.MaskSet;

/** In which order masks are painted over each other; areas are those on the masks' own grid. */
public enum MaskOrder {
    /** The paper's text: large masks first, so that small objects end on top of large ones; ties keep their order. */
    PAPER,
    /** The published code: small masks first, so that large ones end on top; ties keep their order. */
    REFERENCE;

    /**
     * Sorts masks stably by area.
     *
     * @param masks the masks
     * @param keys at least one element a mask; the lower 32 bits of element i become the number of the mask that is
     *     painted at position i
     */
    void sort(final MaskSet masks, final long[] keys) {
        for (int m = 0; m < masks.size(); m++) {
            final long area = this == PAPER ? Integer.MAX_VALUE - masks.area(m) : masks.area(m);
            keys[m] = area << Integer.SIZE | m;
        }
        Arrays.sort(keys, 0, masks.size());
    }
}
