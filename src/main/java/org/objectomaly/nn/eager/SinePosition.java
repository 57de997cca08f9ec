package org.objectomaly.nn.eager;

import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;
import org.objectomaly.nn.Compute;

/**
 * A place in maps as sines and cosines of fixed frequencies (Carion et al. 2020, DETR): the first half of the channels
 * tells the row, the second half the column.
 */
public final class SinePosition {
    private static final double TEMPERATURE = 10_000;
    private static final double EPS = 1e-6;

    private SinePosition() {}

    /**
     * Encodes all pixels of maps.
     *
     * @param compute where
     * @param channels of the encoding, divisible by four
     * @param height rows
     * @param width columns
     * @return {@code [1,C,H,W]} in single precision
     */
    public static Tensor of(final Compute compute, final int channels, final int height, final int width) {
        try (Scope scope = new Scope()) {
            final Tensor rows = line(compute, channels / 2, height)
                    .reshape(1, height, 1, channels / 2)
                    .expand(1, height, width, -1);
            final Tensor columns = line(compute, channels / 2, width)
                    .reshape(1, 1, width, channels / 2)
                    .expand(1, height, width, -1);
            return scope.keep(torch.cat(new TensorVector(rows, columns), 3).permute(0, 3, 1, 2));
        }
    }

    /** {@code [length,channels]}: of each two channels a sine and a cosine of one frequency. */
    private static Tensor line(final Compute compute, final int channels, final int length) {
        final float[] angles = new float[length * channels / 2];
        for (int i = 0; i < angles.length; i++) {
            final int pair = i % (channels / 2);
            final double turn = 2 * Math.PI * (i / (channels / 2) + 1) / (length + EPS);
            angles[i] = (float) (turn / Math.pow(TEMPERATURE, 2.0 * pair / channels));
        }
        final Tensor angle = compute.single(Tensor.create(angles, length, channels / 2));
        return torch.stack(new TensorVector(angle.sin(), angle.cos()), 2).reshape(length, channels);
    }
}
