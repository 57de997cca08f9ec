package org.objectomaly.nn.sam2;

import org.bytedeco.pytorch.LongOptional;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.ScalarTypeOptional;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.objectomaly.nn.sam.MaskDecoder;

/**
 * The choice of one mask for a prompt: the one that the decoder makes for this case, but if its extent depends on the
 * threshold, the best of those of different extent. Numbers from SAM 2's published configurations.
 */
final class DynamicMultimask {
    /** How far the threshold is moved up and down, in logits. */
    private static final double DELTA = 0.05;

    /** Share of the mask that has to stay. */
    private static final double STABLE = 0.98;

    private DynamicMultimask() {}

    /**
     * Chooses.
     *
     * @param logits {@code [B,1+masks,h,w]}: first the one for a single mask
     * @param iou {@code [B,1+masks]}
     * @return one mask for each of the B
     */
    static MaskDecoder.Answer of(final Tensor logits, final Tensor iou) {
        final long others = iou.size(1) - 1;
        final Tensor single = logits.narrow(1, 0, 1);
        final Tensor best =
                iou.narrow(1, 1, others).argmax(new LongOptional(1), true).add(new Scalar(1));
        final Tensor isStable = stability(single).ge(new Scalar(STABLE));
        final Tensor chosen = torch.where(isStable, new Scalar(0), best).to(ScalarType.Long);
        final Tensor everyPixel = chosen.reshape(-1, 1, 1, 1).expand(-1, 1, logits.size(2), logits.size(3));
        return new MaskDecoder.Answer(logits.gather(1, everyPixel), iou.gather(1, chosen));
    }

    /** {@code [B,1]}: what stays when the threshold rises, as share of what there is when it falls; 1 for nothing. */
    private static Tensor stability(final Tensor single) {
        final Tensor pixels = single.flatten(2, -1);
        final Tensor least = count(pixels.gt(new Scalar(DELTA)));
        final Tensor most = count(pixels.gt(new Scalar(-DELTA)));
        return torch.where(most.gt(new Scalar(0)), least.div(most), new Scalar(1));
    }

    private static Tensor count(final Tensor inside) {
        return inside.sum(new long[] {2}, false, new ScalarTypeOptional(ScalarType.Float));
    }
}
