package org.objectomaly.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.objectomaly.eval.Html;
import org.objectomaly.eval.Pages;
import org.objectomaly.eval.ReportPages;
import org.objectomaly.eval.Table;

/** The report on cost to be read: as text, as Markdown, and as one HTML page that needs nothing beside it. */
public final class BenchPages implements ReportPages {
    private static final String NONE = "-";

    private final BenchReport report;
    private final List<String> naming;

    /**
     * The pages of a report.
     *
     * @param report with at least one combination
     */
    public BenchPages(final BenchReport report) {
        this.report = report;
        this.naming = naming(report.combinations());
    }

    /** The two networks, and whatever else tells the combinations apart. */
    private static List<String> naming(final List<BenchReport.Entry> entries) {
        final List<String> names = new ArrayList<>(List.of("cas", "masks"));
        for (final String setting : entries.get(0).settings().keySet()) {
            final boolean differs = entries.stream()
                            .map(entry -> entry.settings().get(setting))
                            .distinct()
                            .count()
                    > 1;
            if (differs && !names.contains(setting) && !follows(setting, entries)) {
                names.add(setting);
            }
        }
        return names;
    }

    /** Whether a setting is only what the networks' names bring with them. */
    private static boolean follows(final String setting, final List<BenchReport.Entry> entries) {
        final Map<List<String>, Long> values = entries.stream()
                .map(entry -> List.of(
                        entry.settings().get("cas"),
                        entry.settings().get("masks"),
                        entry.settings().get(setting)))
                .distinct()
                .collect(Collectors.groupingBy(key -> key.subList(0, 2), Collectors.counting()));
        return values.values().stream().allMatch(count -> count == 1);
    }

    @Override
    public String text() {
        return about() + "\n\n" + costs().markdown() + "\n" + stages().markdown()
                + (hasKernels() ? "\n" + kernels().markdown() : "");
    }

    @Override
    public String markdown() {
        final StringBuilder text = new StringBuilder();
        text.append("# ").append(title()).append("\n\n").append(about()).append("\n\n");
        text.append(costs().markdown());
        text.append("\n## ").append(stages().title()).append("\n\n").append(stages().markdown());
        if (hasKernels()) {
            text.append("\n## ")
                    .append(kernels().title())
                    .append("\n\n")
                    .append(kernels().markdown());
        }
        text.append("\n## How to read it\n\n");
        footnotes().forEach(note -> text.append("- ").append(note).append('\n'));
        text.append("\n## To repeat it\n\n```\n").append(command()).append("\n```\n\n");
        text.append(settings().markdown());
        return text.append(hasCheckpoints() ? "\n" + checkpoints().markdown() : "")
                .toString();
    }

    @Override
    public String html() {
        final StringBuilder page = Html.begin(title(), about());
        page.append(costs().html());
        Html.heading(page, "h2", "Frames a second, end to end");
        page.append(speed());
        if (report.best() >= 0) {
            Html.heading(page, "h2", "Speed and its price");
            page.append(price());
        }
        Html.heading(page, "h2", "Where the time goes");
        page.append("<p>The stages work at the same time, each on another frame: the longest sets the pace, not the sum"
                + " of all.</p>\n");
        page.append(times());
        Html.heading(page, "h2", stages().title());
        page.append(stages().html());
        if (hasKernels()) {
            Html.heading(page, "h2", kernels().title());
            page.append(kernels().html());
        }
        Html.heading(page, "h2", "How to read it");
        Html.list(page, footnotes());
        Html.heading(page, "h2", "To repeat it");
        Html.preformatted(page, command());
        page.append(settings().html()).append(hasCheckpoints() ? checkpoints().html() : "");
        return page.append(Html.END).toString();
    }

    private String speed() {
        final Bars bars = new Bars("fps", List.of("fps"));
        report.combinations().forEach(entry -> bars.bar(label(entry), entry.fps()));
        return bars.svg();
    }

    /** AuPRC where there is truth to be right about, else the distance from the best. */
    private String price() {
        final boolean known = report.combinations().stream().anyMatch(entry -> !Double.isNaN(entry.auPrc()));
        final Scatter scatter = new Scatter(
                "frames a second", known ? "AuPRC, percent: higher is better" : "difference from the best combination");
        for (final BenchReport.Entry entry : report.combinations()) {
            final double price = known ? 100 * entry.auPrc() : entry.agreement().difference();
            if (!Double.isNaN(price)) {
                scatter.point(label(entry), entry.fps(), price);
            }
        }
        return scatter.svg();
    }

