package org.objectomaly.sample;

/** Four-legged animals of several builds, standing or walking, their head towards z. */
final class Animal {
    private static final double TURN = 2 * Math.PI;

    /** Measures in metres: the leg up to the belly, the trunk's half sizes, the neck's reach, the head. */
    private enum Build {
        COW(0.70, 0.34, 0.40, 0.86, 0.16, 0.44, 0.24, 0.15, 0.40, 0.085, 0.05),
        DEER(0.62, 0.17, 0.21, 0.50, 0.48, 0.26, 0.11, 0.075, 0.24, 0.05, 0.022),
        SHEEP(0.36, 0.27, 0.27, 0.46, 0.10, 0.26, 0.13, 0.095, 0.24, 0.05, 0.03);

        private final double leg;
        private final double half;
        private final double deep;
        private final double long2;
        private final double neckUp;
        private final double neckOut;
        private final double neck;
        private final double skull;
        private final double face;
        private final double thigh;
        private final double shin;

        Build(
                final double leg,
                final double half,
                final double deep,
                final double long2,
                final double neckUp,
                final double neckOut,
                final double neck,
                final double skull,
                final double face,
                final double thigh,
                final double shin) {
            this.leg = leg;
            this.half = half;
            this.deep = deep;
            this.long2 = long2;
            this.neckUp = neckUp;
            this.neckOut = neckOut;
            this.neck = neck;
            this.skull = skull;
            this.face = face;
            this.thigh = thigh;
            this.shin = shin;
        }

        double middle() {
            return leg + deep * 0.72;
        }

        double headHeight() {
            return middle() + deep * 0.45 + neckUp;
        }

        double headAhead() {
            return long2 * 0.85 + neckOut;
        }
    }

    private final Build build;
    private final double swing;
    private final double[][] legs = new double[12][3];
    private final double[] neckFoot;
    private final double[] poll;
    private final double[] muzzle;
    private final double[] tailRoot;
    private final double[] tailEnd;

    private Animal(final Build build, final double swing, final double phase) {
        this.build = build;
        this.swing = swing;
        for (int i = 0; i < 4; i++) {
            leg(i, phase);
        }
        final double nod = swing == 0 ? 0 : 0.03 * Math.sin(2 * TURN * phase);
        neckFoot = new double[] {0, build.middle() + build.deep * 0.22, build.long2 * 0.68};
        poll = new double[] {0, build.headHeight() + nod, build.headAhead()};
        muzzle = new double[] {0.02, poll[1] - build.face * 0.62 + nod, poll[2] + build.face * 0.8};
        tailRoot = new double[] {0, build.middle() + build.deep * 0.75, -build.long2 * 0.98};
        tailEnd = new double[] {
            0.07 * Math.sin(TURN * phase), build == Build.COW ? 0.5 : tailRoot[1] - 0.16, tailRoot[2] - 0.07
        };
    }

    static Model cow() {
        return walking(Build.COW, 0.34, new Bounds(-0.5, 0, -1.15, 0.5, 1.75, 1.78), 0.03, Animal::cowHide);
    }

    static Model deer() {
        return walking(Build.DEER, 0, new Bounds(-0.42, 0, -0.75, 0.42, 1.95, 1.05), 0.022, Animal::deerHide);
    }

    static Model sheep() {
        return walking(Build.SHEEP, 0.3, new Bounds(-0.4, 0, -0.65, 0.4, 1.1, 1.0), 0.022, Animal::wool);
    }

    private static Model walking(
            final Build build, final double swing, final Bounds bounds, final double cell, final Solid.Skin skin) {
        return Solid.moving(
                bounds, swing == 0 ? 1 : 12, cell, phase -> new Animal(build, swing, phase)::distance, skin);
    }

    /** Hip, knee and hoof; diagonal legs move together, and the hoof leaves the ground on its way ahead. */
    private void leg(final int which, final double phase) {
        final boolean left = which % 2 == 0;
        final boolean ahead = which < 2;
        final double beat = phase + (left == ahead ? 0 : 0.5) + (ahead ? 0 : 0.12);
        final double step = swing * Math.sin(TURN * beat) + (swing == 0 ? 0.04 * (which - 1.5) : 0);
        final double lift = swing == 0 ? 0 : Math.max(0, Math.cos(TURN * beat)) * 0.12 * build.leg;
        final double x = (left ? -1 : 1) * build.half * 0.55;
        final double z = build.long2 * (ahead ? 0.62 : -0.72);
        final double reach = build.leg * step;
        final double[] hip = legs[3 * which];
        hip[0] = x;
        hip[1] = build.middle() - build.deep * 0.1;
        hip[2] = z;
        final double[] knee = legs[3 * which + 1];
        knee[0] = x * 1.02;
        knee[1] = build.leg * 0.52 + lift * 0.5;
        knee[2] = z + reach * 0.6 + (ahead ? 0.05 : -0.06) * build.leg + (ahead ? lift : lift * 0.6);
        final double[] hoof = legs[3 * which + 2];
        hoof[0] = x;
        hoof[1] = build.shin * 0.9 + lift;
        hoof[2] = z + reach;
    }

