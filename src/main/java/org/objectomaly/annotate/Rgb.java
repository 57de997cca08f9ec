package org.objectomaly.annotate;

/**
 * A gamma-coded colour.
 *
 * @param red 0..1
 * @param green 0..1
 * @param blue 0..1
 */
record Rgb(double red, double green, double blue) {
    static final Rgb BLACK = new Rgb(0, 0, 0);
    static final Rgb WHITE = new Rgb(1, 1, 1);

    /** The colour at a part of the way to another one. */
    Rgb towards(final Rgb other, final double part) {
        return new Rgb(
                red + part * (other.red - red),
                green + part * (other.green - green),
                blue + part * (other.blue - blue));
    }
}
