package org.objectomaly.sample;

/** A shape measured once at the points of a grid: asking it costs the same for a crate and for a cow. */
final class Field {
    private static final int BLOCK = 4;

    private final Bounds box;
    private final double perMetre;
    private final int nx;
    private final int ny;
    private final int nz;
    private final float[] distances;

    Field(final Shape shape, final Bounds box, final double cell) {
        this.box = box;
        this.perMetre = 1 / cell;
        nx = (int) Math.ceil((box.x1() - box.x0()) / cell) + 2;
        ny = (int) Math.ceil((box.y1() - box.y0()) / cell) + 2;
        nz = (int) Math.ceil((box.z1() - box.z0()) / cell) + 2;
        distances = new float[nx * ny * nz];
        for (int z = 0; z < nz; z += BLOCK) {
            for (int y = 0; y < ny; y += BLOCK) {
                for (int x = 0; x < nx; x += BLOCK) {
                    fill(shape, x, y, z, cell);
                }
            }
        }
    }

    /** Measures the points of a block one by one near the surface, and by one slope elsewhere. */
    private void fill(final Shape shape, final int x0, final int y0, final int z0, final double cell) {
        final double half = (BLOCK - 1) / 2.0;
        final double mx = box.x0() + (x0 + half) * cell;
        final double my = box.y0() + (y0 + half) * cell;
        final double mz = box.z0() + (z0 + half) * cell;
        final double middle = shape.distance(mx, my, mz);
        final boolean far = Math.abs(middle) > 1.4 * BLOCK * cell;
        final double sx = far ? (shape.distance(mx + cell, my, mz) - middle) / cell : 0;
        final double sy = far ? (shape.distance(mx, my + cell, mz) - middle) / cell : 0;
        final double sz = far ? (shape.distance(mx, my, mz + cell) - middle) / cell : 0;
        for (int z = z0; z < Math.min(nz, z0 + BLOCK); z++) {
            for (int y = y0; y < Math.min(ny, y0 + BLOCK); y++) {
                for (int x = x0; x < Math.min(nx, x0 + BLOCK); x++) {
                    final double px = box.x0() + x * cell;
                    final double py = box.y0() + y * cell;
                    final double pz = box.z0() + z * cell;
                    distances[(z * ny + y) * nx + x] = (float)
                            (far
                                    ? middle + sx * (px - mx) + sy * (py - my) + sz * (pz - mz)
                                    : shape.distance(px, py, pz));
                }
            }
        }
    }

    double at(final double x, final double y, final double z) {
        final double gx = Math.max(0, Math.min(nx - 1.001, (x - box.x0()) * perMetre));
        final double gy = Math.max(0, Math.min(ny - 1.001, (y - box.y0()) * perMetre));
        final double gz = Math.max(0, Math.min(nz - 1.001, (z - box.z0()) * perMetre));
        final int ix = (int) gx;
        final int iy = (int) gy;
        final int iz = (int) gz;
        final double fx = gx - ix;
        final double fy = gy - iy;
        final int i = (iz * ny + iy) * nx + ix;
        final int j = i + nx * ny;
        final float[] d = distances;
        final double a = d[i] + (d[i + 1] - d[i]) * fx;
        final double b = d[i + nx] + (d[i + nx + 1] - d[i + nx]) * fx;
        final double c = d[j] + (d[j + 1] - d[j]) * fx;
        final double e = d[j + nx] + (d[j + nx + 1] - d[j + nx]) * fx;
        final double front = a + (b - a) * fy;
        return front + (c + (e - c) * fy - front) * (gz - iz);
    }
}