    private String times() {
        final List<String> names = report.combinations().stream()
                .flatMap(entry -> entry.stages().stream())
                .map(BenchReport.StageCost::name)
                .distinct()
                .toList();
        final Bars bars = new Bars("ms", names);
        for (final BenchReport.Entry entry : report.combinations()) {
            bars.bar(
                    label(entry),
                    names.stream()
                            .mapToDouble(name -> entry.stages().stream()
                                    .filter(stage -> stage.name().equals(name))
                                    .mapToDouble(BenchReport.StageCost::medianMs)
                                    .sum())
                            .toArray());
        }
        return bars.svg();
    }

    private Table costs() {
        final List<String> header = new ArrayList<>(names());
        final int figures = header.size();
        header.addAll(List.of(
                "fps", "lowest", "highest", "GFLOP", "memory MB", "masks", "AuPRC", "difference", "correlation"));
        final List<List<String>> rows = new ArrayList<>();
        for (final BenchReport.Entry entry : report.combinations()) {
            final List<String> row = names(entry);
            row.add(number("%.2f", entry.fps()));
            row.add(number("%.2f", entry.fpsLowest()));
            row.add(number("%.2f", entry.fpsHighest()));
            row.add(number("%.1f", entry.gigaFlop()));
            row.add(number("%.0f", entry.peakMemoryMb()));
            row.add(number("%.1f", entry.masks()));
            row.add(number("%.2f", 100 * entry.auPrc()));
            final boolean isBest = report.combinations().indexOf(entry) == report.best();
            row.add(isBest ? "best" : number("%.3f", entry.agreement().difference()));
            row.add(isBest ? "best" : number("%.3f", entry.agreement().correlation()));
            rows.add(row);
        }
        return new Table("Cost", header, rows, figures);
    }

    private Table stages() {
        final List<String> header = new ArrayList<>(names());
        header.add("stage");
        final int figures = header.size();
        header.addAll(List.of("median ms", "p95 ms", "busy", "GFLOP", "of peak"));
        final List<List<String>> rows = new ArrayList<>();
        for (final BenchReport.Entry entry : report.combinations()) {
            for (final BenchReport.StageCost stage : entry.stages()) {
                final List<String> row = names(entry);
                row.add(stage.name());
                row.add(number("%.2f", stage.medianMs()));
                row.add(number("%.2f", stage.p95Ms()));
                row.add(number("%.0f %%", 100 * stage.busy()));
                row.add(stage.gigaFlop() == 0 ? NONE : number("%.2f", stage.gigaFlop()));
                row.add(stage.gigaFlop() == 0 ? NONE : number("%.1f %%", 100 * stage.peakShare()));
                rows.add(row);
            }
        }
        return new Table("Stages", header, rows, figures);
    }

    private boolean hasKernels() {
        return !report.kernels().isEmpty();
    }

    private Table kernels() {
        final List<List<String>> rows = new ArrayList<>();
        for (final KernelCost kernel : report.kernels()) {
            rows.add(List.of(
                    kernel.name(),
                    kernel.width() == 0 ? NONE : kernel.width() + "x" + kernel.height(),
                    kernel.masks() == 0 ? NONE : Integer.toString(kernel.masks()),
                    number("%.4f", kernel.milliseconds()),
                    number("%.1f", kernel.megabytes()),
                    number("%.0f", kernel.megabytes() / kernel.milliseconds()),
                    number("%.0f %%", 100 * kernel.share())));
        }
        return new Table(
                "On the GPU, by themselves",
                List.of("step", "map", "masks", "ms", "MB at least", "GB/s", "of a copy"),
                rows,
                1);
    }

    private List<String> names() {
        final List<String> names = new ArrayList<>(naming);
        if (hasRandom()) {
            names.add("weights");
        }
        return names;
    }

    private List<String> names(final BenchReport.Entry entry) {
        final List<String> names = new ArrayList<>();
        naming.forEach(setting -> names.add(entry.settings().get(setting)));
        if (hasRandom()) {
            names.add(weights(entry));
        }
        return names;
    }

    private boolean hasRandom() {
        return report.combinations().stream()
                .anyMatch(entry -> !entry.randomWeights().isEmpty());
    }

    private static String weights(final BenchReport.Entry entry) {
        return entry.randomWeights().isEmpty() ? "trained" : "RANDOM: " + String.join(", ", entry.randomWeights());
    }

