package org.objectomaly.sample;

/** What a point of a thing is like, before light falls on it: colours are linear, 0 to 1. */
final class Surface {
    double red;
    double green;
    double blue;
    double nx;
    double ny;
    double nz;
    /** How much it mirrors its surroundings when looked at straight on. */
    double gloss;
    /** Light of its own, in its colour. */
    double glow;
    /** How much of the sky it sees. */
    double open;
    /** How much sunlight shines through it from behind, as leaves let it. */
    double thin;

    void reset() {
        gloss = 0;
        glow = 0;
        open = 1;
        thin = 0;
    }

    void colour(final double r, final double g, final double b) {
        red = r;
        green = g;
        blue = b;
    }

    void grey(final double value) {
        colour(value, value, value * 1.02);
    }

    void scale(final double by) {
        red *= by;
        green *= by;
        blue *= by;
    }

    /** Lays another colour over this one. */
    void cover(final double r, final double g, final double b, final double how) {
        red += (r - red) * how;
        green += (g - green) * how;
        blue += (b - blue) * how;
    }

    void normal(final double x, final double y, final double z) {
        final double length = Math.sqrt(x * x + y * y + z * z);
        nx = x / length;
        ny = y / length;
        nz = z / length;
    }
}
