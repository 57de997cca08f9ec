package org.objectomaly.sample;

/** The bonnet of the car that carries the camera, at the lower edge of every picture. */
final class Bonnet {
    private final int width;
    private final int height;

    Bonnet(final int width, final int height) {
        this.width = width;
        this.height = height;
    }

    /** Rows above the lower edge of the picture at which it ends, as a part of the height. */
    private double edge(final double u) {
        return 0.052 - 0.11 * u * u + 0.006 * Math.exp(-u * u * 60);
    }

    boolean covers(final double column, final double row) {
        return row > height * (1 - edge(column / width - 0.53));
    }

    /** Dark paint that mirrors the sky, brightest where one looks along it. */
    void look(final double column, final double row, final Ray ray, final double[] light) {
        final double u = column / width - 0.53;
        final double inside = (edge(u) - 1 + row / height) / 0.052;
        final double crease = Noise.smooth(0.012, 0, Math.abs(Math.abs(u) - 0.2 - 0.03 * inside));
        Sky.mirror(
                ray.dx + 1.2 * u,
                0.05 + 0.42 * inside + 0.02 * Noise.plane(u * 40, inside * 3),
                ray.dz * (0.9 - 0.5 * inside),
                light);
        final double much = 0.17 - 0.11 * Noise.clamp(inside) + 0.05 * crease;
        final double lip = 0.35 + 0.65 * Noise.smooth(0, 0.12, inside);
        for (int c = 0; c < 3; c++) {
            light[c] = lip * (0.012 + much * light[c]);
        }
    }
}
