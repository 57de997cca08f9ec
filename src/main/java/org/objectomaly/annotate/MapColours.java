package org.objectomaly.annotate;

/** The colours of the scores, for whoever shows a map elsewhere than in a video. */
public final class MapColours {
    private static final int LEVELS = 256;
    private static final int[] TABLE = new int[LEVELS];

    static {
        for (int level = 0; level < LEVELS; level++) {
            final Rgb colour = ColourScale.SOLID.colour((double) level / (LEVELS - 1));
            TABLE[level] = part(colour.red()) << 16 | part(colour.green()) << 8 | part(colour.blue());
        }
    }

    private MapColours() {}

    /**
     * The colour of a score, the same as in a heat map video.
     *
     * @param score any; 0 and below is black, 1 and above the brightest
     * @return {@code 0xRRGGBB}
     */
    public static int of(final float score) {
        return TABLE[Math.round(Math.min(1, Math.max(0, score)) * (LEVELS - 1))];
    }

    private static int part(final double value) {
        return (int) Math.round(255 * value);
    }
}
