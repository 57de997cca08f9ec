package org.objectomaly.objectness;

import java.util.Arrays;
import org.objectomaly.image.MaskSet;

/**
 * One binary mask as runs of a row.
 *
 * @param runs row, first column, one past the last column of each run, in row-major order; not to be changed
 */
public record RunMask(int... runs) {
    /**
     * Reads a mask.
     *
     * @param pixels not 0 inside, row-major
     * @param width columns
     * @param left column of the first pixel on the grid that the mask shall live on
     * @param top row of the first pixel on that grid
     * @return the mask
     */
    public static RunMask of(final byte[] pixels, final int width, final int left, final int top) {
        int[] runs = new int[96];
        int size = 0;
        for (int row = 0; row < pixels.length / width; row++) {
            final int end = (row + 1) * width;
            for (int at = row * width; at < end; at++) {
                if (pixels[at] == 0) {
                    continue;
                }
                final int from = at;
                while (at < end && pixels[at] != 0) {
                    at++;
                }
                if (size == runs.length) {
                    runs = Arrays.copyOf(runs, 2 * size);
                }
                runs[size++] = top + row;
                runs[size++] = left + from - row * width;
                runs[size++] = left + at - row * width;
            }
        }
        return new RunMask(Arrays.copyOf(runs, size));
    }

    /**
     * Reads a mask of one bit a pixel.
     *
     * @param words bit b of word w of a row is its column 32 w + b; rows follow each other, behind the last column lie zeros
     * @param first word of the mask
     * @param wordsOfRow words of each row
     * @param rows rows of the mask
     * @param left column of the first pixel on the grid that the mask shall live on
     * @param top row of the first pixel on that grid
     * @return the mask
     */
    static RunMask ofBits(
            final int[] words, final int first, final int wordsOfRow, final int rows, final int left, final int top) {
        int[] runs = new int[96];
        int size = 0;
        for (int row = 0; row < rows; row++) {
            boolean inside = false;
            for (int w = 0; w < wordsOfRow; w++) {
                final int word = words[first + row * wordsOfRow + w];
                // Where a pixel differs from the one before it, a run begins or ends.
                int changes = word ^ (word << 1 | (inside ? 1 : 0));
                for (; changes != 0; changes &= changes - 1) {
                    if (size + 2 >= runs.length) {
                        runs = Arrays.copyOf(runs, 2 * size);
                    }
                    if (!inside) {
                        runs[size++] = top + row;
                    }
                    runs[size++] = left + Integer.SIZE * w + Integer.numberOfTrailingZeros(changes);
                    inside = !inside;
                }
            }
            if (inside) {
                runs[size++] = left + Integer.SIZE * wordsOfRow;
            }
        }
        return new RunMask(Arrays.copyOf(runs, size));
    }

    /**
     * Pixels inside.
     *
     * @return their number
     */
    public int area() {
        int area = 0;
        for (int i = 0; i < runs.length; i += 3) {
            area += runs[i + 2] - runs[i + 1];
        }
        return area;
    }

    /**
     * The smallest box around it.
     *
     * @return its edges; zeros for a mask of no pixel
     */
    public MaskBox box() {
        if (runs.length == 0) {
            return new MaskBox(0, 0, 0, 0);
        }
        int left = Integer.MAX_VALUE;
        int right = 0;
        for (int i = 0; i < runs.length; i += 3) {
            left = Math.min(left, runs[i + 1]);
            right = Math.max(right, runs[i + 2] - 1);
        }
        return new MaskBox(left, runs[0], right, runs[runs.length - 3]);
    }

    /**
     * Draws the mask.
     *
     * @param height rows of the grid
     * @param width columns of the grid
     * @return 1 inside and 0 outside, row-major
     */
    public byte[] pixels(final int height, final int width) {
        final byte[] pixels = new byte[height * width];
        for (int i = 0; i < runs.length; i += 3) {
            Arrays.fill(pixels, runs[i] * width + runs[i + 1], runs[i] * width + runs[i + 2], (byte) 1);
        }
        return pixels;
    }

    /**
     * Adds the mask to a set.
     *
     * @param masks over the same grid
     */
    public void addTo(final MaskSet masks) {
        for (int i = 0; i < runs.length; i += 3) {
            masks.run(runs[i], runs[i + 1], runs[i + 2]);
        }
        masks.endMask();
    }

    @Override
    public boolean equals(final Object other) {
        return other instanceof RunMask mask && Arrays.equals(runs, mask.runs);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(runs);
    }

    @Override
    public String toString() {
        return "mask of " + area() + " pixels in " + box();
    }
}
