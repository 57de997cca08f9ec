package org.objectomaly.sample;

/** A box around a thing, in the thing's own axes: x right, y up, z ahead, in metres. */
record Bounds(double x0, double y0, double z0, double x1, double y1, double z1) {
    /** Where a ray enters, at least {@code from}; infinity if it passes by. */
    double enter(final Ray ray, final double from, final double to) {
        double near = from;
        double far = to;
        final double ax = (x0 - ray.ox) / ray.dx;
        final double bx = (x1 - ray.ox) / ray.dx;
        near = Math.max(near, Math.min(ax, bx));
        far = Math.min(far, Math.max(ax, bx));
        final double ay = (y0 - ray.oy) / ray.dy;
        final double by = (y1 - ray.oy) / ray.dy;
        near = Math.max(near, Math.min(ay, by));
        far = Math.min(far, Math.max(ay, by));
        final double az = (z0 - ray.oz) / ray.dz;
        final double bz = (z1 - ray.oz) / ray.dz;
        near = Math.max(near, Math.min(az, bz));
        far = Math.min(far, Math.max(az, bz));
        return near <= far ? near : Double.POSITIVE_INFINITY;
    }

    /** Where the ray of which {@link #enter} found the entry leaves. */
    double leave(final Ray ray) {
        final double x = Math.max((x0 - ray.ox) / ray.dx, (x1 - ray.ox) / ray.dx);
        final double y = Math.max((y0 - ray.oy) / ray.dy, (y1 - ray.oy) / ray.dy);
        final double z = Math.max((z0 - ray.oz) / ray.dz, (z1 - ray.oz) / ray.dz);
        return Math.min(x, Math.min(y, z));
    }

    boolean holds(final double x, final double y, final double z, final double margin) {
        return x > x0 - margin
                && x < x1 + margin
                && y > y0 - margin
                && y < y1 + margin
                && z > z0 - margin
                && z < z1 + margin;
    }
}
