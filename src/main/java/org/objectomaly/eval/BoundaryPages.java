package org.objectomaly.eval;

import java.util.List;
import java.util.Locale;

/** The report on boundaries to be read. */
public final class BoundaryPages implements ReportPages {
    private static final List<String> FOOTNOTES = List.of(
            "Boundaries: F is the harmonic mean of precision and recall, at the best threshold of all pictures (ODS) or of"
                    + " each (OIS); AP is the mean precision over recall. Pixels match by distance alone, within 0.75 % of"
                    + " the diagonal, where the Berkeley benchmark matches them one to one, so that the figures are about"
                    + " 0.05 above its own and compare only with figures of this program.",
            "Covering: how well the regions of one cut of the hierarchy cover what people see as segments, at the best"
                    + " height of all pictures (ODS) or of each (OIS), as the Berkeley benchmark defines it.",
            "The published PiDiNet weights were trained on train and val of BSDS500: on these parts they show what such a"
                    + " network has learned, not how it does on new pictures.");

    private final BoundaryReport report;

    /**
     * The pages of a report.
     *
     * @param report with at least one outcome
     */
    public BoundaryPages(final BoundaryReport report) {
        this.report = report;
    }

    @Override
    public String text() {
        return about() + "\n\n" + figures().markdown();
    }

    @Override
    public String markdown() {
        final StringBuilder text = new StringBuilder();
        text.append("# ").append(title()).append("\n\n").append(about()).append("\n\n");
        text.append(figures().markdown()).append("\n## How to read it\n\n");
        FOOTNOTES.forEach(note -> text.append("- ").append(note).append('\n'));
        for (final BoundaryReport.Outcome outcome : report.outcomes()) {
            final Table pictures = pictures(outcome);
            text.append("\n## ").append(pictures.title()).append("\n\n").append(pictures.markdown());
        }
        text.append("\n## To repeat it\n\n```\n").append(command()).append("\n```\n\n");
        return text.append(checkpoints().markdown()).toString();
    }

    @Override
    public String html() {
        final StringBuilder page = Html.begin(title(), about());
        page.append(figures().html());
        Html.heading(page, "h2", "How to read it");
        Html.list(page, FOOTNOTES);
        for (final BoundaryReport.Outcome outcome : report.outcomes()) {
            final Table pictures = pictures(outcome);
            page.append("<details><summary>")
                    .append(Table.escape(pictures.title()))
                    .append("</summary>\n")
                    .append(pictures.html())
                    .append("</details>\n");
        }
        Html.heading(page, "h2", "To repeat it");
        Html.preformatted(page, command());
        return page.append(checkpoints().html()).append(Html.END).toString();
    }

    private String title() {
        return "objectomaly: boundaries against people's segments";
    }

    private String about() {
        return String.format(
                Locale.ROOT,
                "%s, %s: %d pictures of %s (%s).%s",
                report.program(),
                report.when(),
                report.pictures(),
                report.path(),
                report.split(),
                report.complete() ? "" : " NOT COMPLETE: not every network saw every picture.");
    }

    private Table figures() {
        return new Table(
                "Boundaries",
                List.of(
                        "masks",
                        "size",
                        "pictures",
                        "ODS F",
                        "threshold",
                        "precision",
                        "recall",
                        "OIS F",
                        "AP",
                        "covering ODS",
                        "covering OIS",
                        "network ms"),
                report.outcomes().stream().map(BoundaryPages::row).toList(),
                2);
    }

    private static List<String> row(final BoundaryReport.Outcome outcome) {
        return List.of(
                outcome.masks(),
                outcome.maskSize(),
                Integer.toString(outcome.pictures().size()),
                number(outcome.ods().f()),
                String.format(Locale.ROOT, "%.2f", outcome.ods().threshold()),
                number(outcome.ods().precision()),
                number(outcome.ods().recall()),
                number(outcome.ois().f()),
                number(outcome.ap()),
                number(outcome.coveringOds()),
                number(outcome.coveringOis()),
                String.format(Locale.ROOT, "%.1f", outcome.networkMs()));
    }

    private static Table pictures(final BoundaryReport.Outcome outcome) {
        return new Table(
                "Pictures: " + outcome.masks() + ", " + outcome.maskSize(),
                List.of("picture", "best F", "threshold", "precision", "recall", "best covering"),
                outcome.pictures().stream()
                        .map(picture -> List.of(
                                picture.name(),
                                number(picture.boundary().f()),
                                String.format(
                                        Locale.ROOT, "%.2f", picture.boundary().threshold()),
                                number(picture.boundary().precision()),
                                number(picture.boundary().recall()),
                                number(picture.covering())))
                        .toList(),
                1);
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
        return Pages.command(report.command(), report.machine());
    }

    private static String number(final double value) {
        return String.format(Locale.ROOT, "%.4f", value);
    }
}
