package org.objectomaly.golden;

import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;

/**
 * OASC and MBP written down step by step from the golden README, pixel by pixel and mask by mask: slow, plain, and bit
 * for bit the reference up to the averaged contours. The fast forms are measured against it.
 */
public final class PlainRefinement {
    private static final float[] KERNEL = {
        0.004433047957718372f,
        0.05400558188557625f,
        0.24203622341156006f,
        0.3990502655506134f,
        0.24203622341156006f,
        0.05400558188557625f,
        0.004433047957718372f
    };

    /** Masks in the order in which they are painted. */
    public final int[] order;

    /** Mean of every mask, in painting order; NaN for empty ones. */
    public final float[] means;

    /** A1. */
    public final float[] calibrated;

    /** Laplacian of A1. */
    public final float[] laplacian;

    /** A1 with averaged contours. */
    public final float[] averaged;

    /** A. */
    public final float[] refined;

    private final int width;
    private final int height;

    /**
     * Computes every step.
     *
     * @param map A0, row-major
     * @param width its columns
     * @param height its rows
     * @param masks each {@code [maskHeight,maskWidth]}, 0 outside
     * @param maskWidth columns of a mask
     * @param maskHeight rows of a mask
     * @param smallOnTop true for the paper's order
     */
    public PlainRefinement(
            final float[] map,
            final int width,
            final int height,
            final byte[][] masks,
            final int maskWidth,
            final int maskHeight,
            final boolean smallOnTop) {
        this.width = width;
        this.height = height;
        final int[] areas = Arrays.stream(masks)
                .mapToInt(mask -> (int) IntStream.range(0, mask.length)
                        .filter(i -> mask[i] != 0)
                        .count())
                .toArray();
        final Comparator<Integer> byArea = Comparator.comparingInt(m -> areas[m]);
        order = IntStream.range(0, masks.length)
                .boxed()
                .sorted(smallOnTop ? byArea.reversed() : byArea)
                .mapToInt(m -> m)
                .toArray();
        means = new float[masks.length];
        calibrated = map.clone();
        for (int p = 0; p < order.length; p++) {
            means[p] = paint(map, resized(masks[order[p]], maskWidth, maskHeight));
        }
        laplacian = laplacian();
        averaged = averaged();
        refined = blurred();
    }

    private byte[] resized(final byte[] mask, final int maskWidth, final int maskHeight) {
        final byte[] resized = new byte[width * height];
        final double across = 1 / ((double) width / maskWidth);
        final double down = 1 / ((double) height / maskHeight);
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                final int sx = Math.min((int) Math.floor(x * across), maskWidth - 1);
                final int sy = Math.min((int) Math.floor(y * down), maskHeight - 1);
                resized[y * width + x] = mask[sy * maskWidth + sx];
            }
        }
        return resized;
    }

    private float paint(final float[] map, final byte[] mask) {
        final float[] inside = new float[mask.length];
        int count = 0;
        for (int i = 0; i < mask.length; i++) {
            if (mask[i] != 0) {
                inside[count++] = map[i];
            }
        }
        if (count == 0) {
            return Float.NaN;
        }
        final float mean = PairwiseSum.of(inside, count) / count;
        for (int i = 0; i < mask.length; i++) {
            calibrated[i] = mask[i] != 0 ? mean : calibrated[i];
        }
        return mean;
    }

    private float[] laplacian() {
        final float[] result = new float[calibrated.length];
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                float sum = at(calibrated, x, y - 1);
                sum += at(calibrated, x - 1, y);
                sum += -4 * at(calibrated, x, y);
                sum += at(calibrated, x + 1, y);
                sum += at(calibrated, x, y + 1);
                result[y * width + x] = sum;
            }
        }
        return result;
    }

    private float[] averaged() {
        final float[] result = calibrated.clone();
        for (int y = 1; y < height - 1; y++) {
            for (int x = 1; x < width - 1; x++) {
                final float[] flat = new float[9];
                int count = 0;
                for (int n = 0; n < 9; n++) {
                    final int at = (y + n / 3 - 1) * width + x + n % 3 - 1;
                    if (laplacian[at] == 0) {
                        flat[count++] = calibrated[at];
                    }
                }
                if (laplacian[y * width + x] > 0 && count > 0) {
                    result[y * width + x] = PairwiseSum.of(flat, count) / count;
                }
            }
        }
        return result;
    }

    private float[] blurred() {
        final float[] along = new float[averaged.length];
        final float[] result = new float[averaged.length];
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                for (int k = -3; k <= 3; k++) {
                    along[y * width + x] += KERNEL[k + 3] * at(averaged, x + k, y);
                }
            }
        }
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                for (int k = -3; k <= 3; k++) {
                    result[y * width + x] += KERNEL[k + 3] * at(along, x, y + k);
                }
            }
        }
        return result;
    }

    private float at(final float[] map, final int x, final int y) {
        return map[reflected(y, height) * width + reflected(x, width)];
    }

    private static int reflected(final int i, final int size) {
        if (size == 1) {
            return 0;
        }
        final int period = 2 * size - 2;
        final int at = Math.floorMod(i, period);
        return at < size ? at : period - at;
    }
}
