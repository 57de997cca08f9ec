package org.objectomaly.image;

import java.util.Arrays;

/**
 * An anomaly map: one score a pixel, row-major, higher is more unexpected. The paper's A0, A1 and A.
 *
 * <p>The memory is one plain array, allocated once and refilled for every frame.
 */
public final class ScoreMap {
    private final int width;
    private final int height;
    private final float[] values;

    /**
     * A map of zeros.
     *
     * @param width columns, at least 1
     * @param height rows, at least 1
     */
    public ScoreMap(final int width, final int height) {
        this.width = width;
        this.height = height;
        this.values = new float[Math.multiplyExact(width, height)];
    }

    /**
     * Columns.
     *
     * @return pixels
     */
    public int width() {
        return width;
    }

    /**
     * Rows.
     *
     * @return pixels
     */
    public int height() {
        return height;
    }

    /**
     * The scores themselves, not a copy.
     *
     * @return width x height values, row-major
     */
    public float[] values() {
        return values;
    }

    /**
     * The score of one pixel.
     *
     * @param x column
     * @param y row
     * @return its score
     */
    public float at(final int x, final int y) {
        return values[y * width + x];
    }

    /**
     * Gives every pixel the same score.
     *
     * @param score the score
     */
    public void fill(final float score) {
        Arrays.fill(values, score);
    }

    /**
     * Takes over another map of the same size.
     *
     * @param other the map to copy
     */
    public void copyFrom(final ScoreMap other) {
        System.arraycopy(other.values, 0, values, 0, values.length);
    }
}
