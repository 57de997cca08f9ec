package org.objectomaly.objectness;

import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.objectomaly.nn.eager.Values;

/** How little masks depend on the threshold: the IoU of the masks at a higher and at a lower one. */
final class Stability {
    private Stability() {}

    /**
     * Scores masks.
     *
     * @param logits {@code [n,h,w]}
     * @param threshold of the mask itself
     * @param offset to the higher and to the lower one
     * @return n scores, 0..1; not a number for a mask that is empty even at the lower threshold
     */
    static float[] of(final Tensor logits, final double threshold, final double offset) {
        final long[] inside = counts(logits, threshold + offset);
        final long[] around = counts(logits, threshold - offset);
        final float[] scores = new float[inside.length];
        for (int i = 0; i < scores.length; i++) {
            scores[i] = (float) inside[i] / around[i];
        }
        return scores;
    }

    private static long[] counts(final Tensor logits, final double threshold) {
        return Values.longs(torch.count_nonzero(logits.gt(new Scalar(threshold)), 1, 2));
    }
}
