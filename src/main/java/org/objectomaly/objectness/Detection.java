package org.objectomaly.objectness;

/**
 * An object that a detector found: its box, and how its mask is mixed from prototypes.
 *
 * @param left column at which the box begins
 * @param top row at which it begins
 * @param right column at which it ends
 * @param bottom row at which it ends
 * @param score how sure the detector is, 0 to 1
 * @param coefficients one factor a prototype
 */
public record Detection(float left, float top, float right, float bottom, float score, float[] coefficients) {
    /**
     * A detection whose box is given by its middle and its sides.
     *
     * @param x column of the middle
     * @param y row of the middle
     * @param width of the box
     * @param height of the box
     * @param score 0 to 1
     * @param coefficients one factor a prototype
     * @return the detection
     */
    public static Detection around(
            final float x,
            final float y,
            final float width,
            final float height,
            final float score,
            final float... coefficients) {
        return new Detection(x - width / 2, y - height / 2, x + width / 2, y + height / 2, score, coefficients);
    }

    /**
     * The same object in another box.
     *
     * @param newLeft column at which it begins
     * @param newTop row at which it begins
     * @param newRight column at which it ends
     * @param newBottom row at which it ends
     * @return score and coefficients of this detection, in that box
     */
    public Detection in(final float newLeft, final float newTop, final float newRight, final float newBottom) {
        return new Detection(newLeft, newTop, newRight, newBottom, score, coefficients);
    }

    /**
     * How much two boxes are the same.
     *
     * @param other any detection
     * @return intersection over union of the boxes, 0 to 1; NaN for two empty boxes
     */
    public float overlap(final Detection other) {
        final float width = Math.max(0, Math.min(right, other.right) - Math.max(left, other.left));
        final float height = Math.max(0, Math.min(bottom, other.bottom) - Math.max(top, other.top));
        final float common = width * height;
        return common / (area() + other.area() - common);
    }

    private float area() {
        return (right - left) * (bottom - top);
    }
}
