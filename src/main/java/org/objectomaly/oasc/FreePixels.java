package org.objectomaly.oasc;

import java.util.Arrays;

/**
 * The pixels that no mask on top has painted yet, one bit each. Painting from the topmost mask down writes every pixel
 * once, and what is covered already is skipped 64 pixels at a time.
 */
final class FreePixels {
    private long[] free = new long[0];
    private int wordsPerRow;

    /**
     * Frees every pixel.
     *
     * @param width columns of the map
     * @param height rows of the map
     */
    void reset(final int width, final int height) {
        wordsPerRow = (width + Long.SIZE - 1) / Long.SIZE;
        if (free.length < wordsPerRow * height) {
            free = new long[wordsPerRow * height];
        }
        Arrays.fill(free, 0, wordsPerRow * height, -1L);
    }

    /**
     * Gives a value to the free pixels of a run and takes them.
     *
     * @param map the map's values
     * @param rowStart index of the row's first pixel
     * @param row row of the run
     * @param from its first column
     * @param to one past its last column
     * @param value the value
     */
    void paint(final float[] map, final int rowStart, final int row, final int from, final int to, final float value) {
        if (from >= to) {
            return;
        }
        final int firstWord = row * wordsPerRow;
        final int last = to - 1 >> 6;
        for (int w = from >> 6; w <= last; w++) {
            long bits = free[firstWord + w];
            if (w == from >> 6) {
                bits &= -1L << from;
            }
            if (w == last) {
                bits &= -1L >>> -to;
            }
            free[firstWord + w] &= ~bits;
            final int at = rowStart + (w << 6);
            while (bits != 0) {
                final int begin = Long.numberOfTrailingZeros(bits);
                final int length = Long.numberOfTrailingZeros(~(bits >>> begin));
                Arrays.fill(map, at + begin, at + begin + length, value);
                bits &= begin + length == Long.SIZE ? 0 : -1L << begin + length;
            }
        }
    }
}
