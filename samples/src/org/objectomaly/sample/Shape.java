package org.objectomaly.sample;

/** A body by its distance: below 0 inside, above 0 outside, in metres. */
@FunctionalInterface
interface Shape {
    double distance(double x, double y, double z);

    static double sphere(final double x, final double y, final double z, final double radius) {
        return Math.sqrt(x * x + y * y + z * z) - radius;
    }

    static double ellipsoid(
            final double x, final double y, final double z, final double a, final double b, final double c) {
        final double far = Math.sqrt(x * x / (a * a) + y * y / (b * b) + z * z / (c * c));
        final double slope = Math.sqrt(x * x / (a * a * a * a) + y * y / (b * b * b * b) + z * z / (c * c * c * c));
        return slope < 1e-9 ? -Math.min(a, Math.min(b, c)) : far * (far - 1) / slope;
    }

    /** A box of half sizes a, b, c whose edges are rounded. */
    static double box(
            final double x,
            final double y,
            final double z,
            final double a,
            final double b,
            final double c,
            final double rounding) {
        final double qx = Math.abs(x) - a + rounding;
        final double qy = Math.abs(y) - b + rounding;
        final double qz = Math.abs(z) - c + rounding;
        final double ox = Math.max(qx, 0);
        final double oy = Math.max(qy, 0);
        final double oz = Math.max(qz, 0);
        return Math.sqrt(ox * ox + oy * oy + oz * oz) + Math.min(0, Math.max(qx, Math.max(qy, qz))) - rounding;
    }

    /** A cylinder around the x axis. */
    static double wheel(
            final double x,
            final double y,
            final double z,
            final double radius,
            final double half,
            final double rounding) {
        final double side = Math.sqrt(y * y + z * z) - radius + rounding;
        final double end = Math.abs(x) - half + rounding;
        final double os = Math.max(side, 0);
        final double oe = Math.max(end, 0);
        return Math.sqrt(os * os + oe * oe) + Math.min(0, Math.max(side, end)) - rounding;
    }

    /** A limb between two points, thicker at one end. */
    static double limb(
            final double x,
            final double y,
            final double z,
            final double[] from,
            final double[] to,
            final double thick,
            final double thin) {
        final double ax = to[0] - from[0];
        final double ay = to[1] - from[1];
        final double az = to[2] - from[2];
        final double px = x - from[0];
        final double py = y - from[1];
        final double pz = z - from[2];
        final double along = Noise.clamp((px * ax + py * ay + pz * az) / (ax * ax + ay * ay + az * az));
        return sphere(px - ax * along, py - ay * along, pz - az * along, thick + (thin - thick) * along);
    }

    /** Two bodies grown together, as muscles are. */
    static double blend(final double a, final double b, final double width) {
        final double mix = Math.max(width - Math.abs(a - b), 0) / width;
        return Math.min(a, b) - mix * mix * width * 0.25;
    }

    /** Distance to a closed outline in a plane, below 0 inside; corners as u, v, u, v and so on. */
    static double outline(final double u, final double v, final double[] corners) {
        double nearest = Double.MAX_VALUE;
        boolean inside = false;
        final int n = corners.length;
        for (int i = 0, j = n - 2; i < n; j = i, i += 2) {
            final double eu = corners[j] - corners[i];
            final double ev = corners[j + 1] - corners[i + 1];
            final double wu = u - corners[i];
            final double wv = v - corners[i + 1];
            final double along = Noise.clamp((wu * eu + wv * ev) / (eu * eu + ev * ev));
            final double du = wu - eu * along;
            final double dv = wv - ev * along;
            nearest = Math.min(nearest, du * du + dv * dv);
            final boolean above = v >= corners[i + 1];
            final boolean below = v < corners[j + 1];
            final boolean left = eu * wv > ev * wu;
            if (above && below && left || !above && !below && !left) {
                inside = !inside;
            }
        }
        return inside ? -Math.sqrt(nearest) : Math.sqrt(nearest);
    }
}
