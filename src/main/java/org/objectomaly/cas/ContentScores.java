package org.objectomaly.cas;

import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.pytorch.Tensor;
import org.objectomaly.image.Enlargement;
import org.objectomaly.image.Gaussian;
import org.objectomaly.image.Region;
import org.objectomaly.image.ScoreMap;

/**
 * Brings the scores that a network gave for a picture's content to the picture's own size. Not for use by two threads at
 * once; a call allocates nothing as long as the sizes stay.
 */
final class ContentScores {
    private final boolean smoothed;
    private Enlargement enlargement;
    private Gaussian gaussian;
    private float[] scores;
    private int rows;
    private int columns;
    private int width;
    private int height;

    /** Perhaps with a Gaussian behind the enlargement. */
    ContentScores(final boolean smoothed) {
        this.smoothed = smoothed;
    }

    /**
     * Puts scores into a map.
     *
     * @param coarse {@code [1,1,h,w]} in single precision, on any device
     * @param content where they belong
     * @param into the picture's map
     * @param elsewhere the score of the pixels outside the content
     */
    void put(final Tensor coarse, final Region content, final ScoreMap into, final float elsewhere) {
        resize(Math.toIntExact(coarse.size(2)), Math.toIntExact(coarse.size(3)), content.width(), content.height());
        new FloatPointer(coarse.cpu().contiguous().data_ptr()).get(scores);
        if (width != into.width() || height != into.height()) {
            into.fill(elsewhere);
        }
        final int first = content.y() * into.width() + content.x();
        enlargement.apply(scores, into.values(), first, into.width());
        if (smoothed) {
            gaussian.smooth(into.values(), first, into.width(), height);
        }
    }

    private void resize(final int newRows, final int newColumns, final int newWidth, final int newHeight) {
        if (newRows == rows && newColumns == columns && newWidth == width && newHeight == height) {
            return;
        }
        rows = newRows;
        columns = newColumns;
        width = newWidth;
        height = newHeight;
        enlargement = new Enlargement(columns, rows, width, height);
        scores = new float[rows * columns];
        gaussian = smoothed ? new Gaussian(width) : null;
    }
}
