package org.objectomaly.nn.sam;

import org.bytedeco.pytorch.Tensor;

/**
 * What a user of SAM points at, B times. At least one of points and boxes is there.
 *
 * @param points {@code [B,N,2]} as x, y in pixels of the encoder's input, or null
 * @param labels {@code [B,N]}: 1 belongs to the object, 0 does not, -1 is no point, 2 and 3 are a box's upper left and
 *     lower right corner; null if there are no points
 * @param boxes {@code [B,4]} as x0, y0, x1, y1 in the same pixels, or null
 * @param masks {@code [B,1,4*grid,4*grid]} logits of an earlier answer, or null
 */
public record Prompts(Tensor points, Tensor labels, Tensor boxes, Tensor masks) {
    /**
     * Points alone.
     *
     * @param points {@code [B,N,2]}
     * @param labels {@code [B,N]}
     * @return B prompts
     */
    public static Prompts ofPoints(final Tensor points, final Tensor labels) {
        return new Prompts(points, labels, null, null);
    }

    /** B. */
    long count() {
        return (points == null ? boxes : points).size(0);
    }
}
