package org.objectomaly.bench;

import java.util.ArrayList;
import java.util.List;
import org.objectomaly.eval.Axes;
import org.objectomaly.eval.Svg;

/** Points as SVG, over axes that begin at 0; each point has its name below the picture. */
final class Scatter {
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
        final Axes axes = new Axes(axis(xTitle, right), axis(yTitle, top));
        final Svg svg = axes.draw(points.size());
        for (int i = 0; i < points.size(); i++) {
            final Point point = points.get(i);
            svg.add(
                    "<circle cx=\"%.1f\" cy=\"%.1f\" r=\"6\" fill=\"%s\" stroke=\"#fff\"/>%n",
                    axes.x(point.x()), axes.y(point.y()), Svg.colour(i));
            axes.legend(svg, i, point.name());
        }
        return svg.text();
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

    private static Axes.Axis axis(final String title, final double end) {
        final int decimals = (int) Math.max(0, 2 - Math.floor(Math.log10(end)));
        return new Axes.Axis(title, 0, end, Math.min(6, decimals));
    }
}
