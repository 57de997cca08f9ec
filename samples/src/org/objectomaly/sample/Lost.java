package org.objectomaly.sample;

/** What has no business on a road and does not live: furniture, cargo, rock. */
final class Lost {
    private Lost() {}

    /** Two metres of sofa, its back against -z. */
    static Model sofa() {
        final Shape shape = (x, y, z) -> {
            final double side = Math.abs(x);
            double d = Shape.box(x, y - 0.24, z, 0.98, 0.15, 0.42, 0.05);
            d = Math.min(d, Shape.box(x, y - 0.52, z + 0.36 - 0.12 * (y - 0.5), 0.97, 0.36, 0.12, 0.09));
            d = Math.min(d, Shape.box(side - 0.88, y - 0.38, z, 0.13, 0.27, 0.44, 0.1));
            final double sag = 0.03 * Math.cos(side * 3.4);
            d = Math.min(d, Shape.box(side - 0.385, y - 0.42 + sag, z - 0.06, 0.37, 0.085, 0.36, 0.07));
            d = Math.min(d, Shape.box(side - 0.385, y - 0.66, z + 0.2 - 0.2 * (y - 0.6), 0.35, 0.19, 0.09, 0.08));
            final double foot = Shape.box(side - 0.88, y - 0.05, Math.abs(z) - 0.34, 0.035, 0.06, 0.035, 0.01);
            return Math.min(d, foot) + 0.012 * (Noise.space(x * 6, y * 6, z * 6) - 0.5);
        };
        return Solid.still(new Bounds(-1.06, 0, -0.6, 1.06, 0.95, 0.5), 0.025, shape, (x, y, z, footprint, s) -> {
            final double weave = 0.8 + 0.4 * Noise.space(x * 90, y * 90, z * 90);
            final double worn = Noise.spaceCloud(x * 3, y * 3, z * 3);
            s.colour(0.26, 0.075, 0.05);
            s.cover(0.30, 0.17, 0.11, Noise.smooth(0.45, 0.75, worn) * 0.8);
            final double gap = Math.min(Math.abs(x), Math.abs(Math.abs(x) - 0.755));
            s.scale(weave * (y > 0.3 && gap < 0.014 ? 0.35 : 1));
            if (y < 0.09) {
                s.colour(0.06, 0.04, 0.025);
            }
        });
    }

    static Model boulder(final double radius) {
        final Shape shape = (x, y, z) -> {
            double d = Shape.ellipsoid(x, y - radius * 0.62, z, radius * 1.1, radius * 0.85, radius * 0.92);
            // Broken faces: the stone is cut by planes and then weathered.
            for (int i = 0; i < 9; i++) {
                final double turn = 2.4 * i;
                final double tilt = -0.25 + 1.3 * Noise.hash(i, 300);
                final double cut = Math.cos(tilt) * (Math.cos(turn) * x + Math.sin(turn) * z)
                        + Math.sin(tilt) * (y - radius * 0.62)
                        - radius * (0.66 + 0.2 * Noise.hash(i, 301));
                d = Math.max(d, cut);
            }
            return (d + 0.17 * radius * (Noise.spaceCloud(x * 2.6, y * 2.6, z * 2.6) - 0.5)) * 0.85;
        };
        final double r = radius * 1.15;
        return Solid.still(new Bounds(-r, 0, -r, r, radius * 1.5, r), 0.03, shape, (x, y, z, footprint, s) -> {
            final double vein = Noise.spaceCloud(x * 4, y * 9, z * 4);
            final double grain = Noise.space(x * 45, y * 45, z * 45);
            final double tone = 0.55 + 0.6 * vein + 0.35 * (grain - 0.5);
            s.colour(0.25 * tone, 0.235 * tone, 0.205 * tone);
            s.cover(0.09, 0.1, 0.05, 0.7 * Noise.smooth(0.55, 0.7, Noise.spaceCloud(x * 2, y * 2 + 9, z * 2)) * s.ny);
        });
    }

    /** Boxes that fell off a lorry: one has burst, one lies askew on another. */
    static Model boxes() {
        final Shape shape = (x, y, z) -> {
            final double a = carton(x + 0.25, y - 0.27, z, 0.2, 0.36, 0.27, 0.3);
            final double b = carton(x - 0.42, y - 0.2, z - 0.15, -0.5, 0.27, 0.2, 0.25);
            final double tilted = carton(x + 0.18, y - 0.68, z + 0.02, 0.7, 0.25, 0.16, 0.2);
            final double flat = Shape.box(x - 0.1, y - 0.03, z - 0.72, 0.36, 0.02, 0.24, 0.01);
            return Math.min(Math.min(a, b), Math.min(tilted, flat)) + 0.018 * (Noise.space(x * 7, y * 7, z * 7) - 0.5);
        };
        return Solid.still(new Bounds(-0.8, 0, -0.6, 0.85, 0.95, 1.05), 0.022, shape, (x, y, z, footprint, s) -> {
            final double crease = Noise.spaceCloud(x * 6, y * 6, z * 6);
            final double tone = 0.7 + 0.5 * crease;
            s.colour(0.33 * tone, 0.225 * tone, 0.125 * tone);
            final boolean tape = Math.abs(x + 0.25 + 0.2 * z) < 0.03 && y < 0.56;
            final boolean label = Math.abs(x + 0.36) < 0.1 && Math.abs(y - 0.33) < 0.07 && z < 0;
            if (tape) {
                s.cover(0.42, 0.34, 0.2, 0.8);
                s.gloss = 0.03;
            } else if (label) {
                s.colour(0.6, 0.6, 0.57);
                s.scale(Noise.fraction(y * 40) < 0.4 && Noise.plane(x * 90, 3) > 0.4 ? 0.35 : 1);
            }
        });
    }

