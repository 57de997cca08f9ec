package org.objectomaly.sample;

/** A car: an outline seen from the side, drawn in at the roof and the ends, with wheels, glass, lamps and plates. */
final class Car {
    /** Corners of the side view, ahead and up in metres, and where the parts are. */
    enum Body {
        HATCHBACK(
                4.1, 0.86, 1.46, 0.93, 1.27, -2.0, 0.34, -2.05, 0.72, -1.98, 0.96, -1.62, 1.40, -0.95, 1.47, 0.1, 1.45,
                1.0, 0.97, 1.75, 0.83, 2.0, 0.66, 2.05, 0.38, 1.9, 0.24, -1.85, 0.24),
        SALOON(
                4.6, 0.89, 1.44, 0.93, 1.38, -2.22, 0.34, -2.28, 0.74, -2.2, 0.97, -1.62, 1.03, -0.98, 1.39, -0.3, 1.45,
                0.3, 1.42, 1.15, 0.96, 2.0, 0.80, 2.25, 0.62, 2.28, 0.38, 2.1, 0.24, -2.05, 0.24),
        ESTATE(
                4.5, 0.91, 1.66, 1.04, 1.36, -2.18, 0.38, -2.24, 0.8, -2.18, 1.08, -1.88, 1.58, -1.2, 1.67, 0.15, 1.64,
                1.02, 1.08, 1.9, 0.95, 2.2, 0.74, 2.24, 0.42, 2.1, 0.28, -2.05, 0.28),
        VAN(
                4.9, 0.98, 1.98, 1.15, 1.5, -2.4, 0.38, -2.45, 0.8, -2.42, 1.9, -2.2, 1.99, 0.6, 1.98, 1.1, 1.75, 1.65,
                1.18, 2.3, 0.98, 2.44, 0.7, 2.45, 0.4, 2.3, 0.28, -2.3, 0.28);

        private final double length;
        private final double half;
        private final double roof;
        private final double belt;
        private final double axle;
        private final double[] side;

        Body(
                final double length,
                final double half,
                final double roof,
                final double belt,
                final double axle,
                final double... side) {
            this.length = length;
            this.half = half;
            this.roof = roof;
            this.belt = belt;
            this.axle = axle;
            this.side = side;
        }
    }

    private static final double WHEEL = 0.32;

    private final Body body;
    private final double[] paint;
    private final boolean lit;
    private final int number;

    private Car(final Body body, final int number, final boolean lit, final double[] paint) {
        this.body = body;
        this.number = number;
        this.lit = lit;
        this.paint = paint;
    }

    /**
     * A car that looks ahead.
     *
     * @param lit whether its lamps are on
     * @param paint its colour, linear
     */
    static Model of(final Body body, final int number, final boolean lit, final double... paint) {
        final Car car = new Car(body, number, lit, paint);
        final double z = body.length / 2 + 0.12;
        return Solid.still(
                new Bounds(-body.half - 0.16, 0, -z, body.half + 0.16, body.roof + 0.08, z),
                0.055,
                car::distance,
                car::colour);
    }

    private double halfWidth(final double y, final double z) {
        final double cabin = Math.max(0, y - body.belt) / (body.roof - body.belt);
        final double end = Noise.smooth(body.length * 0.3, body.length * 0.52, Math.abs(z));
        final double sill = Noise.smooth(0.5, 0.24, y);
        final double lean = body == Body.VAN ? 0.1 : 0.24;
        final double shoulder = 0.02 * Noise.smooth(0.12, 0, Math.abs(y - body.belt + 0.14));
        return body.half - lean * cabin - 0.17 * end * end - 0.05 * sill + shoulder;
    }

    private double distance(final double x, final double y, final double z) {
        final double round = 0.1;
        final double across = (Math.abs(x) - halfWidth(y, z)) * 0.94 + round;
        final double side = Shape.outline(z, y, body.side) + round * 0.6;
        final double oa = Math.max(across, 0);
        final double os = Math.max(side, 0);
        double d = Math.min(Math.max(across, side), 0) + Math.sqrt(oa * oa + os * os) - round;
        final double wz = Math.abs(z) - body.axle;
        final double arch = Shape.wheel(Math.abs(x) - body.half, y - WHEEL, wz, WHEEL + 0.055, 0.24, 0.02);
        d = Math.max(d, -arch);
        d = Math.min(d, Shape.wheel(Math.abs(x) - body.half + 0.13, y - WHEEL, wz, WHEEL, 0.11, 0.04));
        final double mirror = Shape.ellipsoid(
                Math.abs(x) - body.half - 0.06, y - body.belt - 0.09, z - body.length * 0.16, 0.1, 0.075, 0.06);
        return Math.min(d, mirror);
    }

