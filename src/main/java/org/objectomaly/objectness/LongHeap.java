package org.objectomaly.objectness;

import java.util.Arrays;

/** A priority queue of plain longs, smallest first, whose memory is kept between uses. */
final class LongHeap {
    private long[] entries = new long[4096];
    private int size;

    void clear() {
        size = 0;
    }

    boolean isEmpty() {
        return size == 0;
    }

    void push(final long entry) {
        if (size == entries.length) {
            entries = Arrays.copyOf(entries, 2 * size);
        }
        int at = size++;
        while (at > 0) {
            final int up = at - 1 >> 1;
            if (entries[up] <= entry) {
                break;
            }
            entries[at] = entries[up];
            at = up;
        }
        entries[at] = entry;
    }

    /** Takes the smallest entry out; there must be one. */
    long pop() {
        final long top = entries[0];
        final long moved = entries[--size];
        int at = 0;
        while (true) {
            int down = 2 * at + 1;
            if (down >= size) {
                break;
            }
            if (down + 1 < size && entries[down + 1] < entries[down]) {
                down++;
            }
            if (entries[down] >= moved) {
                break;
            }
            entries[at] = entries[down];
            at = down;
        }
        entries[at] = moved;
        return top;
    }
}
