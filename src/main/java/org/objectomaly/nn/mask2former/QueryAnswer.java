package org.objectomaly.nn.mask2former;

import org.bytedeco.pytorch.Tensor;

/**
 * What the network says of pictures, in single precision.
 *
 * @param logits {@code [B,Q,K+1]}: of each query the classes, and last "no object"
 * @param masks {@code [B,Q,H/4,W/4]}: logits of each query's mask
 */
public record QueryAnswer(Tensor logits, Tensor masks) {
    /** Pixels that the network saw for each one of a mask. */
    private static final int STRIDE = 4;

    /**
     * The answer to one of the pictures.
     *
     * @param number of the picture, from 0
     * @param fit how it lay in what the network saw
     * @return maps of the picture's size
     */
    public QueryMaps maps(final int number, final PaddedPicture fit) {
        return new QueryMaps(logits.select(0, number), masks.select(0, number), STRIDE, fit);
    }
}
