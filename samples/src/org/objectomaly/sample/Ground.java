package org.objectomaly.sample;

/** Road, kerbs, pavements and verge: two levels, 12 cm apart, and everything painted on them. */
final class Ground {
    /** Half of the road: the left kerb stands further out, for cars park there. */
    static final double LEFT_KERB = -5.5;

    static final double RIGHT_KERB = 3.55;
    static final double STEP = 0.12;
    private static final double VERGE = 5.1;
    private static final double PATH = 7.0;
    private static final double KERB_STONE = 0.16;

    private Ground() {}

    /** Distance along a ray to the ground, infinity above the horizon. */
    static double trace(final Ray ray) {
        if (ray.dy >= 0) {
            return Double.POSITIVE_INFINITY;
        }
        final double upper = (STEP - ray.oy) / ray.dy;
        if (raised(ray.ox + ray.dx * upper)) {
            return upper;
        }
        final double lower = -ray.oy / ray.dy;
        final double x = ray.ox + ray.dx * lower;
        if (!raised(x)) {
            return lower;
        }
        return ((x < 0 ? LEFT_KERB : RIGHT_KERB) - ray.ox) / ray.dx;
    }

    private static boolean raised(final double x) {
        return x < LEFT_KERB || x > RIGHT_KERB;
    }

    /** What lies so far to the right of the street's middle; grass is taken for plants. */
    static Kind kind(final double x) {
        if (!raised(x)) {
            return Kind.ROAD;
        }
        return isGrass(x) ? Kind.TREE : Kind.PAVEMENT;
    }

    private static boolean isGrass(final double x) {
        return x > RIGHT_KERB + KERB_STONE && x < VERGE || x > PATH + 0.2;
    }

    static void paint(final double x, final double y, final double z, final double footprint, final Surface s) {
        s.normal(0, 1, 0);
        if (y > 0.003 && y < STEP - 0.003) {
            s.normal(x < 0 ? 1 : -1, 0.25, 0);
            kerb(z, footprint, s);
            s.scale(0.75);
        } else if (!raised(x)) {
            road(x, z, footprint, s);
        } else if (x > LEFT_KERB - KERB_STONE && x < RIGHT_KERB + KERB_STONE) {
            kerb(z, footprint, s);
        } else if (isGrass(x)) {
            grass(x, z, footprint, s);
        } else {
            slabs(x, z, footprint, s);
        }
    }

    private static void kerb(final double z, final double footprint, final Surface s) {
        final double joint = line(Noise.fraction(z) - 0.5, 0.012, footprint);
        final double stone = 0.20 + 0.09 * Noise.hash(Noise.floor(z + 0.5), 4);
        s.grey(stone * (0.8 + 0.4 * Noise.cloud(z * 9, 3.3, 3, footprint * 9)) * (1 - 0.6 * joint));
    }

    /** How much of a pixel a painted line covers. */
    private static double line(final double offset, final double half, final double footprint) {
        final double soft = Math.max(0.012, footprint * 0.5);
        return Noise.clamp((half - Math.abs(offset)) / soft + 0.5) * Math.min(1, 2 * half / soft);
    }

    private static void road(final double x, final double z, final double footprint, final Surface s) {
        final double grain = Noise.cloud(x * 34, z * 34, 3, footprint * 34);
        final double stain = Noise.cloud(x * 0.7, z * 0.22, 5, footprint * 0.7);
        final double blotch = Noise.cloud(x * 2.2 + 40, z * 1.6, 4, footprint * 2.2);
        double tone = 0.118 * (0.72 + 0.56 * grain) * (0.74 + 0.36 * stain + 0.2 * blotch);
        for (int lane = 0; lane < 2; lane++) {
            final double middle = lane == 0 ? 1.75 : -1.6;
            final double off = Math.abs(x - middle);
            tone *= 1 + 0.10 * bell((off - 0.78) / 0.24) - 0.16 * bell(off / 0.3) * (0.4 + stain);
        }
        tone = patches(x, z, footprint, tone, grain);
        tone *= 1 - 0.55 * cracks(x, z, footprint);
        final double gutter = Math.min(x - LEFT_KERB, RIGHT_KERB - x);
        tone *= 1 - 0.35 * Noise.smooth(0.55, 0.05, gutter) * (0.5 + blotch);
        s.colour(tone * 1.01, tone, tone * 0.985);
        s.gloss = 0.012;
        markings(x, z, footprint, grain, s);
        covers(x, z, footprint, s);
        litter(x, z, footprint, gutter, s);
    }

