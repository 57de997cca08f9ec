package org.objectomaly.eval;

import java.util.Locale;

/**
 * Two axes with their grid, numbers and titles, and a legend below.
 *
 * @param across to the right
 * @param up to the top
 */
public record Axes(Axis across, Axis up) {
    private static final int WIDTH = 640;
    private static final int HEIGHT = 400;
    private static final int LEFT = 58;
    private static final int RIGHT = WIDTH - 20;
    private static final int TOP = 14;
    private static final int BOTTOM = HEIGHT - 44;
    private static final int TICKS = 5;
    private static final int LEGEND = 18;

    /**
     * One direction.
     *
     * @param title what its numbers are
     * @param from where it begins
     * @param to where it ends
     * @param decimals of its numbers
     */
    public record Axis(String title, double from, double to, int decimals) {
        private String number(final double share) {
            return String.format(Locale.ROOT, "%." + decimals + "f", from + share * (to - from));
        }

        private double share(final double value) {
            return (value - from) / (to - from);
        }
    }

    /**
     * Draws them.
     *
     * @param entries of the legend
     * @return a picture for what is to be shown over them
     */
    public Svg draw(final int entries) {
        final Svg svg = new Svg(WIDTH, HEIGHT + LEGEND * entries);
        for (int i = 0; i <= TICKS; i++) {
            final double share = (double) i / TICKS;
            final double x = LEFT + share * (RIGHT - LEFT);
            final double y = BOTTOM - share * (BOTTOM - TOP);
            svg.add("<path d=\"M%.1f %d V%d M%d %.1f H%d\" stroke=\"#ddd\"/>%n", x, TOP, BOTTOM, LEFT, y, RIGHT);
            svg.add("<text x=\"%.1f\" y=\"%d\" text-anchor=\"middle\">%s</text>", x, BOTTOM + 16, across.number(share));
            svg.add("<text x=\"%d\" y=\"%.1f\" text-anchor=\"end\">%s</text>%n", LEFT - 6, y + 4, up.number(share));
        }
        svg.add(
                "<text x=\"%d\" y=\"%d\" text-anchor=\"middle\">%s</text>%n",
                (LEFT + RIGHT) / 2, HEIGHT - 10, Table.escape(across.title()));
        svg.add(
                "<text transform=\"translate(14 %d) rotate(-90)\" text-anchor=\"middle\">%s</text>%n",
                (TOP + BOTTOM) / 2, Table.escape(up.title()));
        return svg;
    }

    /**
     * Adds an entry to the legend.
     *
     * @param svg that {@link #draw} gave
     * @param entry its number, from 0, and that of its colour
     * @param name what is shown in that colour
     */
    public void legend(final Svg svg, final int entry, final String name) {
        final int y = HEIGHT + 8 + LEGEND * entry;
        svg.add("<rect x=\"%d\" y=\"%d\" width=\"14\" height=\"6\" fill=\"%s\"/>", LEFT, y - 7, Svg.colour(entry));
        svg.add("<text x=\"%d\" y=\"%d\">%s</text>%n", LEFT + 22, y, Table.escape(name));
    }

    /**
     * Where a value lies.
     *
     * @param value of the axis to the right
     * @return in pixels
     */
    public double x(final double value) {
        return LEFT + across.share(value) * (RIGHT - LEFT);
    }

    /**
     * Where a value lies.
     *
     * @param value of the axis to the top; those outside are drawn at its ends
     * @return in pixels
     */
    public double y(final double value) {
        return BOTTOM - Math.min(1, Math.max(0, up.share(value))) * (BOTTOM - TOP);
    }
}
