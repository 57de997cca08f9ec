package org.objectomaly.sample;

/** A crown of leaves or a hedge: inside its outline a ray passes through gaps until it meets a leaf. */
final class Foliage implements Model {
    private static final int STEPS = 90;
    private static final byte[] LEAVES = leaves();

    private final Bounds bounds;
    private final Field field;
    private final double leaf;
    private final double density;
    private final double[] colour;

    /**
     * Leaves within an outline.
     *
     * @param leaf width of a bunch of leaves in metres
     * @param density how closed it is, 0 to 1
     * @param colour of the leaves, linear
     */
    Foliage(
            final Bounds bounds,
            final double cell,
            final Shape outline,
            final double leaf,
            final double density,
            final double... colour) {
        this.bounds = bounds;
        this.field = new Field(outline, bounds, cell);
        this.leaf = leaf;
        this.density = density;
        this.colour = colour;
    }

    /** Random bunches of 64 x 64 x 64 leaves, which repeat. */
    private static byte[] leaves() {
        final byte[] made = new byte[64 * 64 * 64];
        for (int i = 0; i < made.length; i++) {
            final int x = i & 63;
            final int y = i >> 6 & 63;
            final int z = i >> 12;
            // Periods of 64 leaves: the noise of bunches is asked on a torus, folded.
            final double bunch = Noise.space(Math.abs(x - 32) * 0.31, Math.abs(y - 32) * 0.31, Math.abs(z - 32) * 0.31);
            made[i] = (byte) (255 * (0.5 * Noise.hash(i, 7) + 0.5 * Noise.smooth(0.15, 0.85, bunch)));
        }
        return made;
    }

    @Override
    public Bounds bounds() {
        return bounds;
    }

    @Override
    public double trace(final Ray ray, final double from, final double to, final double phase) {
        double t = bounds.enter(ray, from, to);
        if (t > to) {
            return Double.POSITIVE_INFINITY;
        }
        final double end = Math.min(to, bounds.leave(ray));
        for (int i = 0; i < STEPS && t < end; i++) {
            final double x = ray.ox + ray.dx * t;
            final double y = ray.oy + ray.dy * t;
            final double z = ray.oz + ray.dz * t;
            final double d = field.at(x, y, z);
            if (d > 0.02) {
                t += d * 0.95;
                continue;
            }
            // Thinner at the rim, where one sees the sky between the twigs.
            if (leaf(x, y, z) > 225 - 120 * density - 90 * Math.min(1, -d * 2.5)) {
                return t;
            }
            t += leaf * 0.8;
        }
        return Double.POSITIVE_INFINITY;
    }

    /** How much of a leaf is at a place, 0 to 255; leaves have hard edges, so nothing is smoothed here. */
    private int leaf(final double x, final double y, final double z) {
        final int ix = Noise.floor(x / leaf);
        final int iy = Noise.floor(y / leaf);
        final int iz = Noise.floor(z / leaf);
        return LEAVES[(iz & 63) << 12 | (iy & 63) << 6 | ix & 63] & 0xff;
    }

    @Override
    public void paint(
            final Ray ray, final double distance, final double footprint, final double phase, final Surface surface) {
        final double x = ray.ox + ray.dx * distance;
        final double y = ray.oy + ray.dy * distance;
        final double z = ray.oz + ray.dz * distance;
        final double e = 0.15;
        final double d = field.at(x, y, z);
        final double gx = field.at(x + e, y, z) - field.at(x - e, y, z);
        final double gy = field.at(x, y + e, z) - field.at(x, y - e, z);
        final double gz = field.at(x, y, z + e) - field.at(x, y, z - e);
        final double length = Math.sqrt(gx * gx + gy * gy + gz * gz) + 1e-6;
        final int a = leaf(x + 9 * leaf, y, z) - 128;
        final int b = leaf(x, y + 9 * leaf, z) - 128;
        final int c = leaf(x, y, z + 9 * leaf) - 128;
        final double rough = Noise.clamp(1.3 - footprint * 5) / 190;
        surface.normal(gx / length + a * rough, gy / length + 0.3 + b * rough, gz / length + c * rough);
        final double bough = Noise.space(x * 1.6, y * 1.6, z * 1.6 + 40);
        final double light = 0.62 + 0.5 * bough + 0.5 * (a + c) / 128.0;
        surface.colour(
                colour[0] * light * (0.8 + 0.4 * bough), colour[1] * light, colour[2] * light * (1.1 - 0.3 * bough));
        surface.open = (0.25 + 0.75 * Math.exp(Math.min(0, d + 0.1) * 2.6)) * (0.68 + 0.32 * gy / length);
        surface.thin = 0.45;
    }
}
