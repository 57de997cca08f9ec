package org.objectomaly.annotate;

/**
 * What a level looks like when it is drawn over a picture: a colour and an opacity for each of {@value #LEVELS} levels,
 * as tables of the two numbers that a blend needs, {@code out = (in * keep + add) >> 16}.
 */
final class Ink {
    /** Number of levels; finer than 8 bits, so that rounding a score moves no pixel by more than one step. */
    static final int LEVELS = 1024;
    /** The highest level. */
    static final int TOP = LEVELS - 1;

    private static final int ONE = 1 << 16;

    /** Part of the pixel below that stays, of 65536. */
    final int[] keep = new int[LEVELS];
    /** What is added to luma, blue and red difference, half a step for rounding included. */
    final int[] y = new int[LEVELS];

    final int[] u = new int[LEVELS];
    final int[] v = new int[LEVELS];
    /** The lowest level that looks different from level 0. */
    final int firstVisible;

    /**
     * Fills the tables.
     *
     * @param code how the video writes colours
     * @param paint colour and opacity of each level
     */
    Ink(final YuvCode code, final Paint paint) {
        int visible = LEVELS;
        for (int level = 0; level < LEVELS; level++) {
            final double part = (double) level / TOP;
            final double exact = paint.opacity(part);
            // What moves no pixel by half a step is left out, so that quiet parts of a picture cost nothing.
            final double opacity = exact * 255 < 0.5 ? 0 : exact;
            final Rgb colour = paint.colour(part);
            keep[level] = (int) Math.round((1 - opacity) * ONE);
            y[level] = premultiplied(opacity, code.y(colour));
            u[level] = premultiplied(opacity, code.u(colour));
            v[level] = premultiplied(opacity, code.v(colour));
            visible = visible == LEVELS && differs(level) ? level : visible;
        }
        firstVisible = visible;
    }

    private boolean differs(final int level) {
        return keep[level] != keep[0] || y[level] != y[0] || u[level] != u[0] || v[level] != v[0];
    }

    private static int premultiplied(final double opacity, final double value) {
        return (int) Math.round(opacity * value * ONE) + ONE / 2;
    }

    /** Colour and opacity along a scale from 0 to 1. */
    interface Paint {
        Rgb colour(double part);

        double opacity(double part);
    }
}
