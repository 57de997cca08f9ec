package org.objectomaly.sample;

/** A line of sight. Reused for every sample, for there are a billion of them in a clip. */
final class Ray {
    double ox;
    double oy;
    double oz;
    double dx;
    double dy;
    double dz;

    void set(
            final double fromX,
            final double fromY,
            final double fromZ,
            final double alongX,
            final double alongY,
            final double alongZ) {
        ox = fromX;
        oy = fromY;
        oz = fromZ;
        // A direction of exactly 0 would make 0/0 at a box whose side the ray runs in.
        dx = alongX == 0 ? 1e-12 : alongX;
        dy = alongY == 0 ? 1e-12 : alongY;
        dz = alongZ == 0 ? 1e-12 : alongZ;
    }
}
