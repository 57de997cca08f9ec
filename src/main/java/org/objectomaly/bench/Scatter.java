package org.objectomaly.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.objectomaly.eval.Table;

/** Points as SVG, over axes that begin at 0; each point has its name below the picture. */
final class Scatter {
    private static final int WIDTH = 640;
    private static final int HEIGHT = 360;
    private static final int LEFT = 58;
    private static final int RIGHT = 20;
    private static final int TOP = 14;
    private static final int BOTTOM = 44;
    private static final int TICKS = 5;

    private record Point(String name, double x, double y) {}

    private final String xTitle;
    private final String yTitle;
    private final List<Point> points = new ArrayList<>();

    Scatter(final String xTitle, final String yTitle) {
        this.xTitle = xTitle;
        this.yTitle = yTitle;
    }

    /** Adds a point. */
    void point(final String name, final double x, final double y) {
        points.add(new Point(name, x, y));
    }

    /** The chart. */
    String svg() {
        final double right = end(points.stream().mapToDouble(Point::x).max().orElse(1));
        final double top = end(points.stream().mapToDouble(Point::y).max().orElse(1));
        final int height = HEIGHT + 18 * points.size();
        final StringBuilder svg = new StringBuilder();
        add(
                svg,
                "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\" width=\"%d\" height=\"%d\""
                        + " font-family=\"sans-serif\" font-size=\"12\">%n<rect width=\"%d\" height=\"%d\" fill=\"#fff\"/>%n",
                WIDTH,
                height,
                WIDTH,
                height,
                WIDTH,
                height);
        grid(svg, right, top);
        for (int i = 0; i < points.size(); i++) {
            final Point point = points.get(i);
            final String colour = Bars.COLOURS[i % Bars.COLOURS.length];
            add(
                    svg,
                    "<circle cx=\"%.1f\" cy=\"%.1f\" r=\"6\" fill=\"%s\" stroke=\"#fff\"/>%n",
                    x(point.x() / right),
                    y(point.y() / top),
                    colour);
            final int below = HEIGHT + 8 + 18 * i;
            add(svg, "<circle cx=\"%d\" cy=\"%d\" r=\"6\" fill=\"%s\"/>", LEFT + 6, below - 4, colour);
            add(svg, "<text x=\"%d\" y=\"%d\">%s</text>%n", LEFT + 22, below, Table.escape(point.name()));
        }
        return svg.append("</svg>\n").toString();
    }

    private void grid(final StringBuilder svg, final double right, final double top) {
        for (int i = 0; i <= TICKS; i++) {
            final double part = (double) i / TICKS;
            add(
                    svg,
                    "<path d=\"M%.1f %d V%d M%d %.1f H%d\" stroke=\"#ddd\"/>%n",
                    x(part),
                    TOP,
                    HEIGHT - BOTTOM,
                    LEFT,
                    y(part),
                    WIDTH - RIGHT);
            add(
                    svg,
                    "<text x=\"%.1f\" y=\"%d\" text-anchor=\"middle\">%s</text>",
                    x(part),
                    HEIGHT - BOTTOM + 16,
                    number(part * right, right));
            add(
                    svg,
                    "<text x=\"%d\" y=\"%.1f\" text-anchor=\"end\">%s</text>%n",
                    LEFT - 6,
                    y(part) + 4,
                    number(part * top, top));
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

    private static double x(final double share) {
        return LEFT + share * (WIDTH - LEFT - RIGHT);
    }

    private static double y(final double share) {
        return HEIGHT - BOTTOM - share * (HEIGHT - TOP - BOTTOM);
    }

    /** A round number above the largest. */
    private static double end(final double largest) {
        if (!(largest > 0)) {
            return 1;
        }
        final double unit = Math.pow(10, Math.floor(Math.log10(largest)));
        for (final double step : new double[] {1, 2, 2.5, 5}) {
            if (largest * 1.05 <= step * unit) {
                return step * unit;
            }
        }
        return 10 * unit;
    }

    private static String number(final double value, final double end) {
        final int decimals = (int) Math.max(0, 2 - Math.floor(Math.log10(end)));
        return String.format(Locale.ROOT, "%." + Math.min(6, decimals) + "f", value);
    }

    private static void add(final StringBuilder text, final String format, final Object... values) {
        text.append(String.format(Locale.ROOT, format, values));
    }
}
