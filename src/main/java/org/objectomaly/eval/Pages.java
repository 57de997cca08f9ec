package org.objectomaly.eval;

import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.objectomaly.metrics.ComponentMetrics;

/** A report to be read: as Markdown, and as one HTML page that needs nothing beside it. */
public final class Pages implements ReportPages {
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

    @Override
    public String text() {
        final StringBuilder text = new StringBuilder(about()).append('\n');
        for (final Table table : tables) {
            text.append('\n').append(table.title()).append('\n').append(table.markdown());
        }
        return text.toString();
    }

    @Override
    public String markdown() {
        final StringBuilder text = new StringBuilder();
        text.append("# ").append(title()).append("\n\n").append(about()).append("\n");
        for (final Table table : tables) {
            text.append("\n## ").append(table.title()).append("\n\n").append(table.markdown());
        }
        text.append("\n## How to read it\n\n");
        footnotes().forEach(note -> text.append("- ").append(note).append('\n'));
        for (final Outcome outcome : report.outcomes()) {
            text.append("\n## Frames: ").append(describe(outcome)).append("\n\n");
            text.append(frames(outcome).markdown());
        }
        text.append("\n## Time\n\n").append(times().markdown());
        text.append("\n## To repeat it\n\n```\n").append(command()).append("\n```\n\n");
        return text.append(settings().markdown())
                .append('\n')
                .append(checkpoints().markdown())
                .toString();
    }

    @Override
    public String html() {
        final StringBuilder page = Html.begin(title(), about());
        for (final Table table : tables) {
            Html.heading(page, "h2", table.title());
            page.append(table.html());
        }
        Html.heading(page, "h2", "How to read it");
        Html.list(page, footnotes());
        if (report.outcomes().size() > 1) {
            Html.heading(page, "h2", "Precision and recall of the whole method");
            page.append(Curves.compared(report));
        }
        report.outcomes().forEach(outcome -> append(page, outcome));
        Html.heading(page, "h2", "Time");
        page.append(times().html());
        Html.heading(page, "h2", "To repeat it");
        Html.preformatted(page, command());
        page.append(settings().html()).append(checkpoints().html());
        return page.append(Html.END).toString();
    }

    private void append(final StringBuilder page, final Outcome outcome) {
        final String name = describe(outcome);
        Html.heading(page, "h2", "Precision and recall: " + name);
        page.append(Curves.of(outcome));
        if (!Double.isNaN(outcome.change())) {
            Html.heading(page, "h2", "Over time: " + name);
            page.append(Curves.overTime(outcome));
        }
        exhibits(page, "Best frames: " + name, outcome.showcase().best());
        exhibits(page, "Worst frames: " + name, outcome.showcase().worst());
        page.append("<details><summary>All frames: ")
                .append(Table.escape(name))
                .append("</summary>\n")
                .append(frames(outcome).html())
                .append("</details>\n");
    }

    /** What the figures are, and what speaks against comparing them. */
    private List<String> footnotes() {
        final ComponentMetrics components =
                report.outcomes().get(0).rows().get(0).components();
        final List<String> notes = new ArrayList<>(List.of(
                "AuPRC is the average precision, exact over all judged pixels. FPR95 smallest is the false positive rate"
                        + " at the first threshold that finds 95 % of the anomalous pixels (SegmentMeIfYouCan); FPR95"
                        + " interpolated lies between thresholds (the paper's script).",
                String.format(
                        Locale.ROOT,
                        "sIoU, PPV and F1* are of connected components, at the threshold of best F1 over pixels (here %.3f"
                                + " for the first row); predicted components count from %d pixels, true ones from %d.",
                        components.threshold(),
                        components.sizes().leastPredicted(),
                        components.sizes().leastTruth())));
        if (!PaperTables.backbones(report.dataSet().benchmark()).isEmpty()) {
            notes.add("The paper's figures are on its authors' copies of the data sets, RoadAnomaly with 60 frames;"
                    + " these are on the frames named above. Table 1 of the paper gives Mask2Anomaly's published figures,"
                    + " its Table 3 those the authors measured, which are better on SegmentMeIfYouCan. In Table 1 the two"
                    + " figures of Maskomaly on the obstacle track look swapped, in Table 4 those of FastSAM; the row Ours"
                    + " of Table 2 is counted in pixels, not in components.");
        }
        if (report.outcomes().stream().anyMatch(outcome -> !Double.isNaN(outcome.change()))) {
            notes.add(
                    "Change is the mean absolute change of the map A along the optical flow from frame to frame, 0 for a"
                            + " map that moves with the picture. Maps that are carried along that same flow (--refresh above 1)"
                            + " change by nearly nothing between refreshes: compare only runs of one --refresh.");
        }
        return notes;
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
                        + " Figures in percent.%s%s",
                report.program(),
                report.when(),
                report.outcomes().get(0).run().frames(),
                set.path(),
                set.benchmark().title(),
                report.outcomes().get(0).labelledFrames(),
                pixels / 1e6,
                100 * first.pixels().anomalousPixels() / pixels,
                report.complete() ? "" : " NOT COMPLETE: not every method saw every frame.",
                report.notes().stream().map(note -> " " + note).collect(Collectors.joining()));
    }

    private String describe(final Outcome outcome) {
        return Tables.describe(report, outcome);
    }

    private static void exhibits(final StringBuilder page, final String title, final List<Showcase.Exhibit> exhibits) {
        if (exhibits.isEmpty()) {
            return;
        }
        Html.heading(page, "h2", title);
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

    private Table checkpoints() {
        return new Table(
                "Checkpoints",
                List.of("checkpoint", "SHA-256"),
                report.outcomes().stream()
                        .flatMap(outcome -> outcome.checkpoints().entrySet().stream())
                        .distinct()
                        .map(file -> List.of(file.getKey(), file.getValue()))
                        .toList(),
                2);
    }

    private String command() {
        return command(report.command(), report.machine());
    }

    /**
     * A command line as a shell takes it, and where it ran.
     *
     * @param words of the command line
     * @param machine where it ran
     * @return two paragraphs
     */
    public static String command(final List<String> words, final String machine) {
        return words.stream().map(Pages::quoted).collect(Collectors.joining(" ")) + "\n\n" + machine;
    }

    private static String quoted(final String word) {
        return word.matches("[\\w@%+=:,./-]+") ? word : "'" + word.replace("'", "'\\''") + "'";
    }
}
