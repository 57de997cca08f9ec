package org.objectomaly.golden;

import java.util.Random;
import org.objectomaly.image.MaskSet;
import org.objectomaly.image.Region;

/** Masks for tests: plain arrays and the runs of the program. */
public final class TestMasks {
    private TestMasks() {}

    /**
     * Turns plain masks into runs.
     *
     * @param masks each {@code [height,width]}, 0 outside
     * @param width columns
     * @param height rows
     * @param covers region of the map under the grid; null for all of it
     * @return the same masks
     */
    public static MaskSet runs(final byte[][] masks, final int width, final int height, final Region covers) {
        final MaskSet set = new MaskSet();
        set.reset(width, height, covers);
        for (final byte[] mask : masks) {
            for (int y = 0; y < height; y++) {
                for (int x = 0; x < width; x++) {
                    final int from = x;
                    while (x < width && mask[y * width + x] != 0) {
                        x++;
                    }
                    if (x > from) {
                        set.run(y, from, x);
                    }
                }
            }
            set.endMask();
        }
        return set;
    }

    /**
     * Random overlapping shapes: rectangles, ellipses, and dust of single pixels.
     *
     * @param random source of the shapes
     * @param count how many
     * @param width columns
     * @param height rows
     * @return masks, each {@code [height,width]} of 0 and 1
     */
    public static byte[][] random(final Random random, final int count, final int width, final int height) {
        final byte[][] masks = new byte[count][width * height];
        for (final byte[] mask : masks) {
            final int kind = random.nextInt(3);
            final double cx = random.nextDouble() * width;
            final double cy = random.nextDouble() * height;
            final double rx = 1 + random.nextDouble() * random.nextDouble() * width / 2;
            final double ry = 1 + random.nextDouble() * random.nextDouble() * height / 2;
            for (int i = 0; i < mask.length; i++) {
                final double dx = Math.abs(i % width - cx) / rx;
                final double dy = Math.abs(i / width - cy) / ry;
                final boolean inside =
                        switch (kind) {
                            case 0 -> dx < 1 && dy < 1;
                            case 1 -> dx * dx + dy * dy < 1;
                            default -> dx * dx + dy * dy < 1 && random.nextInt(3) == 0;
                        };
                mask[i] = (byte) (inside ? 1 : 0);
            }
        }
        return masks;
    }

    /**
     * Random scores.
     *
     * @param random source of the scores
     * @param count how many
     * @return values in [0,1)
     */
    public static float[] scores(final Random random, final int count) {
        final float[] scores = new float[count];
        for (int i = 0; i < count; i++) {
            scores[i] = random.nextFloat();
        }
        return scores;
    }
}
