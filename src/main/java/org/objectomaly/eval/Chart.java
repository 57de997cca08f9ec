package org.objectomaly.eval;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** A line chart as SVG, over any range of x and from 0 up. */
public final class Chart {
    /** A range as wide as this has whole numbers at its grid. */
    private static final double MANY = 50;

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
        final Axes axes = new Axes(
                new Axes.Axis(xTitle, from, to, to - from > MANY ? 0 : 1),
                new Axes.Axis(yTitle, 0, top, top < 1 ? 3 : 1));
        final Svg svg = axes.draw(lines.size());
        for (int i = 0; i < lines.size(); i++) {
            svg.add(
                    "<path d=\"%s\" fill=\"none\" stroke=\"%s\" stroke-width=\"1.6\"/>%n",
                    path(lines.get(i), axes), Svg.colour(i));
            axes.legend(svg, i, lines.get(i).name());
        }
        return svg.text();
    }

    private static String path(final Line line, final Axes axes) {
        final StringBuilder path = new StringBuilder();
        boolean pen = false;
        for (int i = 0; i < line.x().length; i++) {
            if (Double.isNaN(line.y()[i])) {
                pen = false;
                continue;
            }
            final double x = axes.x(line.x()[i]);
            final double y = axes.y(line.y()[i]);
            path.append(
                    pen && line.steps()
                            ? String.format(Locale.ROOT, "V%.1f H%.1f", y, x)
                            : String.format(Locale.ROOT, "%s%.1f %.1f", pen ? "L" : "M", x, y));
            pen = true;
        }
        return path.toString();
    }
}
