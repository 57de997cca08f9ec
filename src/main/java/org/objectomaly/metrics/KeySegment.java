package org.objectomaly.metrics;

/** Keys of single pixels of one label, sorted by window. */
final class KeySegment implements CountSource {
    private final int[] keys;
    private final int to;
    private final int anomalous;
    private int next;

    /**
     * A part of an array as a source.
     *
     * @param keys keys, sorted by their bits from {@link CountWindow#BITS} up
     * @param from first index
     * @param to index after the last
     * @param anomaly whether these are anomalous pixels
     */
    KeySegment(final int[] keys, final int from, final int to, final boolean anomaly) {
        this.keys = keys;
        this.next = from;
        this.to = to;
        this.anomalous = anomaly ? 1 : 0;
    }

    @Override
    public long key() {
        return next < to ? Integer.toUnsignedLong(keys[next]) : END;
    }

    @Override
    public void drain(final CountWindow window) {
        final int base = (int) window.base();
        final int beyond = 1 << CountWindow.BITS;
        int i = next;
        // A key before the base wraps around and lies beyond the window as well; there is none.
        for (; i < to && Integer.compareUnsigned(keys[i] - base, beyond) < 0; i++) {
            window.add(keys[i] - base, anomalous, 1 - anomalous);
        }
        next = i;
    }
}
