package org.objectomaly.sample;

/** People on the pavement, walking towards z; nothing unexpected about them. */
final class Person {
    private static final double TURN = 2 * Math.PI;

    private final double[][] points = new double[14][3];

    private Person(final double phase, final double stride) {
        for (int side = 0; side < 2; side++) {
            final double sign = side == 0 ? -1 : 1;
            final double step = stride * Math.sin(TURN * (phase + 0.5 * side));
            final double lift = stride * Math.max(0, Math.cos(TURN * (phase + 0.5 * side)));
            final int leg = 7 * side;
            set(leg, 0.09 * sign, 0.9, 0);
            set(leg + 1, 0.1 * sign, 0.5 + 0.06 * lift, 0.24 * step + 0.12 * lift);
            set(leg + 2, 0.1 * sign, 0.08 + 0.14 * lift, 0.4 * step - 0.06 * lift);
            set(leg + 3, 0.1 * sign, 0.05 + 0.12 * lift, 0.4 * step + 0.14 - 0.06 * lift);
            set(leg + 4, 0.2 * sign, 1.42, 0);
            set(leg + 5, 0.25 * sign, 1.13, -0.13 * step - 0.03);
            set(leg + 6, 0.24 * sign, 0.9, -0.24 * step + 0.08);
        }
    }

    private void set(final int which, final double x, final double y, final double z) {
        points[which][0] = x;
        points[which][1] = y;
        points[which][2] = z;
    }

    /**
     * A person.
     *
     * @param stride how far the legs swing; 0 stands
     * @param coat colour of the coat and then of the trousers, linear
     */
    static Model of(final double stride, final double... coat) {
        return Solid.moving(
                new Bounds(-0.36, 0, -0.6, 0.36, 1.82, 0.66),
                stride == 0 ? 1 : 10,
                0.03,
                phase -> new Person(phase, stride)::distance,
                (x, y, z, footprint, s) -> colour(x, y, z, coat, s));
    }

    private double distance(final double x, final double y, final double z) {
        double d = Shape.ellipsoid(x, y - 1.2, z, 0.21, 0.36, 0.14);
        d = Shape.blend(d, Shape.ellipsoid(x, y - 0.93, z, 0.19, 0.2, 0.14), 0.08);
        d = Math.min(d, Shape.limb(x, y, z, new double[] {0, 1.45, 0}, new double[] {0, 1.58, 0.01}, 0.07, 0.06));
        for (int i = 0; i < 14; i += 7) {
            d = Shape.blend(d, Shape.limb(x, y, z, points[i], points[i + 1], 0.1, 0.075), 0.05);
            d = Math.min(d, Shape.limb(x, y, z, points[i + 1], points[i + 2], 0.075, 0.055));
            d = Math.min(d, Shape.limb(x, y, z, points[i + 2], points[i + 3], 0.055, 0.04));
            d = Shape.blend(d, Shape.limb(x, y, z, points[i + 4], points[i + 5], 0.075, 0.06), 0.05);
            d = Math.min(d, Shape.limb(x, y, z, points[i + 5], points[i + 6], 0.055, 0.045));
        }
        return Math.min(d, Shape.ellipsoid(x, y - 1.68, z + 0.01, 0.085, 0.12, 0.105));
    }

    private static void colour(final double x, final double y, final double z, final double[] coat, final Surface s) {
        final double folds = 0.75 + 0.5 * Noise.space(x * 12, y * 7, z * 12);
        if (y > 1.53) {
            final boolean hair = y > 1.72 || z < -0.02;
            s.colour(hair ? 0.035 : 0.36, hair ? 0.024 : 0.23, hair ? 0.016 : 0.165);
        } else if (y > 0.82) {
            s.colour(coat[0] * folds, coat[1] * folds, coat[2] * folds);
        } else if (y > 0.11) {
            s.colour(coat[3] * folds, coat[4] * folds, coat[5] * folds);
        } else {
            s.grey(0.03);
        }
    }
}