    private void colour(final double x, final double y, final double z, final double footprint, final Surface s) {
        final double across = Math.abs(x);
        final double wy = y - WHEEL;
        final double wz = Math.abs(z) - body.axle;
        final double hub = Math.sqrt(wy * wy + wz * wz);
        if (hub < WHEEL + 0.012 && across > body.half - 0.27) {
            wheel(hub, Math.atan2(wy, wz), across, s);
            return;
        }
        if (hub < WHEEL + 0.075 && across < body.half - 0.03 || y < 0.27) {
            s.grey(0.008);
            s.open = 0.3;
            return;
        }
        s.colour(paint[0], paint[1], paint[2]);
        final double dust = Noise.cloud(x * 3 + z * 2, y * 5 + number, 4, footprint * 4);
        s.cover(0.14, 0.125, 0.1, Noise.smooth(0.75, 0.2, y) * (0.15 + 0.4 * dust));
        s.gloss = 0.045;
        if (glass(across, y, z, s)) {
            s.colour(0.012, 0.014, 0.015);
            s.gloss = 0.06;
            return;
        }
        seams(across, y, z, footprint, s);
        if (s.nz < -0.35) {
            rear(x, across, y, footprint, s);
        } else if (s.nz > 0.35) {
            nose(x, across, y, footprint, s);
        }
        if (y < 0.36) {
            s.grey(0.025);
            s.gloss = 0.01;
        }
    }

    private boolean glass(final double across, final double y, final double z, final Surface s) {
        if (y < body.belt + 0.03 || s.ny > 0.9 || y > body.roof - 0.075) {
            return false;
        }
        final double inside = -Shape.outline(z, y, body.side);
        if (Math.abs(s.nx) > 0.7) {
            final boolean pillar = Math.abs(z + 0.12) < 0.045 || Math.abs(z + body.length * 0.27) < 0.05;
            final boolean panel = body == Body.VAN && z < 0.35;
            return inside > 0.085 && !pillar && !panel;
        }
        return Math.abs(s.nz) > 0.28
                && across < halfWidth(y, z) - 0.075
                && !(body == Body.VAN && s.nz < 0 && across < 0.03)
                && (s.nz > 0 || y > body.belt + 0.06);
    }

    private void wheel(final double hub, final double angle, final double across, final Surface s) {
        if (hub > 0.215 || across < body.half - 0.1) {
            s.grey(hub > 0.3 ? 0.016 : 0.022);
            return;
        }
        final double spokes = Math.sin(angle * 5 + number);
        s.grey(spokes > -0.25 || hub < 0.06 || hub > 0.19 ? 0.3 : 0.02);
        s.gloss = 0.05;
    }

    private void seams(final double across, final double y, final double z, final double footprint, final Surface s) {
        if (Math.abs(s.nx) < 0.6) {
            return;
        }
        final double wide = Math.max(0.008, footprint * 0.4);
        final double first = Math.abs(z + 0.12);
        final double second = Math.abs(z - body.length * 0.2);
        final double third = Math.abs(z + body.length * 0.24);
        final double gap = Math.min(first, Math.min(second, third));
        if (y > 0.36 && y < body.belt + 0.02) {
            s.scale(1 - 0.75 * Noise.clamp(1.4 - gap / wide) * Math.min(1, 0.012 / wide));
        }
        if (Math.abs(y - body.belt + 0.09) < 0.018 && (Math.abs(z + 0.02 - 0.32) < 0.09 || Math.abs(z + 0.75) < 0.09)) {
            s.scale(0.45);
        }
        // Lamps reach around the corner.
        if (y > body.belt - 0.32 && y < body.belt - 0.06 && z < -body.length / 2 + 0.22 && across > 0.4) {
            s.colour(0.28, 0.02, 0.015);
        }
    }

    private void rear(final double x, final double across, final double y, final double footprint, final Surface s) {
        if (across > body.half - 0.3 && y > body.belt - 0.33 && y < body.belt - 0.05) {
            final boolean reverse = y < body.belt - 0.25;
            if (reverse) {
                s.colour(0.4, 0.38, 0.36);
            } else {
                s.colour(0.34, 0.018, 0.014);
                s.glow = lit ? 0.9 : 0.12;
            }
            s.gloss = 0.06;
        } else if (across < 0.27 && y > body.belt - 0.36 && y < body.belt - 0.24) {
            plate(x, y - body.belt + 0.3, footprint, s);
        } else if (y < 0.46) {
            s.grey(0.03);
        } else if (Math.abs(y - 0.56) < 0.012 || Math.abs(y - body.belt + 0.01) < 0.012) {
            s.scale(0.3);
        }
    }

    private void nose(final double x, final double across, final double y, final double footprint, final Surface s) {
        final double lamp = body.belt - 0.24;
        if (across > body.half - 0.36 && across < body.half - 0.06 && Math.abs(y - lamp) < 0.085) {
            s.colour(0.55, 0.56, 0.58);
            s.glow = lit && Math.abs(across - body.half + 0.2) < 0.09 ? 5 : 0.1;
            s.gloss = 0.08;
        } else if (across < 0.27 && Math.abs(y - 0.47) < 0.06) {
            plate(x, y - 0.47, footprint, s);
        } else if (across < 0.42 && Math.abs(y - lamp + 0.02) < 0.07) {
            s.grey(Noise.fraction(y * 28) < 0.3 ? 0.1 : 0.012);
        } else if (across < 0.62 && y < 0.41) {
            s.grey(0.012);
        }
    }

    private void plate(final double x, final double up, final double footprint, final Surface s) {
        s.colour(0.55, 0.55, 0.52);
        s.gloss = 0.01;
        final double cell = (x + 0.26) / 0.065;
        if (Math.abs(up) < 0.038 && x > -0.2) {
            final double glyph = Noise.plane(cell * 3 + number * 5, up * 60);
            s.scale(Noise.fraction(cell) > 0.25 && glyph > 0.45 && footprint < 0.03 ? 0.12 : 0.8);
        } else if (x < -0.22) {
            s.colour(0.03, 0.06, 0.28);
        }
    }
}
