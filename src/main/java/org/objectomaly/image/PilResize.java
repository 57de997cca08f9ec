package org.objectomaly.image;

import org.bytedeco.javacpp.BytePointer;

/**
 * The bilinear resize of the Python imaging library to the last bit, which published networks were trained behind: a
 * triangle as wide as the pixels it shrinks, weights of 22 fractional bits, rows first, rounded to bytes between the two
 * passes.
 */
public final class PilResize {
    private static final int BITS = PilAxis.BITS;

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
        // A pointer of our own: others may be reading the picture, too.
        final BytePointer pixels = picture.rgb().getPointer(0);
        final byte[] rows = new byte[3 * region.width() * region.height()];
        for (int y = 0; y < region.height(); y++) {
            final long at = (long) (region.y() + y) * picture.stride() + 3L * region.x();
            pixels.position(at).get(rows, 3 * region.width() * y, 3 * region.width());
        }
        final byte[] across = resample(rows, new Lines(region.height(), region.width(), width, 3, 3 * region.width()));
        final Lines down = new Lines(width, region.height(), height, 3 * width, 3);
        final Picture resized = new Picture(width, height);
        resized.overwrite().put(resample(across, down));
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
        final PilAxis axis = PilAxis.of(lines.from, lines.to);
        for (int i = 0; i < lines.to; i++) {
            for (int line = 0; line < lines.count; line++) {
                pixel(
                        in,
                        line * lines.inLine + axis.firsts()[i] * lines.step,
                        lines.step,
                        axis,
                        i,
                        out,
                        line * lines.outLine() + i * lines.step);
            }
        }
        return out;
    }

    private static void pixel(
            final byte[] in,
            final int from,
            final int step,
            final PilAxis axis,
            final int i,
            final byte[] out,
            final int to) {
        final int[] weights = axis.weights();
        for (int c = 0; c < 3; c++) {
            int sum = 1 << BITS - 1;
            for (int k = 0; k < axis.counts()[i]; k++) {
                sum += weights[i * axis.most() + k] * (in[from + k * step + c] & 0xff);
            }
            out[to + c] = (byte) Math.min(255, Math.max(0, sum >> BITS));
        }
    }
}
