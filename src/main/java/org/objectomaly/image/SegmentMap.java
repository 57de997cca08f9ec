package org.objectomaly.image;

/**
 * A picture cut into segments: for each pixel, row-major, the number of the segment it lies in. Numbers have no meaning
 * beyond this picture; pixels of one number need not touch.
 */
public final class SegmentMap {
    private final int width;
    private final int height;
    private final int[] numbers;

    /**
     * A map of one segment, number 0.
     *
     * @param width columns, at least 1
     * @param height rows, at least 1
     */
    public SegmentMap(final int width, final int height) {
        this.width = width;
        this.height = height;
        this.numbers = new int[Math.multiplyExact(width, height)];
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
     * The numbers themselves, not a copy.
     *
     * @return width x height values, row-major
     */
    public int[] numbers() {
        return numbers;
    }

    /**
     * The boundary between the segments as the Berkeley benchmark draws it, one pixel thin: a pixel whose segment is not
     * that of its right, lower or lower right neighbour. Neighbours outside the picture count as equal.
     *
     * @return width x height values, row-major
     */
    public boolean[] boundary() {
        final boolean[] boundary = new boolean[numbers.length];
        for (int y = 0; y < height; y++) {
            final int below = y + 1 < height ? width : 0;
            for (int x = 0; x < width; x++) {
                final int i = y * width + x;
                final int right = x + 1 < width ? 1 : 0;
                final int own = numbers[i];
                boundary[i] =
                        numbers[i + right] != own || numbers[i + below] != own || numbers[i + below + right] != own;
            }
        }
        return boundary;
    }

    /**
     * The same segments at another size: pixel (x, y) takes the nearest one by centres, column
     * {@code floor((x + 0.5) * width / newWidth)} and the row likewise.
     *
     * @param newWidth columns, at least 1
     * @param newHeight rows, at least 1
     * @return this map if it has that size
     */
    public SegmentMap stretched(final int newWidth, final int newHeight) {
        if (newWidth == width && newHeight == height) {
            return this;
        }
        final SegmentMap map = new SegmentMap(newWidth, newHeight);
        for (int y = 0, i = 0; y < newHeight; y++) {
            final int row = (int) ((2L * y + 1) * height / (2L * newHeight)) * width;
            for (int x = 0; x < newWidth; x++, i++) {
                map.numbers[i] = numbers[row + (int) ((2L * x + 1) * width / (2L * newWidth))];
            }
        }
        return map;
    }
}
