package org.objectomaly.eval;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** A line chart as SVG, over any range of x and from 0 up. It has its own colours, so that it stands in any page. */
public final class Chart {
    private static final int WIDTH = 640;
    private static final int HEIGHT = 400;
    private static final int LEFT = 58;
    private static final int RIGHT = 14;
    private static final int TOP = 14;
    private static final int BOTTOM = 44;
    private static final int TICKS = 5;
    /** Okabe and Ito's colours, which also those tell apart who see fewer. */
    private static final String[] COLOURS = {"#0072b2", "#d55e00", "#009e73", "#cc79a7", "#e69f00", "#56b4e9", "#000000"
    };

    private record Line(String name, double[] x, double[] y, boolean steps) {}

    private final String xTitle;
    private final String yTitle;
    private final double top;
    private final List<Line> lines = new ArrayList<>();

    /**
     * A chart without lines.
     *
     * @param xTitle what x is
     * @param yTitle what y is
     * @param top the highest y shown
     */
    public Chart(final String xTitle, final String yTitle, final double top) {
        this.xTitle = xTitle;
        this.yTitle = yTitle;
        this.top = top;
    }

    /** Adds a line; where y is NaN it is interrupted. */
    public void line(final String name, final double[] x, final double[] y) {
        lines.add(new Line(name, x, y, false));
    }

    /** Adds a line of steps: each y holds from the x before to its own, so that the area below is the sum of steps. */
    void steps(final String name, final double[] x, final double[] y) {
        lines.add(new Line(name, x, y, true));
    }

    /** The chart. */
    public String svg() {
        double from = Double.POSITIVE_INFINITY;
        double to = Double.NEGATIVE_INFINITY;
        for (final Line line : lines) {
            for (final double x : line.x()) {
                from = Math.min(from, x);
                to = Math.max(to, x);
            }
        }
        if (!(from < to)) {
            from = 0;
            to = 1;
        }
        final StringBuilder svg = new StringBuilder();
        add(
                svg,
                "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\" width=\"%d\" height=\"%d\""
                        + " font-family=\"sans-serif\" font-size=\"12\">%n<rect width=\"%d\" height=\"%d\" fill=\"#fff\"/>%n",
                WIDTH,
                HEIGHT + 18 * lines.size(),
                WIDTH,
                HEIGHT + 18 * lines.size(),
                WIDTH,
                HEIGHT + 18 * lines.size());
        grid(svg, from, to);
        for (int i = 0; i < lines.size(); i++) {
            final String colour = COLOURS[i % COLOURS.length];
            add(
                    svg,
                    "<path d=\"%s\" fill=\"none\" stroke=\"%s\" stroke-width=\"1.6\"/>%n",
                    path(lines.get(i), from, to, top),
                    colour);
            final int y = HEIGHT + 8 + 18 * i;
            add(svg, "<rect x=\"%d\" y=\"%d\" width=\"14\" height=\"4\" fill=\"%s\"/>", LEFT, y - 6, colour);
            add(
                    svg,
                    "<text x=\"%d\" y=\"%d\">%s</text>%n",
                    LEFT + 22,
                    y,
                    Table.escape(lines.get(i).name()));
        }
        return svg.append("</svg>\n").toString();
    }

    private void grid(final StringBuilder svg, final double from, final double to) {
        final int xDecimals = to - from > 10 * TICKS ? 0 : 1;
        final int yDecimals = top < 1 ? 3 : 1;
        for (int i = 0; i <= TICKS; i++) {
            final double part = (double) i / TICKS;
            final double x = LEFT + part * (WIDTH - LEFT - RIGHT);
            final double y = HEIGHT - BOTTOM - part * (HEIGHT - TOP - BOTTOM);
            add(
                    svg,
                    "<path d=\"M%.1f %d V%d M%d %.1f H%d\" stroke=\"#ddd\"/>%n",
                    x,
                    TOP,
                    HEIGHT - BOTTOM,
                    LEFT,
                    y,
                    WIDTH - RIGHT);
            add(
                    svg,
                    "<text x=\"%.1f\" y=\"%d\" text-anchor=\"middle\">%." + xDecimals + "f</text>",
                    x,
                    HEIGHT - BOTTOM + 16,
                    from + part * (to - from));
            add(
                    svg,
                    "<text x=\"%d\" y=\"%.1f\" text-anchor=\"end\">%." + yDecimals + "f</text>%n",
                    LEFT - 6,
                    y + 4,
                    part * top);
        }
        add(
                svg,
                "<text x=\"%d\" y=\"%d\" text-anchor=\"middle\">%s</text>%n",
                (LEFT + WIDTH - RIGHT) / 2,
                HEIGHT - 10,
                Table.escape(xTitle));
        add(
                svg,
                "<text transform=\"translate(14 %d) rotate(-90)\" text-anchor=\"middle\">%s</text>%n",
                (TOP + HEIGHT - BOTTOM) / 2,
                Table.escape(yTitle));
    }

    private static String path(final Line line, final double from, final double to, final double top) {
        final StringBuilder path = new StringBuilder();
        boolean pen = false;
        for (int i = 0; i < line.x().length; i++) {
            if (Double.isNaN(line.y()[i])) {
                pen = false;
                continue;
            }
            final double x = LEFT + (line.x()[i] - from) / (to - from) * (WIDTH - LEFT - RIGHT);
            final double share = Math.min(1, Math.max(0, line.y()[i] / top));
            final double y = HEIGHT - BOTTOM - share * (HEIGHT - TOP - BOTTOM);
            if (pen && line.steps()) {
                add(path, "V%.1f H%.1f", y, x);
            } else {
                add(path, "%s%.1f %.1f", pen ? "L" : "M", x, y);
            }
            pen = true;
        }
        return path.toString();
    }

    private static void add(final StringBuilder text, final String format, final Object... values) {
        text.append(String.format(Locale.ROOT, format, values));
    }
}
