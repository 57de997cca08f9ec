package org.objectomaly.sample;

/** Trees, in two parts (wood and leaves), and hedges. */
final class Plants {
    private Plants() {}

    /** Trunk and boughs of a street tree whose crown {@link #crown} makes. */
    static Model trunk(final int number, final double height) {
        final double fork = height * 0.4;
        final double lean = 0.25 * (Noise.hash(number, 1) - 0.5);
        final double[] foot = {0, -0.1, 0};
        final double[] top = {lean, fork, 0};
        final double[][] boughs = new double[5][];
        for (int i = 0; i < boughs.length; i++) {
            final double turn = 1.3 * i + 6 * Noise.hash(number, 10 + i);
            final double out = height * (0.05 + 0.05 * Noise.hash(number, 20 + i));
            boughs[i] = new double[] {lean + out * Math.cos(turn), height * 0.6, out * Math.sin(turn)};
        }
        final Shape wood = (x, y, z) -> {
            double d = Shape.limb(x, y, z, foot, top, 0.19, 0.13);
            d = Shape.blend(d, Shape.sphere(x, (y + 0.05) * 1.6, z, 0.26), 0.2);
            for (final double[] bough : boughs) {
                d = Shape.blend(d, Shape.limb(x, y, z, top, bough, 0.09, 0.03), 0.06);
            }
            return d;
        };
        final double wide = height * 0.1 + 0.12;
        return Solid.still(
                new Bounds(-wide, 0, -wide, wide, height * 0.62, wide), 0.06, wood, (x, y, z, footprint, s) -> {
                    final double bark = Noise.cloud(Math.atan2(z, x) * 7 + y * 0.6, y * 4, 4, footprint * 6);
                    final double tone = 0.45 + bark;
                    s.colour(0.085 * tone, 0.07 * tone, 0.054 * tone);
                    s.cover(0.06, 0.075, 0.035, 0.5 * Noise.smooth(1.2, 0, y));
                    s.open *= Noise.smooth(height * 0.75, height * 0.3, y) * 0.8 + 0.2;
                });
    }

    static Model crown(final int number, final double height, final double... colour) {
        final int blobs = 19;
        final double[][] blob = new double[blobs][];
        for (int i = 0; i < blobs; i++) {
            final double turn = 2.4 * i + 2 * Noise.hash(number, 30 + i);
            final double up = (i + 0.5) / blobs;
            final double out = height * 0.235 * Math.sqrt(Math.max(0.05, 1 - Math.pow(2 * up - 0.75, 2)));
            final double reach = out * (0.35 + 0.65 * Noise.hash(number, 60 + i));
            blob[i] = new double[] {
                reach * Math.cos(turn),
                height * (0.42 + 0.44 * up),
                reach * Math.sin(turn),
                height * (0.072 + 0.07 * Noise.hash(number, 90 + i))
            };
        }
        final Shape outline = (x, y, z) -> {
            double d = 9;
            for (final double[] b : blob) {
                d = Shape.blend(d, Shape.sphere(x - b[0], (y - b[1]) * 1.15, z - b[2], b[3]), 0.16);
            }
            return (d
                            + 0.9 * (Noise.space(x * 1.7 + number, y * 1.7, z * 1.7) - 0.55)
                            + 0.35 * (Noise.space(x * 4.1, y * 4.1, z * 4.1 + number) - 0.5))
                    * 0.68;
        };
        final double wide = height * 0.42;
        return new Foliage(
                new Bounds(-wide, height * 0.27, -wide, wide, height * 1.03, wide), 0.16, outline, 0.045, 0.62, colour);
    }

    static Model hedge(final int number, final double length, final double height, final double... colour) {
        final Shape outline = (x, y, z) -> (Shape.box(x, y - height / 2, z, 0.42, height / 2, length / 2 - 0.1, 0.16)
                        + 0.32 * (Noise.space(x * 2 + number, y * 2.2, z * 1.6) - 0.5))
                * 0.8;
        return new Foliage(
                new Bounds(-0.62, 0, -length / 2, 0.62, height + 0.2, length / 2), 0.09, outline, 0.025, 0.95, colour);
    }
}
