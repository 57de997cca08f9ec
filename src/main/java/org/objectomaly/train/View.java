package org.objectomaly.train;

import java.util.SplittableRandom;

/**
 * Where a sample looks in its picture: a window that is flipped, turned, enlarged or reduced.
 *
 * <p>Beyond the picture its mirror image follows, and the mirror image of its segments, so that the truth holds in the
 * whole window, however little of the picture is left by a reduction.
 *
 * @param scale pixels of the sample a pixel of the picture
 * @param xx columns of the picture a column of the sample
 * @param xy columns of the picture a row of the sample
 * @param yx rows of the picture a column of the sample
 * @param yy rows of the picture a row of the sample
 * @param x column of the picture at the middle of the sample
 * @param y row of the picture at the middle of the sample
 */
record View(double scale, double xx, double xy, double yx, double yy, double x, double y) {
    private static final double SMALLEST = 0.5;
    private static final double LARGEST = 1.5;
    /** Free turning to either side, in degrees. */
    private static final double TURN = 12;

    static View random(
            final SplittableRandom random,
            final BoundarySource.Entry entry,
            final int width,
            final int height,
            final boolean isUpright) {
        final double scale = SMALLEST * Math.pow(LARGEST / SMALLEST, random.nextDouble());
        final double flip = random.nextBoolean() ? -1 : 1;
        final double turn = Math.toRadians((2 * random.nextDouble() - 1) * TURN);
        final double angle = turn + (isUpright ? 0 : random.nextInt(4)) * Math.PI / 2;
        final double xx = flip * Math.cos(angle) / scale;
        final double xy = -Math.sin(angle) / scale;
        final double yx = flip * Math.sin(angle) / scale;
        final double yy = Math.cos(angle) / scale;
        return new View(
                scale,
                xx,
                xy,
                yx,
                yy,
                middle(
                        random,
                        (Math.abs(xx) * width + Math.abs(xy) * height) / 2,
                        entry.rgb().cols()),
                middle(
                        random,
                        (Math.abs(yx) * width + Math.abs(yy) * height) / 2,
                        entry.rgb().rows()));
    }

    /** Anywhere as long as the window lies in the picture; of a larger window, so that the picture lies in it. */
    private static double middle(final SplittableRandom random, final double half, final int length) {
        final double one = Math.min(half, length);
        final double other = Math.max(0, length - half);
        return one + random.nextDouble() * (other - one) - 0.5;
    }

    /** The 2 x 3 matrix from places in the sample, with a margin on each side, to places in the picture. */
    double[] matrix(final int width, final int height, final int margin) {
        final double midX = margin + (width - 1) / 2.0;
        final double midY = margin + (height - 1) / 2.0;
        return new double[] {xx, xy, x - xx * midX - xy * midY, yx, yy, y - yx * midX - yy * midY};
    }
}
