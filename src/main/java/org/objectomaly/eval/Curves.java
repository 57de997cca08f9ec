package org.objectomaly.eval;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.objectomaly.metrics.PrPoint;

/** The charts of a report, as SVG. */
final class Curves {
    private Curves() {}

    /** Precision against recall of the whole method, a line for each outcome. */
    static String compared(final Report report) {
        final Chart chart = new Chart("recall", "precision", 1);
        for (final Outcome outcome : report.outcomes()) {
            step(chart, Tables.describe(report, outcome), outcome.row(Variant.BOTH));
        }
        return chart.svg();
    }

    private static void step(final Chart chart, final String name, final Row row) {
        chart.steps(
                String.format(
                        Locale.ROOT, "%s (AuPRC %.2f)", name, 100 * row.pixels().auPrc()),
                row.curve().stream().mapToDouble(PrPoint::recall).toArray(),
                row.curve().stream().mapToDouble(PrPoint::precision).toArray());
    }

    /** Precision against recall, a line for each variant. */
    static String of(final Outcome outcome) {
        final Chart chart = new Chart("recall", "precision", 1);
        outcome.rows().forEach(row -> step(chart, row.variant().title(), row));
        return chart.svg();
    }

    /** AuPRC and change of each frame of a video. */
    static String overTime(final Outcome outcome) {
        final List<FrameScore> frames = outcome.frames();
        final double[] number = new double[frames.size()];
        for (int i = 0; i < number.length; i++) {
            number[i] = i;
        }
        final Chart quality = new Chart("frame", "AuPRC", 1);
        quality.line("A", number, frames.stream().mapToDouble(FrameScore::auPrc).toArray());
        if (outcome.row(Variant.CAS) != null) {
            final double[] coarse =
                    frames.stream().mapToDouble(FrameScore::auPrcCoarse).toArray();
            quality.line("A0", number, coarse);
        }
        final double[] changes = frames.stream().mapToDouble(FrameScore::change).toArray();
        final double highest = Arrays.stream(changes)
                .filter(value -> !Double.isNaN(value))
                .max()
                .orElse(1);
        final Chart steadiness = new Chart("frame", "change along the flow", highest > 0 ? highest : 1);
        steadiness.line("A", number, changes);
        return quality.svg() + steadiness.svg();
    }
}
