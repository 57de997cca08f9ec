package org.objectomaly.image;

import java.util.Arrays;

/**
 * An anomaly map: one score a pixel, row-major, higher is more unexpected. The paper's A0, A1 and A.
 *
 * <p>The memory is one plain array, allocated once and refilled for every frame. A map that was made on a GPU stays there
 * ({@link #copy()}) until someone asks for its {@link #values()} or {@link #scores()}; nobody has to know where it was made,
 * and whoever can work in either place works where the map is.
 */
public final class ScoreMap {
    private final int width;
    private final int height;
    private final float[] values;
    private Copy copy;
    /** The array holds what was written last. */
    private volatile boolean isHere = true;
    /** So does the copy. */
    private volatile boolean isThere;

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
     * The scores themselves, to be read or written; what is in another memory is brought first, and no longer counts there.
     *
     * @return width x height values, row-major
     */
    public float[] values() {
        scores();
        isThere = false;
        return values;
    }

    /**
     * The scores themselves, to be read; what is in another memory is brought first, and stays there as well.
     *
     * @return width x height values, row-major; not to be changed
     */
    public float[] scores() {
        if (!isHere) {
            fetch();
        }
        return values;
    }

    /** Two stages may ask for the same map at once. */
    private synchronized void fetch() {
        if (!isHere) {
            copy.fetch(values);
            isHere = true;
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
     * Whether the copy holds what was written last.
     *
     * @return false if the array was written since
     */
    public boolean isThere() {
        return isThere;
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

    /** Says that the copy has taken what is here. */
    public void sent() {
        isThere = true;
    }

    /** Says that the copy is written, and what is here no longer counts. */
    public void writtenThere() {
        isThere = true;
        isHere = false;
    }

    /** Gives the copy back, and what was only there. */
    public void release() {
        isHere = true;
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
        return scores()[y * width + x];
    }

    /**
     * Gives every pixel the same score.
     *
     * @param score the score
     */
    public void fill(final float score) {
        Arrays.fill(overwritten(), score);
    }

    /**
     * Takes over another map of the same size.
     *
     * @param other the map to copy
     */
    public void copyFrom(final ScoreMap other) {
        System.arraycopy(other.scores(), 0, overwritten(), 0, values.length);
    }

    /**
     * The scores themselves, to be written whole: what is in another memory is not brought.
     *
     * @return width x height values, row-major
     */
    public float[] overwritten() {
        isHere = true;
        isThere = false;
        return values;
    }
}
