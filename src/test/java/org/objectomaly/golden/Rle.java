package org.objectomaly.golden;

import java.util.ArrayList;
import java.util.List;

/** Masks as COCO and SAM write them: lengths of runs down the columns, the first one outside the mask. */
final class Rle {
    private Rle() {}

    /** Lengths of a mask's runs. */
    static int[] counts(final byte[] mask, final int height, final int width) {
        final List<Integer> counts = new ArrayList<>();
        byte value = 0;
        int length = 0;
        for (int i = 0; i < mask.length; i++) {
            final byte next = mask[i % height * width + i / height];
            if (next != value) {
                counts.add(length);
                length = 0;
                value = next;
            }
            length++;
        }
        counts.add(length);
        return counts.stream().mapToInt(count -> count).toArray();
    }

    /** The mask of some of the runs of a list. */
    static byte[] mask(final double[] counts, final int from, final int to, final int height, final int width) {
        final byte[] mask = new byte[height * width];
        int at = 0;
        for (int i = from; i < to; i++) {
            for (final int end = at + (int) counts[i]; at < end; at++) {
                mask[at % height * width + at / height] = (byte) ((i - from) % 2);
            }
        }
        return mask;
    }
}
