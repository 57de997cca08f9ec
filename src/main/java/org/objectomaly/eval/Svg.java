package org.objectomaly.eval;

import java.util.Locale;

/** A picture as SVG, on white and with colours of its own, so that it stands in any page. */
public final class Svg {
    /** Okabe and Ito's colours, which also those tell apart who see fewer. */
    private static final String[] COLOURS = {
        "#0072b2", "#d55e00", "#009e73", "#cc79a7", "#e69f00", "#56b4e9", "#f0e442", "#999999"
    };

    private final StringBuilder text = new StringBuilder();

    /**
     * An empty picture.
     *
     * @param width in pixels
     * @param height in pixels
     */
    public Svg(final int width, final int height) {
        add(
                "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %1$d %2$d\" width=\"%1$d\" height=\"%2$d\""
                        + " font-family=\"sans-serif\" font-size=\"12\">%n<rect width=\"%1$d\" height=\"%2$d\" fill=\"#fff\"/>%n",
                width, height);
    }

    /**
     * Adds elements.
     *
     * @param format as {@link String#format(String, Object...)} takes it
     * @param values for it
     */
    public void add(final String format, final Object... values) {
        text.append(String.format(Locale.ROOT, format, values));
    }

    /**
     * The colour of one of several things.
     *
     * @param number of the thing, from 0; far ones have colours of near ones
     * @return as SVG writes it
     */
    public static String colour(final int number) {
        return COLOURS[number % COLOURS.length];
    }

    /**
     * The whole picture.
     *
     * @return an {@code svg} element
     */
    public String text() {
        return text + "</svg>\n";
    }
}