    private double distance(final double x, final double y, final double z) {
        final double up = y - build.middle();
        final double l = build.long2;
        double d = Shape.ellipsoid(x, up + 0.03, z, build.half, build.deep, l);
        d = Shape.blend(
                d, Shape.ellipsoid(x, up - 0.02, z - l * 0.5, build.half * 0.9, build.deep * 0.98, l * 0.5), 0.1);
        d = Shape.blend(
                d,
                Shape.ellipsoid(x, up - build.deep * 0.12, z + l * 0.62, build.half * 0.92, build.deep * 0.86, l * 0.4),
                0.1);
        d = Shape.blend(d, Shape.limb(x, y, z, neckFoot, poll, build.neck * 1.25, build.neck * 0.72), build.neck * 0.8);
        for (int i = 0; i < 12; i += 3) {
            d = Shape.blend(
                    d, Shape.limb(x, y, z, legs[i], legs[i + 1], build.thigh * 1.7, build.shin * 1.15), build.thigh);
            d = Math.min(d, Shape.limb(x, y, z, legs[i + 1], legs[i + 2], build.shin * 1.1, build.shin));
        }
        d = Shape.blend(d, Shape.limb(x, y, z, poll, muzzle, build.skull, build.skull * 0.62), build.skull * 0.4);
        d = Math.min(d, Shape.limb(x, y, z, tailRoot, tailEnd, build.shin * 0.6, build.shin * 0.7));
        final double side = Math.abs(x);
        final double ear = Shape.ellipsoid(
                side - build.skull * 1.5,
                y - poll[1] - build.skull * 0.35,
                z - poll[2] + 0.02,
                build.skull * 0.85,
                build.skull * 0.42,
                build.skull * 0.25);
        d = Math.min(d, ear);
        return switch (build) {
            case COW -> cowParts(d, side, y, z);
            case DEER -> antlers(d, side, y, z);
            case SHEEP -> d - 0.05 * trunk(up, z) * (Noise.space(x * 14, y * 14, z * 14) - 0.35);
        };
    }

    private double trunk(final double up, final double z) {
        return Noise.smooth(build.deep * 1.6, build.deep, Math.abs(up))
                * Noise.smooth(build.long2 * 1.1, 0.2, Math.abs(z));
    }

    private double cowParts(final double hide, final double side, final double y, final double z) {
        final double udder = Shape.ellipsoid(side, y - build.leg * 0.98, z + 0.5, 0.16, 0.15, 0.2);
        final double hips = Shape.sphere(side - 0.2, y - build.middle() - 0.3, z + 0.62, 0.1);
        final double[] root = {0.1, poll[1] + 0.1, poll[2]};
        final double[] tip = {0.26, poll[1] + 0.24, poll[2] + 0.04};
        final double horn = Shape.limb(side, y, z, root, tip, 0.032, 0.012);
        return Math.min(Shape.blend(Shape.blend(hide, udder, 0.06), hips, 0.12), horn);
    }

    private double antlers(final double hide, final double side, final double y, final double z) {
        final double[] root = {0.04, poll[1] + 0.05, poll[2]};
        final double[] bend = {0.2, poll[1] + 0.3, poll[2] - 0.08};
        final double[] tip = {0.14, poll[1] + 0.52, poll[2] + 0.02};
        final double[] tine = {0.16, poll[1] + 0.28, poll[2] + 0.15};
        double d = Math.min(hide, Shape.limb(side, y, z, root, bend, 0.018, 0.016));
        d = Math.min(d, Shape.limb(side, y, z, bend, tip, 0.016, 0.01));
        return Math.min(d, Shape.limb(side, y, z, bend, tine, 0.015, 0.01));
    }

    private static void cowHide(
            final double x, final double y, final double z, final double footprint, final Surface s) {
        final double patch = Noise.spaceCloud(x * 1.6 + 3.7, y * 1.9 + 1.2, z * 1.5 + 8.3);
        final double hair = 0.85 + 0.3 * Noise.space(x * 70, y * 35, z * 70);
        final double dirt = Noise.smooth(0.9, 0.2, y) * (0.3 + 0.6 * Noise.spaceCloud(x * 4, y * 4, z * 4));
        if (z > 1.62 && y < 1.35) {
            s.colour(0.24, 0.15, 0.13);
        } else if (y < 0.08) {
            s.grey(0.03);
        } else if (y > 1.46 && Math.abs(x) > 0.14) {
            s.colour(0.4, 0.36, 0.27);
        } else {
            final double white = Noise.smooth(0.5, 0.53, patch + 0.05 * Noise.smooth(0.7, 0.3, y));
            s.colour(0.085, 0.042, 0.024);
            s.cover(0.52, 0.49, 0.43, white);
            s.cover(0.17, 0.13, 0.09, dirt);
        }
        s.scale(hair);
    }

    private static void deerHide(
            final double x, final double y, final double z, final double footprint, final Surface s) {
        final double hair = 0.75 + 0.5 * Noise.space(x * 60, y * 60, z * 25);
        s.colour(0.21, 0.115, 0.058);
        s.cover(0.42, 0.35, 0.26, Noise.smooth(0.62, 0.5, y) * Noise.smooth(0.55, 0.75, y + 0.3));
        if (z < -0.46 && y > 0.66) {
            s.cover(0.55, 0.5, 0.43, 0.8);
        }
        if (y < 0.06 || z > 0.92) {
            s.grey(0.03);
        }
        s.scale(hair);
    }

    private static void wool(final double x, final double y, final double z, final double footprint, final Surface s) {
        final double curl = Noise.space(x * 26, y * 26, z * 26);
        final boolean bare = z > 0.5 || y < 0.33;
        if (bare) {
            s.colour(0.05, 0.045, 0.04);
        } else {
            s.colour(0.5, 0.45, 0.36);
            s.cover(0.3, 0.24, 0.16, Noise.smooth(0.6, 0.35, y));
            s.scale(0.6 + 0.6 * curl);
        }
    }
}
