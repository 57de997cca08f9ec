package org.objectomaly.sample;

import java.util.SplittableRandom;

/** Smooth randomness that is the same on every run: value noise on a lattice of fixed random numbers. */
final class Noise {
    private static final int SIZE = 256;
    private static final float[] LATTICE = lattice();

    private Noise() {}

    private static float[] lattice() {
        final SplittableRandom random = new SplittableRandom(20_240_611);
        final float[] values = new float[SIZE * SIZE];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) random.nextDouble();
        }
        return values;
    }

    /** A number of 0 to 1 for a place that is counted, such as a house or a slab. */
    static double hash(final long a, final long b) {
        long z = a * 0x9E3779B97F4A7C15L + b * 0xC2B2AE3D27D4EB4FL + 0x165667B19E3779F9L;
        z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
        z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
        return ((z ^ (z >>> 31)) >>> 11) * 0x1p-53;
    }

    /** Noise of one scale, 0 to 1, its features one unit wide. */
    static double plane(final double x, final double y) {
        final int ix = floor(x);
        final int iy = floor(y);
        final double fx = ease(x - ix);
        final double fy = ease(y - iy);
        final int row0 = (iy & 255) << 8;
        final int row1 = (iy + 1 & 255) << 8;
        final int c0 = ix & 255;
        final int c1 = ix + 1 & 255;
        final double top = LATTICE[row0 | c0] + (LATTICE[row0 | c1] - LATTICE[row0 | c0]) * fx;
        final double bottom = LATTICE[row1 | c0] + (LATTICE[row1 | c1] - LATTICE[row1 | c0]) * fx;
        return top + (bottom - top) * fy;
    }

    /**
     * Noise of many scales, 0 to 1 with mean 0.5.
     *
     * @param octaves how many scales, each half as wide as the one before
     * @param footprint width of a pixel in the units of x and y: scales below it fade out instead of flickering
     */
    static double cloud(final double x, final double y, final int octaves, final double footprint) {
        double sum = 0;
        double all = 0;
        double weight = 1;
        double scale = 1;
        for (int i = 0; i < octaves; i++) {
            final double seen = Math.min(1, 1.6 - 2 * footprint * scale);
            all += weight;
            if (seen <= 0) {
                sum += 0.5 * weight;
            } else {
                sum += weight * (0.5 + seen * (plane(x * scale + 31.7 * i, y * scale + 11.3 * i) - 0.5));
            }
            weight *= 0.55;
            scale *= 2.03;
        }
        return sum / all;
    }

    /** Noise of one scale in space. */
    static double space(final double x, final double y, final double z) {
        final int iz = floor(z);
        final double fz = ease(z - iz);
        final double near = plane(x + 37 * iz, y + 59 * iz);
        return near + (plane(x + 37 * (iz + 1), y + 59 * (iz + 1)) - near) * fz;
    }

    /** Noise of three scales in space. */
    static double spaceCloud(final double x, final double y, final double z) {
        return (space(x, y, z) + 0.55 * space(2.1 * x, 2.1 * y, 2.1 * z) + 0.3 * space(4.3 * x, 4.3 * y, 4.3 * z))
                / 1.85;
    }

    static double smooth(final double from, final double to, final double value) {
        return ease(Math.max(0, Math.min(1, (value - from) / (to - from))));
    }

    static double clamp(final double value) {
        return Math.max(0, Math.min(1, value));
    }

    private static double ease(final double t) {
        return t * t * (3 - 2 * t);
    }

    static int floor(final double value) {
        final int whole = (int) value;
        return value < whole ? whole - 1 : whole;
    }

    /** What is left of a value above the whole number below it. */
    static double fraction(final double value) {
        return value - floor(value);
    }
}
