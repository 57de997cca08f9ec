package org.objectomaly.annotate;

/** What the output video shows. */
public enum View {
    /** The source with its unexpected parts tinted, outlined and numbered. */
    OVERLAY,
    /** The anomaly map alone, on black. */
    HEATMAP,
    /** The source on the left, its overlay on the right. */
    SPLIT;

    /**
     * Columns of the output.
     *
     * @param width columns of the source
     * @return the same, or for {@link #SPLIT} twice as many, of an even source width so that both halves begin with a
     *     whole chroma pixel
     */
    public int outputWidth(final int width) {
        return this == SPLIT ? 2 * rightHalf(width) : width;
    }

    /** First column of the right half of a split picture. */
    static int rightHalf(final int width) {
        return width + (width & 1);
    }
}
