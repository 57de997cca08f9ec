package org.objectomaly.annotate;

import org.objectomaly.image.ScoreMap;

/** Draws a map through the colour scale. Parts of the picture with nothing to see are read, never written. */
final class ScoreLayer {
    private short[] levels = new short[0];

    /**
     * Draws every visible score.
     *
     * @param map a map of the canvas's size
     * @param ink the colours of the scores 0 to 1
     * @param canvas what is drawn into
     */
    void draw(final ScoreMap map, final Ink ink, final Canvas canvas) {
        final int width = map.width();
        if (levels.length < 2 * width) {
            levels = new short[2 * width];
        }
        final float[] scores = map.values();
        final float visible = (ink.firstVisible - 0.5f) / Ink.TOP;
        for (int row = 0; row < map.height(); row += 2) {
            final int upper = row * width;
            final int lower = row + 1 < map.height() ? upper + width : upper;
            final int first = Math.min(first(scores, upper, width, visible), first(scores, lower, width, visible));
            if (first < width) {
                final int end = Math.max(end(scores, upper, width, visible), end(scores, lower, width, visible));
                final int from = first & ~1;
                final int columns = Math.min(end + (end & 1), width) - from;
                toLevels(scores, upper + from, columns, 0);
                toLevels(scores, lower + from, columns, width);
                canvas.blend(ink, from, row, columns, levels, 0, width);
            }
        }
    }

    private static int first(final float[] scores, final int start, final int width, final float visible) {
        for (int x = 0; x < width; x++) {
            if (scores[start + x] >= visible) {
                return x;
            }
        }
        return width;
    }

    private static int end(final float[] scores, final int start, final int width, final float visible) {
        int x = width;
        while (x > 0 && !(scores[start + x - 1] >= visible)) {
            x--;
        }
        return x;
    }

    /** Scores below 0, or not numbers, are at level 0 and those above 1 at the top. */
    private void toLevels(final float[] scores, final int start, final int columns, final int into) {
        final short[] line = levels;
        for (int i = 0; i < columns; i++) {
            final int level = (int) (scores[start + i] * Ink.TOP + 0.5f);
            line[into + i] = (short) (level < 0 ? 0 : level > Ink.TOP ? Ink.TOP : level);
        }
    }
}
