package org.objectomaly.eval;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * A report that is tables and what to know of them.
 *
 * @param title what was measured
 * @param report what gave it
 * @param tables the figures
 * @param footnotes how to read them
 * @param details tables of single pictures, folded away in HTML
 */
record TablePages(
        String title, PictureReport<?> report, List<Table> tables, List<String> footnotes, List<Table> details)
        implements ReportPages {
    @Override
    public String text() {
        final StringBuilder text = new StringBuilder(about()).append('\n');
        tables.forEach(table -> text.append('\n').append(table.markdown()));
        return text.toString();
    }

    @Override
    public String markdown() {
        final StringBuilder text = new StringBuilder();
        text.append("# ").append(title).append("\n\n").append(about()).append('\n');
        tables.forEach(table -> text.append('\n').append(table.markdown()));
        text.append("\n## How to read it\n\n");
        footnotes.forEach(note -> text.append("- ").append(note).append('\n'));
        details.forEach(table ->
                text.append("\n## ").append(table.title()).append("\n\n").append(table.markdown()));
        text.append("\n## To repeat it\n\n```\n").append(command()).append("\n```\n\n");
        return text.append(checkpoints().markdown()).toString();
    }

    @Override
    public String html() {
        final StringBuilder page = Html.begin(title, about());
        tables.forEach(table -> page.append(table.html()));
        Html.heading(page, "h2", "How to read it");
        Html.list(page, footnotes);
        for (final Table table : details) {
            page.append("<details><summary>")
                    .append(Table.escape(table.title()))
                    .append("</summary>\n")
                    .append(table.html())
                    .append("</details>\n");
        }
        Html.heading(page, "h2", "To repeat it");
        Html.preformatted(page, command());
        return page.append(checkpoints().html()).append(Html.END).toString();
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

    private Table checkpoints() {
        final List<List<String>> files = new ArrayList<>();
        report.outcomes()
                .forEach(outcome -> outcome.checkpoints().forEach((file, hash) -> files.add(List.of(file, hash))));
        return new Table(
                "Checkpoints",
                List.of("checkpoint", "SHA-256"),
                files.stream().distinct().toList(),
                2);
    }

    private String command() {
        return Pages.command(report.command(), report.machine());
    }
}
