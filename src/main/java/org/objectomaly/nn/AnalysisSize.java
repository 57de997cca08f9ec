package org.objectomaly.nn;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.objectomaly.Fault;

/** The size at which a network looks at a picture; the picture is stretched to it. */
@FunctionalInterface
public interface AnalysisSize {
    /** Sides are multiples of this, as the networks were trained and halve the picture. */
    int MULTIPLE = 32;
    /** How users write {@link #own}. */
    String OWN = "own";

    /**
     * The longest side that users may ask for, {@link #own} aside: beyond it the features of a network no longer fit in
     * memory.
     */
    int LARGEST = 4096;

    /**
     * The size for a picture.
     *
     * @param width columns of the picture's content
     * @param height rows of the picture's content
     * @return columns and rows, multiples of 32 except for {@link #shorter} and {@link #own}
     */
    int[] of(int width, int height);

    /**
     * One size for all pictures.
     *
     * @param width columns, rounded to a multiple of 32
     * @param height rows, rounded likewise
     * @return that size
     */
    static AnalysisSize fixed(final int width, final int height) {
        return (w, h) -> new int[] {rounded(width), rounded(height)};
    }

    /**
     * A fraction of the picture, which keeps its aspect up to the rounding.
     *
     * @param fraction of its width and height, above 0
     * @return the size
     */
    static AnalysisSize fraction(final double fraction) {
        return (w, h) -> new int[] {rounded(fraction * w), rounded(fraction * h)};
    }

    /**
     * About so many rows, whatever the picture's size; keeps its aspect up to the rounding, unless that would take more than
     * {@value #LARGEST} columns.
     *
     * @param rows rows that the network shall see
     * @return the size
     */
    static AnalysisSize rows(final int rows) {
        return (w, h) -> new int[] {rounded(Math.min(LARGEST, (double) rows * w / h)), rounded(rows)};
    }

    /**
     * A shorter side of so many pixels and a longer one of at most twice as many, not rounded, as detectron2 resizes: the
     * picture keeps its aspect.
     *
     * @param pixels of the shorter side
     * @return the size
     */
    static AnalysisSize shorter(final int pixels) {
        return (w, h) -> {
            final double scale = Math.min((double) pixels / Math.min(w, h), 2.0 * pixels / Math.max(w, h));
            return new int[] {Math.max(1, (int) (scale * w + 0.5)), Math.max(1, (int) (scale * h + 0.5))};
        };
    }

    /**
     * The picture's own size, not rounded: for what is measured pixel by pixel.
     *
     * @return that size
     */
    static AnalysisSize own() {
        return (w, h) -> new int[] {w, h};
    }

    /**
     * Reads a size as users write it.
     *
     * @param text {@code 1024x512} (width x height), {@code 288p} (rows), a fraction of the picture such as {@code 0.5},
     *     {@code 1024s} (shorter side), or {@code own}
     * @return the size; its {@code toString} is the text
     * @throws Fault of kind USAGE if the text is none of these
     */
    static AnalysisSize parse(final String text) {
        return new NamedSize(text, read(text));
    }

    private static AnalysisSize read(final String text) {
        if (text.equals(OWN)) {
            return own();
        }
        final Matcher size = Pattern.compile("([1-9]\\d{0,4})x([1-9]\\d{0,4})").matcher(text);
        if (size.matches() && side(size.group(1)) && side(size.group(2))) {
            return fixed(Integer.parseInt(size.group(1)), Integer.parseInt(size.group(2)));
        }
        final Matcher rows = Pattern.compile("([1-9]\\d{0,4})p").matcher(text);
        if (rows.matches() && side(rows.group(1))) {
            return rows(Integer.parseInt(rows.group(1)));
        }
        final Matcher shorter = Pattern.compile("([1-9]\\d{0,4})s").matcher(text);
        if (shorter.matches() && side(shorter.group(1)) && Integer.parseInt(shorter.group(1)) <= LARGEST / 2) {
            return shorter(Integer.parseInt(shorter.group(1)));
        }
        if (text.matches("\\d?\\.?\\d{1,6}") && Double.parseDouble(text) > 0 && Double.parseDouble(text) <= 2) {
            return fraction(Double.parseDouble(text));
        }
        throw Fault.of(
                Fault.Kind.USAGE,
                "\"%s\" is no analysis size; give WIDTHxHEIGHT such as 1024x512 or rows such as 288p, up to %d, a fraction"
                        + " such as 0.5, a shorter side such as 1024s, or own.",
                text,
                LARGEST);
    }

    private static boolean side(final String digits) {
        return Integer.parseInt(digits) <= LARGEST;
    }

    private static int rounded(final double side) {
        return Math.max(1, (int) Math.round(side / MULTIPLE)) * MULTIPLE;
    }
}
