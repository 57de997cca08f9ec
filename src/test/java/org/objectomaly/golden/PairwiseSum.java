package org.objectomaly.golden;

/**
 * The float32 sum as the reference's NumPy adds: eight running sums up to 128 values, halves above
 * (golden/README.md). Not written there, but needed for the golden sums of more than 8192 values: that NumPy sums
 * through a buffer of 8192 values, pairwise within a bufferful, and adds the bufferfuls in order.
 */
public final class PairwiseSum {
    private static final int BUFFER = 8192;

    private PairwiseSum() {}

    /**
     * Adds values as the reference does.
     *
     * @param values the values
     * @param count how many of them, from the first
     * @return the sum, bit for bit as NumPy's; 0 for no values
     */
    public static float of(final float[] values, final int count) {
        float sum = 0;
        for (int from = 0; from < count; from += BUFFER) {
            sum += pairwise(values, from, Math.min(BUFFER, count - from));
        }
        return sum;
    }

    private static float pairwise(final float[] values, final int from, final int count) {
        if (count < 8) {
            float sum = values[from];
            for (int i = 1; i < count; i++) {
                sum += values[from + i];
            }
            return sum;
        }
        if (count > 128) {
            final int half = count / 2 / 8 * 8;
            return pairwise(values, from, half) + pairwise(values, from + half, count - half);
        }
        final float[] r = new float[8];
        System.arraycopy(values, from, r, 0, 8);
        final int eights = count / 8 * 8;
        for (int i = 8; i < eights; i++) {
            r[i % 8] += values[from + i];
        }
        float sum = ((r[0] + r[1]) + (r[2] + r[3])) + ((r[4] + r[5]) + (r[6] + r[7]));
        for (int i = eights; i < count; i++) {
            sum += values[from + i];
        }
        return sum;
    }
}
