package org.objectomaly.image;

import java.util.Arrays;

/**
 * An anomaly map: one score a pixel, row-major, higher is more unexpected. The paper's A0, A1 and A.
 *
 * <p>The memory is one plain array, allocated once and refilled for every frame. A map that was made on a GPU stays there
 * ({@link #copy()}) until someone asks for its {@link #values()}; nobody has to know where it was made.
 */
public final class ScoreMap {
    private final int width;
    private final int height;
    private final float[] values;
    private Copy copy;
    /** What the array lacks is in the copy. */
    private volatile boolean away;

    /** The same scores in another memory. */
    public interface Copy extends AutoCloseable {
        /**
         * Brings them.
         *
         * @param into width x height values, row-major
         */
        void fetch(float[] into);

        @Override
        void close();
    }

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
     * The scores themselves, to be read or written; what is in another memory is brought first.
     *
     * @return width x height values, row-major
     */
    public float[] values() {
        if (away) {
            fetch();
        }
        return values;
    }

    /** Two stages may ask for the same map at once. */
    private synchronized void fetch() {
        if (away) {
            copy.fetch(values);
            away = false;
        }
    }

    /**
     * The scores in another memory.
     *
     * @return what {@link #keep} was given; null if nothing was
     */
    public Copy copy() {
        return copy;
    }

    /**
     * Whether the scores are in the copy alone.
     *
     * @return false if {@link #values()} has been asked for since {@link #away()}
     */
    public boolean isAway() {
        return away;
    }

    /**
     * Takes a place in another memory for this map's scores and owns it from now on.
     *
     * @param other the place; the one before is closed
     */
    public void keep(final Copy other) {
        values();
        if (copy != null) {
            copy.close();
        }
        copy = other;
    }

    /** Says that the copy was written, and counts from now on. */
    public void away() {
        away = true;
    }

    /** Gives the copy back. */
    public void release() {
        away = false;
        keep(null);
    }

    /**
     * The score of one pixel.
     *
     * @param x column
     * @param y row
     * @return its score
     */
    public float at(final int x, final int y) {
        return values()[y * width + x];
    }

    /**
     * Gives every pixel the same score.
     *
     * @param score the score
     */
    public void fill(final float score) {
        away = false;
        Arrays.fill(values, score);
    }

    /**
     * Takes over another map of the same size.
     *
     * @param other the map to copy
     */
    public void copyFrom(final ScoreMap other) {
        away = false;
        System.arraycopy(other.values(), 0, values, 0, values.length);
    }
}
