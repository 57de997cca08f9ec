package org.objectomaly.nn.sam;

/**
 * How SAM brings a picture into its square: the longer side fills it, the rest stays empty below or to the right.
 *
 * @param height rows of the picture
 * @param width columns of the picture
 * @param side of the square
 */
public record LongestSide(int height, int width, int side) {
    /**
     * Rows of the picture inside the square.
     *
     * @return at least 1
     */
    public int rows() {
        return scaled(height);
    }

    /**
     * Columns of the picture inside the square.
     *
     * @return at least 1
     */
    public int columns() {
        return scaled(width);
    }

    /**
     * From the picture to the square.
     *
     * @param x in pixels of the picture
     * @return in pixels of the square
     */
    public double x(final double x) {
        return x * ((double) columns() / width);
    }

    /**
     * From the picture to the square.
     *
     * @param y in pixels of the picture
     * @return in pixels of the square
     */
    public double y(final double y) {
        return y * ((double) rows() / height);
    }

    private int scaled(final int pixels) {
        return Math.max(1, (int) (pixels * ((double) side / Math.max(height, width)) + 0.5));
    }
}
