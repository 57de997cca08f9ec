package org.objectomaly.nn.random;

import java.nio.charset.StandardCharsets;

/**
 * Deterministic numbers that look random: FNV-1a of a name seeds the output function of
 * splitmix64 (Steele, Lea and Flood 2014).
 */
public final class Fill {
    private static final long GOLDEN_GAMMA = 0x9E3779B97F4A7C15L;

    private Fill() {}

    /**
     * The seed a name gives: 64-bit FNV-1a of its UTF-8 bytes.
     *
     * @param name salt and key
     * @return the hash, to be read as unsigned
     */
    public static long seed(final String name) {
        long hash = 0xcbf29ce484222325L;
        for (final byte b : name.getBytes(StandardCharsets.UTF_8)) {
            hash = (hash ^ (b & 0xff)) * 0x100000001b3L;
        }
        return hash;
    }

    /**
     * Uniform number of one element.
     *
     * @param seed of the name
     * @param index flat, row-major
     * @return a multiple of 2^-53 in [0,1)
     */
    public static double uniform(final long seed, final long index) {
        long z = seed + index + GOLDEN_GAMMA;
        z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
        z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
        return ((z ^ (z >>> 31)) >>> 11) * 0x1p-53;
    }

    /**
     * Values spread evenly over {@code [shift - scale, shift + scale)}, made in double and rounded once.
     *
     * @param name salt and key
     * @param scale s of the recipe
     * @param shift b of the recipe
     * @param count how many
     * @return the values, flat
     */
    public static float[] values(final String name, final double scale, final double shift, final int count) {
        final long seed = seed(name);
        final float[] values = new float[count];
        for (int i = 0; i < count; i++) {
            values[i] = (float) ((2 * uniform(seed, i) - 1) * scale + shift);
        }
        return values;
    }
}
