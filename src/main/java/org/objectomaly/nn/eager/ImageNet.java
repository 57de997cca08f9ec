package org.objectomaly.nn.eager;

import org.bytedeco.pytorch.Tensor;
import org.objectomaly.nn.Compute;

/** What networks that begin with ImageNet's statistics see of bytes: as {@code detectron2} and SAM compute it. */
public final class ImageNet {
    /** Of red, green and blue. */
    private static final float[] MEAN = {123.675f, 116.28f, 103.53f};

    private static final float[] DEVIATION = {58.395f, 57.12f, 57.375f};

    private ImageNet() {}

    /**
     * Bytes minus the mean, divided by the deviation.
     *
     * @param bytes {@code [B,3,H,W]}: R, G, B
     * @param compute where the network runs
     * @return the same shape in single precision
     */
    public static Tensor normalised(final Tensor bytes, final Compute compute) {
        final Tensor mean = compute.single(Tensor.create(MEAN, 1, 3, 1, 1));
        final Tensor deviation = compute.single(Tensor.create(DEVIATION, 1, 3, 1, 1));
        return compute.single(bytes).sub(mean).div(deviation);
    }
}
