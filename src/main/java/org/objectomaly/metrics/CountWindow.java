package org.objectomaly.metrics;

import java.util.List;

/**
 * Merges counted scores by counting: a window of neighbouring keys slides over all keys that occur, every source adds
 * what it has within, and what was counted goes into a run.
 *
 * <p>Unlike a merge that compares, its cost for each entry does not grow with the number of sources, which need no order
 * within a window either.
 */
final class CountWindow {
    /** Bits of a key that a window covers: its counters fit a second-level cache. */
    static final int BITS = 14;

    private static final int SIZE = 1 << BITS;

    /** For each key of the window, the number of anomalous and that of ordinary pixels. */
    private final long[] counts = new long[2 * SIZE];
    /** A bit for each key of the window that occurs. */
    private final long[] occurring = new long[SIZE / Long.SIZE];

    private long base;

    /**
     * Merges sources into one run.
     *
     * @param sources counted scores; nothing is left of them
     * @param level the level of the run
     * @return the sum of all sources
     */
    CountRun merge(final List<CountSource> sources, final int level) {
        final CountRun.Writer writer = new CountRun.Writer();
        for (long next = next(sources); next != CountSource.END; next = next(sources)) {
            base = next & -SIZE;
            for (final CountSource source : sources) {
                source.drain(this);
            }
            writeTo(writer);
        }
        return writer.finish(level);
    }

    /** The first key of the open window. */
    long base() {
        return base;
    }

    /** The key after the last of the open window. */
    long end() {
        return base + SIZE;
    }

    /**
     * Counts pixels.
     *
     * @param offset their key's distance from {@link #base}
     * @param anomalous anomalous pixels
     * @param ordinary ordinary pixels
     */
    void add(final int offset, final long anomalous, final long ordinary) {
        counts[2 * offset] += anomalous;
        counts[2 * offset + 1] += ordinary;
        occurring[offset / Long.SIZE] |= 1L << offset;
    }

    private static long next(final List<CountSource> sources) {
        long next = CountSource.END;
        for (final CountSource source : sources) {
            next = Math.min(next, source.key());
        }
        return next;
    }

    private void writeTo(final CountRun.Writer writer) {
        for (int word = 0; word < occurring.length; word++) {
            for (long bits = occurring[word]; bits != 0; bits &= bits - 1) {
                final int offset = word * Long.SIZE + Long.numberOfTrailingZeros(bits);
                writer.append(base + offset, counts[2 * offset], counts[2 * offset + 1]);
                counts[2 * offset] = 0;
                counts[2 * offset + 1] = 0;
            }
            occurring[word] = 0;
        }
    }
}