    private static double bell(final double v) {
        return Math.exp(-v * v);
    }

    /** Places where the road was opened and closed again, with tar along their edges. */
    private static double patches(
            final double x, final double z, final double footprint, final double tone, final double grain) {
        double result = tone;
        final int cell = Noise.floor(z / 11);
        for (int i = 0; i < 2; i++) {
            if (Noise.hash(cell, 70 + i) > 0.55) {
                continue;
            }
            final double cx = -4.6 + 7.4 * Noise.hash(cell, 72 + i);
            final double cz = cell * 11 + 2.5 + 6 * Noise.hash(cell, 74 + i);
            final double dx = Math.abs(x - cx + 0.04 * (grain - 0.5)) - 0.3 - 0.9 * Noise.hash(cell, 76 + i);
            final double dz = Math.abs(z - cz + 0.04 * (grain - 0.5)) - 0.5 - 1.9 * Noise.hash(cell, 78 + i);
            final double edge = Math.max(dx, dz);
            if (edge < 0.2) {
                final double soft = Math.max(0.03, footprint);
                final double inside = Noise.clamp(0.5 - edge / soft);
                final double newer = 0.62 + 0.6 * Noise.hash(cell, 80 + i);
                result *= 1 + (newer - 1) * inside;
                result *= 1 - 0.6 * line(edge, 0.035, footprint);
            }
        }
        // The seam between two strips of asphalt.
        result *= 1 - 0.4 * line(x - 0.32 - 0.03 * (grain - 0.5), 0.015, footprint);
        return result;
    }

    private static double cracks(final double x, final double z, final double footprint) {
        final double where = Noise.smooth(0.5, 0.66, Noise.cloud(x * 0.35 + 9, z * 0.2, 3, 0));
        if (where <= 0 || footprint > 0.12) {
            return 0;
        }
        final double wx = x + 0.5 * Noise.plane(x * 1.3, z * 1.3);
        final double wz = z + 0.5 * Noise.plane(x * 1.3 + 50, z * 1.3);
        final double ridge = Math.abs(Noise.cloud(wx * 0.8, wz * 0.8, 4, 0) - 0.5);
        final double across = Math.abs(Noise.fraction(wz / 7.3 + 0.02 * Math.sin(x * 3)) - 0.5) * 7.3;
        final double near = Math.min(ridge * 1.1, across);
        return where * Noise.clamp(1.2 - near / Math.max(0.007, footprint * 0.6)) * Math.min(1, 0.009 / footprint);
    }

    private static void markings(
            final double x, final double z, final double footprint, final double grain, final Surface s) {
        double paint = 0;
        final double dash = Math.abs(Noise.fraction(z / 6) - 0.25) * 6 - 0.75 * 2;
        paint = Math.max(paint, line(x + 0.02, 0.065, footprint) * Noise.clamp(0.5 - dash / 0.05));
        paint = Math.max(paint, line(x - 3.28, 0.055, footprint));
        final double bay = Math.abs(Noise.fraction(z / 2) - 0.25) * 2 - 0.5;
        paint = Math.max(paint, line(x + 3.4, 0.05, footprint) * Noise.clamp(0.5 - bay / 0.05));
        if (paint > 0) {
            final double worn = Noise.cloud(x * 7, z * 2.6, 4, footprint * 5);
            paint *= Noise.smooth(0.28, 0.5, 0.72 * worn + 0.28 * grain) * 0.9;
            final double white = 0.42 * (0.75 + 0.4 * worn);
            s.cover(white, white * 0.985, white * 0.93, paint);
        }
    }

