package org.objectomaly.sample;

/** A kind of thing, in its own axes: x right, y up from the ground, z ahead. */
interface Model {
    Bounds bounds();

    /** Where a ray first meets it between two distances; infinity if it does not. */
    double trace(Ray ray, double from, double to, double phase);

    /** What it is like at a point that {@link #trace} found; {@code footprint} is the width of a pixel there. */
    void paint(Ray ray, double distance, double footprint, double phase, Surface surface);

    /** How far a point is from it, for the darkness where things stand on the ground. */
    default double near(final double x, final double y, final double z, final double phase) {
        return Double.POSITIVE_INFINITY;
    }
}
