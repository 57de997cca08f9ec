package org.objectomaly.metrics;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Counted scores in the order of their keys, about two bytes each.
 *
 * <p>An entry is the distance from the key before (from 0 for the first; never 0), then the number of ordinary pixels
 * doubled, plus 1 if the number of anomalous pixels follows. All are numbers of as many bytes as they need, seven bits
 * a byte and the lowest first. Entries lie in chunks, so that a run that is read for the last time goes away behind the
 * reader, and a merge needs little more memory than its result; a distance of 0 ends a chunk.
 */
final class CountRun {
    private static final int CHUNK = 1 << 17;
    /** An entry of 5 + 10 + 9 bytes, and the 0 after it. */
    private static final int LONGEST_ENTRY = 25;

    /** Set in every byte of a number but its last. */
    private static final int CONTINUED = 0x80;

    private static final int GROUP = 7;
    private static final long GROUP_MASK = 0x7f;

    private final List<byte[]> chunks;
    private final long size;
    private final int level;

    private CountRun(final List<byte[]> chunks, final long size, final int level) {
        this.chunks = chunks;
        this.size = size;
        this.level = level;
    }

    /** How many scores it counts. */
    long size() {
        return size;
    }

    /** How many times its entries were merged. */
    int level() {
        return level;
    }

    /** Reads it for the last time: what was read is given back to the heap. */
    CountSource drain() {
        return new Reader(chunks, true);
    }

    /**
     * Shows all entries.
     *
     * @param visitor sees them in the order of falling scores
     */
    void forEach(final PixelCounts.Visitor visitor) {
        final Reader reader = new Reader(chunks, false);
        for (; reader.key != CountSource.END; reader.advance()) {
            visitor.visit(ScoreKey.score((int) reader.key), reader.anomalous, reader.ordinary);
        }
    }

    /** Makes a run. */
    static final class Writer {
        private final List<byte[]> chunks = new ArrayList<>();
        private byte[] chunk = new byte[CHUNK];
        private int position;
        private long last;
        private long size;

        /**
         * Appends an entry.
         *
         * @param key above that of the entry before
         * @param anomalous 0 or more
         * @param ordinary 0 or more
         */
        void append(final long key, final long anomalous, final long ordinary) {
            if (position > CHUNK - LONGEST_ENTRY) {
                chunks.add(chunk);
                chunk = new byte[CHUNK];
                position = 0;
            }
            put(key - last);
            if (anomalous == 0) {
                put(ordinary << 1);
            } else {
                put(ordinary << 1 | 1);
                put(anomalous);
            }
            last = key;
            size++;
        }

        /**
         * Ends the run.
         *
         * @param level its level
         * @return the run
         */
        CountRun finish(final int level) {
            chunks.add(Arrays.copyOf(chunk, position + 1));
            return new CountRun(chunks, size, level);
        }

        private void put(final long number) {
            long rest = number;
            while (rest >= CONTINUED) {
                chunk[position++] = (byte) (rest | CONTINUED);
                rest >>>= GROUP;
            }
            chunk[position++] = (byte) rest;
        }
    }

    private static final class Reader implements CountSource {
        private final List<byte[]> chunks;
        private final boolean last;
        private int number;
        private byte[] chunk;
        private int position;
        private long key;
        private long anomalous;
        private long ordinary;

        Reader(final List<byte[]> chunks, final boolean last) {
            this.chunks = chunks;
            this.last = last;
            this.chunk = chunks.get(0);
            advance();
        }

        @Override
        public long key() {
            return key;
        }

        @Override
        public void drain(final CountWindow window) {
            final long base = window.base();
            final long end = window.end();
            while (key < end) {
                window.add((int) (key - base), anomalous, ordinary);
                advance();
            }
        }

        /** Goes to the next entry. */
        private void advance() {
            while (chunk[position] == 0) {
                if (last) {
                    chunks.set(number, null);
                }
                number++;
                position = 0;
                if (number == chunks.size()) {
                    key = END;
                    return;
                }
                chunk = chunks.get(number);
            }
            key += get();
            final long counts = get();
            ordinary = counts >>> 1;
            anomalous = (counts & 1) == 0 ? 0 : get();
        }

        private long get() {
            byte next = chunk[position++];
            long value = next & GROUP_MASK;
            for (int shift = GROUP; next < 0; shift += GROUP) {
                next = chunk[position++];
                value |= (next & GROUP_MASK) << shift;
            }
            return value;
        }
    }
}
