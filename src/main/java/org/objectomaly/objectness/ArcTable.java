package org.objectomaly.objectness;

import java.util.Arrays;

/** Finds the number of an arc by the two regions it joins: a hash table of plain numbers that is kept between uses. */
final class ArcTable {
    private static final long FREE = -1;

    private long[] keys = new long[1 << 14];
    private int[] arcs = new int[1 << 14];
    private int size;

    void clear() {
        Arrays.fill(keys, FREE);
        size = 0;
    }

    /**
     * The number of an arc.
     *
     * @param low the smaller region
     * @param high the larger region
     * @param unused the number the arc gets if it has none yet
     * @return its number
     */
    int arc(final int low, final int high, final int unused) {
        final long key = (long) low << 32 | high;
        int at = place(key);
        if (keys[at] == key) {
            return arcs[at];
        }
        if (2 * size >= keys.length) {
            grow();
            at = place(key);
        }
        keys[at] = key;
        arcs[at] = unused;
        size++;
        return unused;
    }

    private int place(final long key) {
        int at = (int) (key * 0x9E3779B97F4A7C15L >>> 32) & keys.length - 1;
        while (keys[at] != FREE && keys[at] != key) {
            at = at + 1 & keys.length - 1;
        }
        return at;
    }

    private void grow() {
        final long[] oldKeys = keys;
        final int[] oldArcs = arcs;
        keys = new long[2 * oldKeys.length];
        arcs = new int[2 * oldKeys.length];
        Arrays.fill(keys, FREE);
        for (int i = 0; i < oldKeys.length; i++) {
            if (oldKeys[i] != FREE) {
                final int at = place(oldKeys[i]);
                keys[at] = oldKeys[i];
                arcs[at] = oldArcs[i];
            }
        }
    }
}