    /** Manholes and drains. */
    private static void covers(final double x, final double z, final double footprint, final Surface s) {
        final int cell = Noise.floor(z / 17);
        final double mx = x - (-2.4 + 4.6 * Noise.hash(cell, 90));
        final double mz = z - (cell * 17 + 3 + 10 * Noise.hash(cell, 91));
        final double radius = Math.sqrt(mx * mx + mz * mz);
        if (radius < 0.42) {
            final double soft = Math.max(0.015, footprint);
            final double pattern = Noise.clamp(footprint * 12) * 0.5
                    + (1 - Noise.clamp(footprint * 12)) * (Math.sin(mx * 90) * Math.sin(mz * 90) > 0 ? 0.7 : 0.3);
            final double iron = 0.05 + 0.06 * pattern;
            s.cover(iron * 1.05, iron, iron * 0.94, Noise.clamp((0.31 - radius) / soft + 0.5));
            s.scale(1 - 0.6 * line(radius - 0.325, 0.02, footprint));
        }
        final double dz = Math.abs(Noise.fraction(z / 23) - 0.5) * 23;
        final double dx = Math.abs(x - RIGHT_KERB + 0.26);
        if (dz < 0.3 && dx < 0.2) {
            s.grey(Noise.fraction(z * 14) < 0.45 || dz > 0.27 || dx > 0.18 ? 0.07 : 0.012);
        }
    }

    /** Fallen leaves, most of them in the gutter. */
    private static void litter(
            final double x, final double z, final double footprint, final double gutter, final Surface s) {
        final double many = 0.05 + 0.5 * Noise.smooth(0.8, 0.05, gutter);
        if (footprint > 0.06) {
            return;
        }
        final int cx = Noise.floor(x * 9);
        final int cz = Noise.floor(z * 9);
        if (Noise.hash(cx, cz) < many * Noise.smooth(0.35, 0.7, Noise.cloud(x * 0.5, z * 0.3, 2, 0))) {
            final double u = Noise.fraction(x * 9) - 0.3 - 0.4 * Noise.hash(cx, cz + 9L);
            final double v = Noise.fraction(z * 9) - 0.3 - 0.4 * Noise.hash(cx, cz + 19L);
            if (u * u + v * v * 2.2 < 0.07) {
                final double tone = 0.4 + 0.8 * Noise.hash(cx, cz + 29L);
                s.colour(0.20 * tone, 0.13 * tone, 0.05 * tone);
            }
        }
    }

    private static void slabs(final double x, final double z, final double footprint, final Surface s) {
        final int column = Noise.floor(x / 0.5);
        final double along = z / 0.5 + 0.5 * (column & 1);
        final double joint = Math.max(
                line((Noise.fraction(x / 0.5 + 0.5) - 0.5) * 0.5, 0.007, footprint),
                line((Noise.fraction(along + 0.5) - 0.5) * 0.5, 0.007, footprint));
        final double each = Noise.clamp(1.5 - 4 * footprint) * (Noise.hash(column, Noise.floor(along)) - 0.5);
        final double dirt = Noise.cloud(x * 1.1, z * 0.8, 5, footprint);
        final double grain = Noise.cloud(x * 40, z * 40, 2, footprint * 40);
        final double tone = 0.23 * (1 + 0.16 * each) * (0.62 + 0.5 * dirt + 0.25 * grain) * (1 - 0.5 * joint);
        s.colour(tone * 1.03, tone, tone * 0.94);
    }

    private static void grass(final double x, final double z, final double footprint, final Surface s) {
        final double tuft = Noise.cloud(x * 13, z * 13, 3, footprint * 13);
        final double blade = Noise.cloud(x * 60, z * 25, 2, footprint * 40);
        final double dry = Noise.smooth(0.42, 0.68, Noise.cloud(x * 0.9 + 70, z * 0.5, 4, footprint));
        final double light = 0.45 + 0.65 * tuft + 0.45 * (blade - 0.5);
        s.colour(0.075 * light, 0.098 * light, 0.034 * light);
        s.cover(0.155 * light, 0.13 * light, 0.07 * light, dry * 0.85);
        s.normal(1.1 * (tuft - 0.5), 1, 1.1 * (blade - 0.5));
        s.open = 0.8;
    }
}
