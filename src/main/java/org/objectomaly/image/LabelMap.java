package org.objectomaly.image;

/**
 * The ground truth of one picture: for each pixel, row-major, whether it shows an anomaly, something ordinary, or
 * nothing that counts.
 */
public final class LabelMap {
    /** Something a road scene is expected to show. */
    public static final byte ORDINARY = 0;
    /** Part of an anomaly. */
    public static final byte ANOMALY = 1;
    /** Not to be judged: outside the region of interest, or nobody can tell. */
    public static final byte VOID = 2;

    private final int width;
    private final int height;
    private final byte[] labels;

    /**
     * A map of ordinary pixels.
     *
     * @param width columns, at least 1
     * @param height rows, at least 1
     */
    public LabelMap(final int width, final int height) {
        this.width = width;
        this.height = height;
        this.labels = new byte[Math.multiplyExact(width, height)];
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
     * The labels themselves, not a copy.
     *
     * @return width x height values, row-major, each {@link #ORDINARY}, {@link #ANOMALY} or {@link #VOID}
     */
    public byte[] labels() {
        return labels;
    }
}
