package org.objectomaly.objectness;

import org.objectomaly.image.Region;

/**
 * The box around a mask, both ends belonging to it.
 *
 * @param x0 first column
 * @param y0 first row
 * @param x1 last column
 * @param y1 last row
 */
public record MaskBox(int x0, int y0, int x1, int y1) {
    private static final int TOLERANCE = 20;

    /**
     * Whether the mask was probably cut off: it ends near an edge of the part it was found in, where the picture goes on.
     *
     * @param crop the part
     * @param width columns of the picture
     * @param height rows of the picture
     * @return true if any of its sides lies within 20 pixels of such an edge
     */
    public boolean endsAtEdgeOf(final Region crop, final int width, final int height) {
        return isCut(x0, crop.x(), 0)
                || isCut(y0, crop.y(), 0)
                || isCut(x1, crop.x() + crop.width(), width)
                || isCut(y1, crop.y() + crop.height(), height);
    }

    private static boolean isCut(final int side, final int ofCrop, final int ofPicture) {
        return Math.abs(side - ofCrop) <= TOLERANCE && Math.abs(side - ofPicture) > TOLERANCE;
    }

    /**
     * How much two boxes overlap, in single precision as the reference computes it; the last column and row count as the
     * box's edge.
     *
     * @param other any box
     * @return 0..1; not a number if both have no area
     */
    public float iou(final MaskBox other) {
        final float width = Math.max(0, Math.min(x1, other.x1) - Math.max(x0, other.x0));
        final float height = Math.max(0, Math.min(y1, other.y1) - Math.max(y0, other.y0));
        final float shared = width * height;
        return shared / (area() + other.area() - shared);
    }

    private float area() {
        return (float) (x1 - x0) * (y1 - y0);
    }
}
