package org.objectomaly.sample;

/** How the car with the camera drives: where it is, how fast, and how its camera shakes. */
final class Drive {
    /** Seconds and the speed then, in metres a second, straight lines between. */
    private static final double[][] SPEED = {{0, 11}, {2.6, 11}, {4.6, 6.2}, {6.6, 6.0}, {9, 9}, {60, 9}};
    /** Places along the street and how far right of its middle the car is there. */
    private static final double[][] LINE = {
        {-50, 1.75},
        {12, 1.75},
        {24, 1.05},
        {34, 1.05},
        {46, 1.5},
        {56, 1.6},
        {66, 1.6},
        {80, 1.6},
        {90, 1.3},
        {300, 1.3}
    };

    private static final double HEIGHT = 1.33;

    private Drive() {}

    static double speed(final double seconds) {
        return along(SPEED, seconds, false);
    }

    /** Metres driven. */
    static double z(final double seconds) {
        double sum = 0;
        for (int i = 1; i < SPEED.length; i++) {
            final double from = SPEED[i - 1][0];
            final double to = Math.min(seconds, SPEED[i][0]);
            if (to > from) {
                sum += (to - from) * (speed(from) + speed(to)) / 2;
            }
        }
        return sum;
    }

    static double x(final double seconds) {
        return along(LINE, z(seconds), true);
    }

    static double y(final double seconds) {
        return HEIGHT + 0.012 * wobble(seconds * 1.9, 1) + 0.004 * wobble(seconds * 9, 2);
    }

    /** Upwards, in radians: the road's bumps, and the nose that dips when the car brakes. */
    static double pitch(final double seconds) {
        final double braking = (speed(seconds + 0.15) - speed(seconds - 0.15)) / 0.3;
        return -0.030 + 0.0016 * braking + 0.0042 * wobble(seconds * 1.7, 3) + 0.0011 * wobble(seconds * 11, 4);
    }

    /** To the right. */
    static double yaw(final double seconds) {
        return (x(seconds + 0.25) - x(seconds - 0.25)) / (z(seconds + 0.25) - z(seconds - 0.25) + 0.01)
                + 0.002 * wobble(seconds * 1.3, 5)
                + 0.0006 * wobble(seconds * 12, 6);
    }

    static double roll(final double seconds) {
        return 0.004 + 0.005 * wobble(seconds * 1.4, 7) + 0.0009 * wobble(seconds * 10, 8);
    }

    /** How the camera's exposure follows the light. */
    static double exposure(final double seconds) {
        return 1 + 0.05 * wobble(seconds * 0.6, 9);
    }

    private static double wobble(final double at, final int which) {
        return 2 * Noise.cloud(at, 17.3 * which, 2, 0) - 1;
    }

    private static double along(final double[][] line, final double at, final boolean soft) {
        for (int i = 1; i < line.length; i++) {
            if (at < line[i][0]) {
                final double t = Math.max(0, (at - line[i - 1][0]) / (line[i][0] - line[i - 1][0]));
                return line[i - 1][1] + (line[i][1] - line[i - 1][1]) * (soft ? t * t * (3 - 2 * t) : t);
            }
        }
        return line[line.length - 1][1];
    }
}
