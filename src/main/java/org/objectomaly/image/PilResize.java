package org.objectomaly.image;

/**
 * The bilinear resize of the Python imaging library to the last bit, which published networks were trained behind: a
 * triangle as wide as the pixels it shrinks, weights of 22 fractional bits, rows first, rounded to bytes between the two
 * passes.
 */
public final class PilResize {
    private static final int BITS = 22;

    private PilResize() {}

    /**
     * Resizes a part of a picture.
     *
     * @param picture of any size
     * @param region the part
     * @param height rows of the result
     * @param width columns of the result
     * @return a new picture; the caller's to close
     */
    public static Picture of(final Picture picture, final Region region, final int height, final int width) {
        final byte[] rows = new byte[3 * region.width() * region.height()];
        for (int y = 0; y < region.height(); y++) {
            final long at = (long) (region.y() + y) * picture.stride() + 3L * region.x();
            picture.rgb().position(at).get(rows, 3 * region.width() * y, 3 * region.width());
        }
        picture.rgb().position(0);
        final byte[] across = resample(rows, new Lines(region.height(), region.width(), width, 3, 3 * region.width()));
        final Lines down = new Lines(width, region.height(), height, 3 * width, 3);
        final Picture resized = new Picture(width, height);
        resized.rgb().put(resample(across, down));
        return resized;
    }

    /** So many lines of {@code from} pixels become as many of {@code to}; distances in bytes. */
    private record Lines(int count, int from, int to, int step, int inLine) {
        /** Of the result: along rows its lines are as long as the result is, along columns they stay side by side. */
        int outLine() {
            return step == 3 ? 3 * to : inLine;
        }
    }

    private static byte[] resample(final byte[] in, final Lines lines) {
        if (lines.from == lines.to) {
            return in;
        }
        final byte[] out = new byte[3 * lines.count * lines.to];
        final double scale = (double) lines.from / lines.to;
        final double reach = Math.max(1, scale);
        for (int i = 0; i < lines.to; i++) {
            final double centre = (i + 0.5) * scale;
            final int first = Math.max(0, (int) (centre - reach + 0.5));
            final int end = Math.min(lines.from, (int) (centre + reach + 0.5));
            final int[] weights = weights(first, end, centre, reach);
            for (int line = 0; line < lines.count; line++) {
                pixel(
                        in,
                        line * lines.inLine + first * lines.step,
                        lines.step,
                        weights,
                        out,
                        line * lines.outLine() + i * lines.step);
            }
        }
        return out;
    }

    private static void pixel(
            final byte[] in, final int from, final int step, final int[] weights, final byte[] out, final int to) {
        for (int c = 0; c < 3; c++) {
            int sum = 1 << BITS - 1;
            for (int k = 0; k < weights.length; k++) {
                sum += weights[k] * (in[from + k * step + c] & 0xff);
            }
            out[to + c] = (byte) Math.min(255, Math.max(0, sum >> BITS));
        }
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
