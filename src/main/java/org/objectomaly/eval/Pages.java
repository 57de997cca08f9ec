package org.objectomaly.eval;

import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.objectomaly.metrics.PrPoint;

/** A report to be read: as Markdown, and as one HTML page that needs nothing beside it. */
public final class Pages {
    private static final String STYLE =
            """
            body { font: 15px/1.5 system-ui, sans-serif; max-width: 1180px; margin: 2em auto; padding: 0 1em; color: #1a1a1a }
            h1 { font-size: 1.6em } h2 { font-size: 1.2em; margin-top: 2em }
            table { border-collapse: collapse; font-variant-numeric: tabular-nums }
            th, td { padding: .25em .8em; border-bottom: 1px solid #ddd; text-align: left }
            .figure { text-align: right }
            img { max-width: 100%; display: block } figure { margin: 1em 0 } figcaption { color: #555 }
            pre { background: #f4f4f4; padding: .8em; overflow-x: auto }
            """;

    private final Report report;
    private final List<Table> tables;

    /**
     * The pages of a report.
     *
     * @param report with at least one outcome
     */
    public Pages(final Report report) {
        this.report = report;
        this.tables = Tables.of(report);
    }

    /**
     * The tables alone, for a terminal.
     *
     * @return text
     */
    public String tables() {
        return tables.stream()
                .map(table -> table.title() + "\n" + table.markdown())
                .collect(Collectors.joining("\n"));
    }

    /**
     * The report in Markdown.
     *
     * @return text
     */
    public String markdown() {
        final StringBuilder text = new StringBuilder();
        text.append("# ").append(title()).append("\n\n").append(about()).append("\n");
        for (final Table table : tables) {
            text.append("\n## ").append(table.title()).append("\n\n").append(table.markdown());
        }
        text.append("\n## Time\n\n").append(times().markdown());
        text.append("\n## To repeat it\n\n```\n").append(command()).append("\n```\n\n");
        return text.append(settings().markdown()).toString();
    }

    /**
     * The report in HTML, with curves and pictures.
     *
     * @return a whole page
     */
    public String html() {
        final StringBuilder page = new StringBuilder();
        page.append("<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n<title>")
                .append(Table.escape(title()))
                .append("</title>\n<style>\n")
                .append(STYLE)
                .append("</style>\n</head>\n<body>\n");
        heading(page, "h1", title());
        page.append("<p>").append(Table.escape(about())).append("</p>\n");
        for (final Table table : tables) {
            heading(page, "h2", table.title());
            page.append(table.html());
        }
        for (final Outcome outcome : report.outcomes()) {
            heading(page, "h2", "Precision and recall: " + describe(outcome));
            page.append(curves(outcome));
            if (!Double.isNaN(outcome.change())) {
                heading(page, "h2", "Over time: " + describe(outcome));
                page.append(overTime(outcome));
            }
            exhibits(
                    page,
                    "Best frames: " + describe(outcome),
                    outcome.showcase().best());
            exhibits(
                    page,
                    "Worst frames: " + describe(outcome),
                    outcome.showcase().worst());
        }
        heading(page, "h2", "Time");
        page.append(times().html());
        heading(page, "h2", "To repeat it");
        page.append("<pre>").append(Table.escape(command())).append("</pre>\n");
        page.append(settings().html());
        return page.append("</body>\n</html>\n").toString();
    }

    private String title() {
        return "objectomaly on " + report.dataSet().name();
    }

    private String about() {
        final Report.DataSet set = report.dataSet();
        final Row first = report.outcomes().get(0).rows().get(0);
        final double pixels = first.pixels().anomalousPixels() + first.pixels().ordinaryPixels();
        return String.format(
                Locale.ROOT,
                "%s, %s: %d frames of %s (%s), %d of them labelled; %.1f million judged pixels, %.2f %% of them anomalous."
                        + " Figures in percent. %s%s",
                report.program(),
                report.when(),
                report.outcomes().get(0).run().frames(),
                set.path(),
                set.benchmark().title(),
                report.outcomes().get(0).labelledFrames(),
                pixels / 1e6,
                100 * first.pixels().anomalousPixels() / pixels,
                report.complete() ? "" : "Not every method saw every frame: the evaluation was ended early. ",
                String.join(" ", set.notes()));
    }

    private static String describe(final Outcome outcome) {
        return String.join(", ", outcome.settings().values());
    }

    private static String curves(final Outcome outcome) {
        final Chart chart = new Chart("recall", "precision", 1);
        for (final Row row : outcome.rows()) {
            chart.steps(
                    String.format(
                            Locale.ROOT,
                            "%s (AuPRC %.2f)",
                            row.variant().title(),
                            100 * row.pixels().auPrc()),
                    row.curve().stream().mapToDouble(PrPoint::recall).toArray(),
                    row.curve().stream().mapToDouble(PrPoint::precision).toArray());
        }
        return chart.svg();
    }

    private static String overTime(final Outcome outcome) {
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

    private static void exhibits(final StringBuilder page, final String title, final List<Showcase.Exhibit> exhibits) {
        if (exhibits.isEmpty()) {
            return;
        }
        heading(page, "h2", title);
        page.append("<p>Source; truth, with anomalies orange and void grey; A0; A1; A.</p>\n");
        for (final Showcase.Exhibit exhibit : exhibits) {
            page.append("<figure><img alt=\"\" src=\"data:image/jpeg;base64,")
                    .append(Base64.getEncoder().encodeToString(exhibit.jpeg()))
                    .append("\"><figcaption>")
                    .append(Table.escape(exhibit.name()))
                    .append(String.format(Locale.ROOT, ": AuPRC %.2f", 100 * exhibit.auPrc()))
                    .append("</figcaption></figure>\n");
        }
    }

    private static Table frames(final Outcome outcome) {
        return new Table(
                "Frames",
                List.of("frame", "AuPRC of A0", "AuPRC of A", "change"),
                outcome.frames().stream()
                        .map(frame -> List.of(
                                frame.name(),
                                Tables.percent(frame.auPrcCoarse()),
                                Tables.percent(frame.auPrc()),
                                Tables.change(frame.change())))
                        .toList(),
                1);
    }

    private Table times() {
        return new Table(
                "Time",
                List.of("method", "stage", "frames", "median ms", "p95 ms", "busy"),
                report.outcomes().stream()
                        .flatMap(outcome -> outcome.run().stages().stream()
                                .map(stage -> List.of(
                                        describe(outcome),
                                        stage.name(),
                                        Long.toString(stage.frames()),
                                        String.format(Locale.ROOT, "%.1f", stage.medianMs()),
                                        String.format(Locale.ROOT, "%.1f", stage.p95Ms()),
                                        String.format(Locale.ROOT, "%.0f %%", 100 * stage.busy()))))
                        .toList(),
                2);
    }

    private Table settings() {
        final Map<String, String> first = report.outcomes().get(0).settings();
        return new Table(
                "Settings",
                List.copyOf(first.keySet()),
                report.outcomes().stream()
                        .map(outcome -> List.copyOf(outcome.settings().values()))
                        .toList(),
                first.size());
    }

    private String command() {
        return String.join(" ", report.command()) + "\n\n" + report.machine();
    }

    private static void heading(final StringBuilder page, final String tag, final String text) {
        page.append('<')
                .append(tag)
                .append('>')
                .append(Table.escape(text))
                .append("</")
                .append(tag)
                .append(">\n");
    }
}
