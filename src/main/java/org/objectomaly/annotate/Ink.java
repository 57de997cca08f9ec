package org.objectomaly.annotate;

/**
 * What a level looks like when it is drawn over a picture: a colour and an opacity for each of {@value #LEVELS} levels.
 *
 * <p>Each table entry holds the two numbers that a blend needs, so that a pixel costs one look-up: the part of the old
 * value that stays, of {@value #ONE}, in the upper bits, and what is added to it in the lower {@value #ADD_BITS}.
 */
final class Ink {
    /** Number of levels; finer than 8 bits, so that rounding a score moves no pixel by more than one step. */
    static final int LEVELS = 1024;
    /** The highest level. */
    static final int TOP = LEVELS - 1;

    private static final int SHIFT = 11;
    private static final int ONE = 1 << SHIFT;
    private static final int ADD_BITS = 19;
    private static final int ADD_MASK = (1 << ADD_BITS) - 1;

    /** Entries of luma, blue and red difference for each level. */
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
            y[level] = entry(opacity, code.y(colour));
            u[level] = entry(opacity, code.u(colour));
            v[level] = entry(opacity, code.v(colour));
            visible = visible == LEVELS && differs(level) ? level : visible;
        }
        firstVisible = visible;
    }

    /**
     * Draws over a value.
     *
     * @param below the value so far, 0..255
     * @param entry one of a table
     * @return the new value, 0..255
     */
    static int over(final int below, final int entry) {
        return below * (entry >>> ADD_BITS) + (entry & ADD_MASK) >> SHIFT;
    }

    private boolean differs(final int level) {
        return y[level] != y[0] || u[level] != u[0] || v[level] != v[0];
    }

    private static int entry(final double opacity, final double value) {
        final int keep = (int) Math.round((1 - opacity) * ONE);
        // Half a step more, because the shift of a blend rounds down.
        return keep << ADD_BITS | (int) Math.round(opacity * value * ONE) + ONE / 2;
    }

    /** Colour and opacity along a scale from 0 to 1. */
    interface Paint {
        Rgb colour(double part);

        double opacity(double part);
    }
}
