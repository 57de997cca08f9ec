package org.objectomaly.sample;

/** The sky, what stands at the end of the street, the sun, and the haze between. */
final class Sky {
    /** Towards the sun: from the right and a little from behind, rather high. */
    static final double SUN_X = 0.56;

    static final double SUN_Y = 0.70;
    static final double SUN_Z = -0.443;
    static final double[] SUNLIGHT = {2.95, 2.75, 2.42};
    static final double[] HAZE = {0.80, 0.85, 0.91};
    private static final double HAZE_METRES = 700;

    private Sky() {}

    /** Light from a direction above the horizon or of the far end of the street. */
    static void look(final double dx, final double dy, final double dz, final double[] light) {
        final double up = Math.max(0.02, dy);
        final double blue = Noise.smooth(0, 0.55, dy);
        light[0] = 1.08 - 0.60 * blue;
        light[1] = 1.10 - 0.47 * blue;
        light[2] = 1.13 - 0.22 * blue;
        final double u = dx / (up + 0.12);
        final double v = dz / (up + 0.12);
        final double clouds = Noise.cloud(u * 0.9 + 3, v * 0.6, 5, 0);
        final double cover = Noise.smooth(0.45, 0.66, clouds) * (0.55 + 0.45 * Noise.smooth(0, 0.2, dy));
        final double body = 1.2 - 0.75 * Noise.smooth(0.52, 0.8, clouds);
        light[0] += (body * 0.98 - light[0]) * cover;
        light[1] += (body - light[1]) * cover;
        light[2] += (body * 1.03 - light[2]) * cover;
        if (dz > 0 && dy < 0.12) {
            skyline(dx / dz, dy, light);
        }
    }

    /** Trees and roofs far away, pale. */
    private static void skyline(final double across, final double dy, final double[] light) {
        for (int layer = 0; layer < 2; layer++) {
            final double high = (layer == 0 ? 0.052 : 0.026)
                    * (0.55 + 0.6 * Noise.cloud(across * (layer == 0 ? 9 : 16) + 7 * layer, layer, 5, 0));
            final double seen = Noise.smooth(high + 0.0022, high - 0.0006, dy);
            final double grain = 0.9 + 0.2 * Noise.plane(across * 300, dy * 500);
            final double r = (layer == 0 ? 0.53 : 0.34) * grain;
            light[0] += (r - light[0]) * seen;
            light[1] += (r * 1.07 - light[1]) * seen;
            light[2] += (r * (layer == 0 ? 1.16 : 1.04) - light[2]) * seen;
        }
    }

    /** What a shiny surface in the street mirrors in a direction. */
    static void mirror(final double dx, final double dy, final double dz, final double[] light) {
        look(dx, Math.max(0.03, dy), Math.abs(dz) < 0.02 ? 0.02 : dz, light);
        // On both sides houses and trees reach up, less so along the street.
        final double roofs = 0.42 * Math.abs(dx) / (Math.abs(dx) + 0.35 * Math.abs(dz) + 1e-6)
                + 0.12 * (Noise.plane(dx * 9 + 20, dz * 9) - 0.5);
        final double house = Noise.smooth(roofs + 0.06, roofs - 0.06, dy);
        final double tone = 0.10 + 0.16 * Noise.plane(dx * 14, dy * 8 + dz * 14);
        light[0] += (tone * 1.05 - light[0]) * house;
        light[1] += (tone - light[1]) * house;
        light[2] += (tone * 0.92 - light[2]) * house;
        final double ground = Noise.smooth(0.03, -0.08, dy);
        light[0] += (0.16 - light[0]) * ground;
        light[1] += (0.16 - light[1]) * ground;
        light[2] += (0.165 - light[2]) * ground;
    }

    /** What the air leaves of a light after a distance, and what it adds. */
    static void haze(final double distance, final double[] light) {
        final double left = Math.exp(-distance / HAZE_METRES);
        for (int c = 0; c < 3; c++) {
            light[c] = HAZE[c] + (light[c] - HAZE[c]) * left;
        }
    }
}
