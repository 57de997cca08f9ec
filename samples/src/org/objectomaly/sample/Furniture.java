package org.objectomaly.sample;

/** What ordinarily stands along a street: lamps, signs, bins, posts, low walls. */
final class Furniture {
    private static final double[] FOOT = {0, -0.1, 0};

    private Furniture() {}

    /** A lamp whose arm reaches towards -x. */
    static Model lamp() {
        final double[] top = {0, 6.4, 0};
        final double[] bend = {-0.5, 6.9, 0};
        final double[] end = {-1.5, 7.0, 0};
        final Shape shape = (x, y, z) -> {
            double d = Shape.limb(x, y, z, FOOT, top, 0.085, 0.05);
            d = Math.min(d, Shape.limb(x, y, z, FOOT, new double[] {0, 1.1, 0}, 0.11, 0.1));
            d = Math.min(d, Shape.limb(x, y, z, top, bend, 0.05, 0.04));
            d = Math.min(d, Shape.limb(x, y, z, bend, end, 0.04, 0.035));
            return Math.min(d, Shape.ellipsoid(x + 1.65, y - 6.99, z, 0.36, 0.07, 0.13));
        };
        return Solid.still(new Bounds(-2.05, 0, -0.16, 0.16, 7.15, 0.16), 0.05, shape, (x, y, z, footprint, s) -> {
            s.grey(0.16 * (0.7 + 0.5 * Noise.cloud(x * 20, y * 3, 3, footprint * 8)));
            s.gloss = 0.02;
        });
    }

    /** A round sign on a pole, its face towards -z; red ring or blue disc. */
    static Model sign(final boolean blue) {
        final Shape shape = (x, y, z) -> {
            final double pole = Shape.limb(x, y, z, FOOT, new double[] {0, 2.75, 0}, 0.035, 0.035);
            return Math.min(pole, Shape.wheel(z + 0.05, y - 2.45, x, 0.31, 0.018, 0.008));
        };
        return Solid.still(new Bounds(-0.36, 0, -0.12, 0.36, 2.85, 0.1), 0.03, shape, (x, y, z, footprint, s) -> {
            final double r = Math.hypot(x, y - 2.45);
            s.grey(0.2);
            if (z < -0.045 && r < 0.305) {
                if (blue) {
                    s.colour(0.02, 0.09, 0.36);
                    s.cover(0.6, 0.6, 0.6, Math.abs(x) < 0.045 && Math.abs(y - 2.44) < 0.17 || r > 0.285 ? 0.9 : 0);
                } else {
                    final boolean ring = r > 0.235;
                    s.colour(ring ? 0.42 : 0.62, ring ? 0.025 : 0.62, ring ? 0.02 : 0.6);
                    final boolean figure = Math.abs(Math.abs(x) - 0.075) < 0.05 && Math.abs(y - 2.45) < 0.1;
                    s.cover(0.03, 0.03, 0.03, figure ? 0.9 : 0);
                }
            }
        });
    }

    static Model bin() {
        final Shape shape = (x, y, z) -> Math.min(
                Shape.box(x, y - 0.48, z, 0.27 + 0.05 * y, 0.42, 0.31, 0.05),
                Shape.box(x, y - 0.95, z - 0.02, 0.33, 0.06, 0.37, 0.04));
        return Solid.still(new Bounds(-0.4, 0, -0.42, 0.4, 1.06, 0.42), 0.03, shape, (x, y, z, footprint, s) -> {
            s.grey(0.035 + 0.03 * Noise.spaceCloud(x * 5, y * 5, z * 5));
            s.gloss = 0.02;
        });
    }

    static Model post() {
        final double[] top = {0, 0.95, 0};
        return Solid.still(
                new Bounds(-0.08, 0, -0.08, 0.08, 1.05, 0.08),
                0.02,
                (x, y, z) -> Shape.limb(x, y, z, FOOT, top, 0.055, 0.05),
                (x, y, z, footprint, s) -> s.grey(y > 0.75 && y < 0.88 ? 0.5 : 0.035));
    }

    /** A garden wall of brick along z with a coping on top. */
    static Model wall(final double length) {
        final Shape shape = (x, y, z) -> Math.min(
                Shape.box(x, y - 0.35, z, 0.1, 0.37, length / 2, 0.01),
                Shape.box(x, y - 0.75, z, 0.14, 0.04, length / 2, 0.01));
        return Solid.still(
                new Bounds(-0.17, 0, -length / 2, 0.17, 0.82, length / 2), 0.06, shape, (x, y, z, footprint, s) -> {
                    final int course = Noise.floor(y / 0.085);
                    final double along = z / 0.25 + 0.5 * (course & 1);
                    final double seen = Noise.clamp(1.4 - footprint * 26);
                    final double mortar = Math.max(
                            Noise.smooth(0.14, 0.07, Noise.fraction(y / 0.085)),
                            Noise.smooth(0.06, 0.03, Noise.fraction(along)));
                    final double tone = (0.6 + 0.7 * Noise.cloud(z, y * 2, 4, footprint * 2))
                            * (1 + 0.5 * seen * (Noise.hash(course, Noise.floor(along)) - 0.5));
                    s.colour(0.25 * tone, 0.135 * tone, 0.09 * tone);
                    s.cover(0.28 * tone, 0.26 * tone, 0.23 * tone, y > 0.71 ? 1 : seen * mortar * 0.6);
                });
    }
}
