package org.objectomaly.golden;

import org.objectomaly.image.Picture;

/**
 * The bilinear resize of PIL to the last bit: weights of 22 fractional bits, rows first, rounded to bytes between the
 * two passes. The pictures that golden features were made of went through it.
 */
final class PilResize {
    private static final int BITS = 22;

    private PilResize() {}

    /** A resized copy of the whole picture. */
    static Picture of(final Picture picture, final int height, final int width) {
        byte[] rgb = new byte[3 * picture.width() * picture.height()];
        picture.rgb().get(rgb);
        rgb = resample(rgb, picture.height(), picture.width(), width, 3, 3 * picture.width(), 3, 3 * width);
        rgb = resample(rgb, width, picture.height(), height, 3 * width, 3, 3 * width, 3);
        final Picture resized = new Picture(width, height);
        resized.rgb().put(rgb);
        return resized;
    }

    /** Resamples {@code lines} lines of {@code from} pixels to {@code to}; steps are distances in bytes. */
    private static byte[] resample(
            final byte[] in,
            final int lines,
            final int from,
            final int to,
            final int inStep,
            final int inLine,
            final int outStep,
            final int outLine) {
        if (from == to) {
            return in;
        }
        final byte[] out = new byte[3 * lines * to];
        final double scale = (double) from / to;
        final double reach = Math.max(1, scale);
        for (int i = 0; i < to; i++) {
            final double centre = (i + 0.5) * scale;
            final int first = Math.max(0, (int) (centre - reach + 0.5));
            final int[] weights = weights(first, Math.min(from, (int) (centre + reach + 0.5)), centre, reach);
            for (int line = 0; line < lines; line++) {
                for (int c = 0; c < 3; c++) {
                    int sum = 1 << BITS - 1;
                    for (int k = 0; k < weights.length; k++) {
                        sum += weights[k] * (in[line * inLine + (first + k) * inStep + c] & 0xff);
                    }
                    out[line * outLine + i * outStep + c] = (byte) Math.min(255, Math.max(0, sum >> BITS));
                }
            }
        }
        return out;
    }

    private static int[] weights(final int first, final int end, final double centre, final double reach) {
        final double[] triangle = new double[end - first];
        double sum = 0;
        for (int k = 0; k < triangle.length; k++) {
            triangle[k] = Math.max(0, 1 - Math.abs((first + k - centre + 0.5) * (1 / reach)));
            sum += triangle[k];
        }
        final int[] weights = new int[triangle.length];
        for (int k = 0; k < weights.length; k++) {
            weights[k] = (int) (0.5 + triangle[k] / sum * (1 << BITS));
        }
        return weights;
    }
}
