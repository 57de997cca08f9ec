package org.objectomaly.annotate;

import org.objectomaly.cuda.CudaDevice;
import org.objectomaly.cuda.DeviceMap;
import org.objectomaly.image.ScoreMap;

/**
 * Draws a map through the colour scale. Parts of the picture with nothing to see are read, never written. A map that is on a
 * GPU is drawn there.
 */
final class ScoreLayer implements AutoCloseable {
    /** Columns that are drawn or left out together; even. */
    private static final int BLOCK = 64;

    private short[] levels = new short[0];
    private DeviceScoreLayer onDevice;

    /**
     * Draws every visible score.
     *
     * @param map a map of the canvas's size
     * @param ink the colours of the scores 0 to 1
     * @param canvas what is drawn into
     */
    void draw(final ScoreMap map, final Ink ink, final Canvas canvas) {
        final CudaDevice device = DeviceMap.whereIs(map);
        if (device != null) {
            drawOn(device, map, ink, canvas);
            return;
        }
        final int width = map.width();
        if (levels.length < 2 * width) {
            levels = new short[2 * width];
        }
        final float visible = (ink.firstVisible - 0.5f) / Ink.TOP;
        for (int row = 0; row < map.height(); row += 2) {
            drawTwoRows(map, row, visible, ink, canvas);
        }
    }

    /** A method of its own: Java compiles a loop that calls for drawing anew with all that is in it, several times over. */
    private void drawTwoRows(
            final ScoreMap map, final int row, final float visible, final Ink ink, final Canvas canvas) {
        final int width = map.width();
        final int upper = row * width;
        final int lower = row + 1 < map.height() ? upper + width : upper;
        int from = 0;
        while (from < width) {
            final int to = endOfVisible(map.scores(), upper, lower, from, width, visible);
            if (to > from) {
                toLevels(map.scores(), upper + from, to - from, levels, 0);
                toLevels(map.scores(), lower + from, to - from, levels, width);
                canvas.blend(ink, from, row, to - from, levels, 0, width);
            }
            // The block that ended the visible ones is known to be empty.
            from = to + BLOCK;
        }
    }

    private void drawOn(final CudaDevice device, final ScoreMap map, final Ink ink, final Canvas canvas) {
        if (onDevice == null || onDevice.device() != device) {
            close();
            onDevice = new DeviceScoreLayer(device);
        }
        onDevice.draw(map, ink, canvas);
    }

    @Override
    public void close() {
        if (onDevice != null) {
            onDevice.close();
            onDevice = null;
        }
    }

    /** Where the blocks from a column on stop showing anything; that column itself if the first one is empty. */
    private static int endOfVisible(
            final float[] scores,
            final int upper,
            final int lower,
            final int from,
            final int width,
            final float visible) {
        int at = from;
        while (at < width) {
            final int end = Math.min(at + BLOCK, width);
            if (!any(scores, upper + at, upper + end, visible) && !any(scores, lower + at, lower + end, visible)) {
                return at;
            }
            at = end;
        }
        return at;
    }

    private static boolean any(final float[] scores, final int from, final int to, final float visible) {
        for (int i = from; i < to; i++) {
            if (scores[i] >= visible) {
                return true;
            }
        }
        return false;
    }

    /** Scores below 0, or not numbers, are at level 0 and those above 1 at the top. */
    private static void toLevels(
            final float[] scores, final int start, final int columns, final short[] levels, final int into) {
        for (int i = 0; i < columns; i++) {
            final int level = (int) (scores[start + i] * Ink.TOP + 0.5f);
            levels[into + i] = (short) (level < 0 ? 0 : level > Ink.TOP ? Ink.TOP : level);
        }
    }
}