    private String label(final BenchReport.Entry entry) {
        final String label = naming.stream().map(entry.settings()::get).collect(Collectors.joining(", "));
        return entry.randomWeights().isEmpty() ? label : label + " (" + weights(entry) + ")";
    }

    private List<String> footnotes() {
        final BenchReport.Film film = report.film();
        final List<String> notes = new ArrayList<>();
        notes.add(String.format(
                Locale.ROOT,
                "Each combination decodes, scores, refines, draws and encodes the frames as `objectomaly process` does."
                        + " The combinations take turns, %d counted rounds after one that only warms up; in each the first"
                        + " two frames are not counted either, unless one takes many seconds. fps is the median of the rounds; lowest and highest are its"
                        + " slowest and fastest round. Times of stages are medians over the rounds.",
                film.rounds()));
        notes.add(
                "GFLOP are those of a frame that the networks look at: two for each multiply-add of convolutions, linear"
                        + " layers and attention. \"of peak\" is the time that they would take at"
                        + " the peak above, divided by the stage's median time. cas and masks share the cores, so that both together"
                        + " stay below 100 %.");
        notes.add(
                "memory is the most that the whole process had at a time in any round of the combination, 10^6 bytes: Java,"
                        + " libraries, frames, networks, and what earlier combinations left behind.");
        if (report.best() >= 0) {
            notes.add(String.format(
                    Locale.ROOT,
                    "The best combination is the one with the highest AuPRC on this video, or the first where no truth is"
                            + " known. difference is how much of what its final maps and this combination's show is not shown by"
                            + " both: the sum of absolute differences of scores from 0 (ordinary) to 1 (certainly not),"
                            + " divided by the sum of all of them; 0 for the same maps, 1 for maps that have nothing in"
                            + " common. correlation is Pearson's over the same pixels: 1 if the maps rise and fall"
                            + " together. Both, and AuPRC (in"
                            + " percent), are over pixels %d apart in rows and columns, in all frames of a run.",
                    film.mapStep()));
        }
        if (hasRandom()) {
            notes.add(
                    "RANDOM: no checkpoint was there, so these networks ran with made-up weights of the published names and"
                            + " shapes. What they multiply and how long that takes is the same; what they see is nothing, so that"
                            + " their maps are compared with none, and the number of masks, with all time that depends on it, is"
                            + " another than with the published weights.");
        }
        return notes;
    }

    private String title() {
        return "What objectomaly costs";
    }

    private String about() {
        final BenchReport.Film film = report.film();
        final BenchReport.Entry first = report.combinations().get(0);
        return String.format(
                Locale.ROOT,
                "%s, %s, %s: %d rounds of %d frames of %s, %d x %d%s, --refresh %d, %d threads, networks on %s. Peak measured at the start:"
                        + " %.0f GFLOP/s in single precision%s.%s%s",
                report.program(),
                report.when(),
                report.machine(),
                film.rounds(),
                first.frames(),
                film.path(),
                film.width(),
                film.height(),
                film.scaled() ? " (scaled)" : "",
                film.refresh(),
                report.threads(),
                report.device(),
                report.peak().single(),
                Double.isNaN(report.peak().half())
                        ? ""
                        : String.format(
                                Locale.ROOT, ", %.0f in bf16", report.peak().half()),
                report.complete() ? "" : " NOT COMPLETE: not every combination had all its rounds.",
                report.notes().stream().map(note -> " " + note).collect(Collectors.joining()));
    }

    private String command() {
        return Pages.command(
                report.command(),
                report.machine() + ", " + report.threads() + " threads, networks on " + report.device());
    }

    private Table settings() {
        final List<String> names =
                List.copyOf(report.combinations().get(0).settings().keySet());
        return new Table(
                "Settings",
                names,
                report.combinations().stream()
                        .map(entry -> List.copyOf(entry.settings().values()))
                        .toList(),
                names.size());
    }

    private boolean hasCheckpoints() {
        return report.combinations().stream()
                .anyMatch(entry -> !entry.checkpoints().isEmpty());
    }

    private Table checkpoints() {
        return new Table(
                "Checkpoints",
                List.of("checkpoint", "SHA-256"),
                report.combinations().stream()
                        .flatMap(entry -> entry.checkpoints().entrySet().stream())
                        .distinct()
                        .map(file -> List.of(file.getKey(), file.getValue()))
                        .toList(),
                2);
    }

    private static String number(final String format, final double value) {
        return Double.isNaN(value) ? NONE : String.format(Locale.ROOT, format, value);
    }
}