    private static double carton(
            final double x,
            final double y,
            final double z,
            final double turn,
            final double a,
            final double b,
            final double c) {
        final double cos = Math.cos(turn);
        final double sin = Math.sin(turn);
        return Shape.box(cos * x + sin * z, y, cos * z - sin * x, a, b, c, 0.015);
    }

    /** A crate of planks, on its edge. */
    static Model crate() {
        final double lean = 0.14;
        final Shape shape = (x, y, z) -> {
            final double u = Math.cos(lean) * x + Math.sin(lean) * (y - 0.42);
            final double v = Math.cos(lean) * (y - 0.42) - Math.sin(lean) * x;
            final double body = Shape.box(u, v, z, 0.5, 0.37, 0.4, 0.01);
            final double slit = 0.03 - Math.abs(Noise.fraction(v / 0.148 + 0.5) - 0.5) * 0.148;
            final double gaps = Math.max(body + 0.02, -(slit < 0.018 ? 1 : -0.004));
            final double post = Shape.box(Math.abs(u) - 0.44, v, Math.abs(z) - 0.375, 0.05, 0.385, 0.045, 0.008);
            return Math.min(gaps, post);
        };
        return Solid.still(new Bounds(-0.66, 0, -0.5, 0.66, 1.0, 0.5), 0.022, shape, (x, y, z, footprint, s) -> {
            final double v = Math.cos(lean) * (y - 0.42) - Math.sin(lean) * x;
            final int plank = Noise.floor(v / 0.148 + 0.5);
            final double joint = Math.abs(Noise.fraction(v / 0.148 + 0.5) - 0.5);
            final double grain = Noise.cloud((x + z) * 3 + plank * 7, v * 60, 4, footprint * 20);
            final double tone = (0.6 + 0.5 * grain) * (0.8 + 0.4 * Noise.hash(plank, 5)) * (joint > 0.44 ? 0.25 : 1);
            s.colour(0.31 * tone, 0.215 * tone, 0.115 * tone);
        });
    }

    /** A tyre that lies flat. */
    static Model tyre() {
        final Shape shape = (x, y, z) -> {
            final double ring = Math.sqrt(x * x + z * z);
            final double tread = 0.008 * Math.sin(Math.atan2(z, x) * 40);
            return Shape.box(ring - 0.27, y - 0.11, 0, 0.1 + (ring > 0.33 ? tread : 0), 0.11, 1, 0.06);
        };
        return Solid.still(new Bounds(-0.42, 0, -0.42, 0.42, 0.25, 0.42), 0.02, shape, (x, y, z, footprint, s) -> {
            s.grey(0.022 + 0.025 * Noise.spaceCloud(x * 8, y * 8, z * 8));
            s.gloss = 0.012;
        });
    }

    /** A suitcase on its side, open a little, with clothes beside it. */
    static Model suitcase() {
        final Shape shape = (x, y, z) -> {
            final double shell = Shape.box(x, y - 0.13, z, 0.38, 0.11, 0.27, 0.06);
            final double lid = Shape.box(x, y - 0.33 - 0.42 * (z + 0.2), z, 0.38, 0.05, 0.26, 0.04);
            final double clothes = Shape.ellipsoid(x - 0.1, y - 0.05, z + 0.5, 0.42, 0.11, 0.24)
                    + 0.1 * (Noise.space(x * 9, y * 9, z * 9) - 0.5);
            return Math.min(Math.min(shell, lid * 0.85), clothes * 0.7);
        };
        return Solid.still(new Bounds(-0.6, 0, -0.8, 0.6, 0.62, 0.4), 0.02, shape, (x, y, z, footprint, s) -> {
            if (z < -0.28) {
                final double which = Noise.space(x * 5, y * 5, z * 5 + 9);
                s.colour(which > 0.55 ? 0.45 : 0.08, which > 0.45 ? 0.4 : 0.1, which > 0.4 ? 0.36 : 0.2);
            } else {
                s.colour(0.03, 0.10, 0.17);
                s.scale(Noise.fraction(x * 11) < 0.2 ? 0.6 : 1);
                s.gloss = 0.035;
            }
        });
    }
}
