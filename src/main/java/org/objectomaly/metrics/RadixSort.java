package org.objectomaly.metrics;

/** Sorts unsigned integers by their upper bits, digit after digit from the lowest. */
final class RadixSort {
    private static final int DIGIT_BITS = 9;

    private RadixSort() {}

    /**
     * Sorts a part of an array.
     *
     * @param keys the integers, taken as unsigned
     * @param from first index
     * @param to index after the last
     * @param scratch as long as {@code keys}; holds anything before and after
     * @param lowBit the order of bits below this one does not matter
     */
    static void sort(final int[] keys, final int from, final int to, final int[] scratch, final int lowBit) {
        int[] source = keys;
        int[] target = scratch;
        for (int shift = lowBit; shift < Integer.SIZE; shift += DIGIT_BITS) {
            final int[] starts = starts(source, from, to, shift);
            if (starts != null) {
                distribute(source, from, to, target, shift, starts);
                final int[] other = source;
                source = target;
                target = other;
            }
        }
        if (source != keys) {
            System.arraycopy(source, from, keys, from, to - from);
        }
    }

    /** Where the keys of each digit begin; null if all keys have the same digit, so that there is nothing to do. */
    private static int[] starts(final int[] keys, final int from, final int to, final int shift) {
        final int mask = (1 << DIGIT_BITS) - 1;
        final int[] counts = new int[1 << DIGIT_BITS];
        for (int i = from; i < to; i++) {
            counts[keys[i] >>> shift & mask]++;
        }
        int start = from;
        for (int digit = 0; digit <= mask; digit++) {
            final int count = counts[digit];
            if (count == to - from) {
                return null;
            }
            counts[digit] = start;
            start += count;
        }
        return counts;
    }

    private static void distribute(
            final int[] source, final int from, final int to, final int[] target, final int shift, final int[] starts) {
        final int mask = (1 << DIGIT_BITS) - 1;
        for (int i = from; i < to; i++) {
            final int key = source[i];
            target[starts[key >>> shift & mask]++] = key;
        }
    }
}
