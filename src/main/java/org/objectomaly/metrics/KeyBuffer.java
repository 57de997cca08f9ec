package org.objectomaly.metrics;

import org.objectomaly.image.LabelMap;

/** The keys of judged pixels: those of ordinary ones grow from the front, those of anomalous ones from the back. */
final class KeyBuffer {
    private final int[] keys;
    private final int[] scratch;
    private int ordinary;
    private int anomalousFrom;

    /**
     * An empty buffer.
     *
     * @param capacity how many pixels it holds
     */
    KeyBuffer(final int capacity) {
        keys = new int[capacity];
        scratch = new int[capacity];
        anomalousFrom = capacity;
    }

    /** How many more pixels it holds. */
    int free() {
        return anomalousFrom - ordinary;
    }

    /** How many keys it could hold when empty. */
    int capacity() {
        return keys.length;
    }

    /** The keys themselves: ordinary ones at [0, {@link #ordinary}), anomalous ones from {@link #anomalousFrom}. */
    int[] keys() {
        return keys;
    }

    int ordinary() {
        return ordinary;
    }

    int anomalousFrom() {
        return anomalousFrom;
    }

    int anomalous() {
        return keys.length - anomalousFrom;
    }

    void clear() {
        ordinary = 0;
        anomalousFrom = keys.length;
    }

    /**
     * Takes the keys of the pixels that are not void.
     *
     * @param scores scores of a checked frame
     * @param labels its labels
     * @param from first pixel
     * @param to the pixel after the last, at most {@link #free} further
     */
    void take(final float[] scores, final byte[] labels, final int from, final int to) {
        int front = ordinary;
        int back = anomalousFrom;
        for (int i = from; i < to; i++) {
            if (labels[i] == LabelMap.ORDINARY) {
                keys[front++] = ScoreKey.of(scores[i]);
            } else if (labels[i] == LabelMap.ANOMALY) {
                keys[--back] = ScoreKey.of(scores[i]);
            }
        }
        ordinary = front;
        anomalousFrom = back;
    }

    /**
     * Sorts the ordinary and the anomalous keys, each on their own.
     *
     * @param lowBit the order of bits below this one does not matter
     */
    void sort(final int lowBit) {
        RadixSort.sort(keys, 0, ordinary, scratch, lowBit);
        RadixSort.sort(keys, anomalousFrom, keys.length, scratch, lowBit);
    }
}
