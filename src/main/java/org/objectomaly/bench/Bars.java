package org.objectomaly.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.objectomaly.eval.Svg;
import org.objectomaly.eval.Table;

/** Lying bars as SVG, each perhaps of several parts. */
final class Bars {
    private static final int WIDTH = 760;
    private static final int RIGHT = 110;
    private static final int BAR = 40;
    private static final int LEGEND = 30;

    private record Bar(String label, double[] parts) {
        double length() {
            double sum = 0;
            for (final double part : parts) {
                sum += part;
            }
            return sum;
        }
    }

    private final String unit;
    private final List<String> parts;
    private final List<Bar> bars = new ArrayList<>();

    /**
     * A chart without bars.
     *
     * @param unit behind each number
     * @param parts names of a bar's parts; one for bars of one piece
     */
    Bars(final String unit, final List<String> parts) {
        this.unit = unit;
        this.parts = parts;
    }

    /** Adds a bar. */
    void bar(final String label, final double... lengths) {
        bars.add(new Bar(label, lengths.clone()));
    }

    /** The chart. */
    String svg() {
        final double longest = bars.stream().mapToDouble(Bar::length).max().orElse(1);
        final int legend = parts.size() > 1 ? LEGEND : 0;
        final int height = legend + BAR * bars.size() + 6;
        final Svg svg = new Svg(WIDTH, height);
        for (int i = 0; i < parts.size() && legend > 0; i++) {
            final int x = 4 + i * (WIDTH - 8) / parts.size();
            svg.add("<rect x=\"%d\" y=\"6\" width=\"12\" height=\"12\" fill=\"%s\"/>", x, Svg.colour(i));
            svg.add("<text x=\"%d\" y=\"16\">%s</text>%n", x + 17, Table.escape(parts.get(i)));
        }
        for (int b = 0; b < bars.size(); b++) {
            final Bar bar = bars.get(b);
            final int y = legend + BAR * b;
            svg.add("<text x=\"4\" y=\"%d\">%s</text>%n", y + 14, Table.escape(bar.label()));
            double x = 4;
            for (int i = 0; i < bar.parts().length; i++) {
                final double width = bar.parts()[i] / longest * (WIDTH - RIGHT);
                svg.add(
                        "<rect x=\"%.1f\" y=\"%d\" width=\"%.1f\" height=\"14\" fill=\"%s\"/>",
                        x, y + 20, width, Svg.colour(i));
                x += width;
            }
            svg.add("<text x=\"%.1f\" y=\"%d\">%s %s</text>%n", x + 6, y + 32, number(bar.length()), unit);
        }
        return svg.text();
    }

    private static String number(final double value) {
        return String.format(Locale.ROOT, value < 10 ? "%.2f" : "%.1f", value);
    }
}
