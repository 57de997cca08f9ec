package org.objectomaly.image;

/**
 * A rectangle of pixels.
 *
 * @param x first column
 * @param y first row
 * @param width columns, 0 or more
 * @param height rows, 0 or more
 */
public record Region(int x, int y, int width, int height) {
    /**
     * The region that covers a whole picture.
     *
     * @param width columns
     * @param height rows
     * @return the rectangle from the origin
     */
    public static Region whole(final int width, final int height) {
        return new Region(0, 0, width, height);
    }

    /**
     * Whether no pixel lies inside.
     *
     * @return true for a width or height of 0
     */
    public boolean isEmpty() {
        return width <= 0 || height <= 0;
    }

    /**
     * The smallest region that holds this one and another.
     *
     * @param other any region, an empty one adds nothing
     * @return the enclosing rectangle
     */
    public Region union(final Region other) {
        if (isEmpty()) {
            return other;
        }
        if (other.isEmpty()) {
            return this;
        }
        final int left = Math.min(x, other.x);
        final int top = Math.min(y, other.y);
        final int right = Math.max(x + width, other.x + other.width);
        final int bottom = Math.max(y + height, other.y + other.height);
        return new Region(left, top, right - left, bottom - top);
    }
}
