package org.objectomaly.objectness;

import org.objectomaly.Fault;

/**
 * The size at which a network looks at pictures: a width in pixels or a fraction of the picture's own, the sides in
 * proportion, never more than the picture has.
 *
 * @param width columns, or 0 if the fraction rules
 * @param fraction of the picture's own size, in (0, 1]
 */
public record AnalysisSize(int width, double fraction) {
    /** The network halves its map three times; smaller pictures are enlarged to this. */
    private static final int LEAST = 16;

    /**
     * Checks the size.
     *
     * @throws Fault of kind USAGE if it is out of range
     */
    public AnalysisSize {
        if (width < 0 || width > 0 && width < LEAST || !(fraction > 0 && fraction <= 1)) {
            throw Fault.of(
                    Fault.Kind.USAGE,
                    "The analysis size is %s; give a width of %d pixels or more, or a fraction up to 1.",
                    width == 0 ? fraction : width,
                    LEAST);
        }
    }

    /**
     * A width in pixels.
     *
     * @param width 16 or more
     * @return the size
     */
    public static AnalysisSize ofWidth(final int width) {
        return new AnalysisSize(width == 0 ? -1 : width, 1);
    }

    /**
     * A fraction of the picture's own size.
     *
     * @param fraction in (0, 1]
     * @return the size
     */
    public static AnalysisSize ofFraction(final double fraction) {
        return new AnalysisSize(0, fraction);
    }

    /**
     * Columns the network sees.
     *
     * @param contentWidth columns of the picture's content
     * @return pixels
     */
    public int columns(final int contentWidth) {
        return Math.max(LEAST, (int) Math.round(contentWidth * scale(contentWidth)));
    }

    /**
     * Rows the network sees.
     *
     * @param contentWidth columns of the picture's content
     * @param contentHeight rows of the picture's content
     * @return pixels
     */
    public int rows(final int contentWidth, final int contentHeight) {
        return Math.max(LEAST, (int) Math.round(contentHeight * scale(contentWidth)));
    }

    private double scale(final int contentWidth) {
        return width == 0 ? fraction : Math.min(1, (double) width / contentWidth);
    }
}
