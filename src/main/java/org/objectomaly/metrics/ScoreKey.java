package org.objectomaly.metrics;

/**
 * Scores as integers whose unsigned order is the falling order of the scores, the order in which a threshold sinks.
 *
 * <p>No score has the key 0, which would be a NaN.
 */
final class ScoreKey {
    private ScoreKey() {}

    /**
     * The key of a score.
     *
     * @param score any number but NaN; both zeros have one key
     * @return an unsigned integer, smaller for higher scores, never 0
     */
    static int of(final float score) {
        // Adding 0 turns -0 into +0 and leaves all other numbers as they are.
        final int bits = Float.floatToRawIntBits(score + 0f);
        return bits >= 0 ? Integer.MAX_VALUE - bits : bits;
    }

    /**
     * The score of a key.
     *
     * @param key what {@link #of} gave
     * @return the score
     */
    static float score(final int key) {
        return Float.intBitsToFloat(key >= 0 ? Integer.MAX_VALUE - key : key);
    }
}
