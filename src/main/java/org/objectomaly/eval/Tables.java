package org.objectomaly.eval;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import org.objectomaly.dataset.Benchmark;

/** The tables of a report: all figures, and those of the paper that the evaluation matches, beside the paper's own. */
final class Tables {
    /** Where there is no figure. */
    static final String NONE = "-";

    private static final String CAS = "cas";
    private static final String MASKS = "masks";
    private static final List<String> FIGURES =
            List.of("AuPRC", "FPR95 smallest", "FPR95 interpolated", "AUROC", "sIoU", "PPV", "F1*");
    private static final List<String> PIXELS = List.of("AuPRC", "FPR95 interpolated");
    private static final List<String> COMPONENTS = List.of("sIoU", "PPV", "F1*");

    /** What the paper calls the networks whose names begin like these. */
    private static final Map<String, String> PAPER_NAMES = Map.ofEntries(
            Map.entry("mask2anomaly", "Mask2Anomaly"),
            Map.entry("rpl", "RPL"),
            Map.entry("maskomaly", "Maskomaly"),
            Map.entry("rba", "RbA"),
            Map.entry("uno", "UNO"),
            Map.entry("sam-", PaperTables.OURS),
            Map.entry("sam2", "SAM2"),
            Map.entry("mobile-sam", "MobileSAM"),
            Map.entry("fast-sam", "FastSAM"),
            Map.entry("fastsam", "FastSAM"));

    private final Report report;
    private final Benchmark benchmark;

    private Tables(final Report report) {
        this.report = report;
        this.benchmark = report.dataSet().benchmark();
    }

    /**
     * All tables that a report calls for.
     *
     * @param report the evaluation
     * @return at least the table of all figures
     */
    static List<Table> of(final Report report) {
        return new Tables(report).all();
    }

    private List<Table> all() {
        final List<Table> tables = new ArrayList<>();
        tables.add(figures());
        for (final Outcome outcome : report.outcomes()) {
            if (outcome.row(Variant.OASC) != null) {
                tables.add(stages(outcome));
            }
        }
        if (differing(report).contains(MASKS)) {
            tables.add(masks());
        }
        if (differing(report).contains(CAS)) {
            tables.add(backbones(
                    new Comparison(PIXELS, PaperTables.backbones(benchmark)),
                    Tables::pixels,
                    "Table 1: backbones, pixels"));
            tables.add(backbones(
                    new Comparison(COMPONENTS, PaperTables.components(benchmark)),
                    Tables::components,
                    "Table 2: backbones, components"));
        }
        return tables;
    }

    private Table figures() {
        final List<String> differing = differing(report);
        final boolean partly = !report.complete();
        final boolean video = report.outcomes().stream().anyMatch(outcome -> !Double.isNaN(outcome.change()));
        final List<String> header = new ArrayList<>(differing);
        header.add("stages");
        if (partly) {
            header.add("frames");
        }
        header.addAll(FIGURES);
        if (video) {
            header.add("change");
        }
        final List<List<String>> rows = new ArrayList<>();
        for (final Outcome outcome : report.outcomes()) {
            for (final Row row : outcome.rows()) {
                final List<String> cells = new ArrayList<>();
                differing.forEach(setting -> cells.add(outcome.settings().getOrDefault(setting, NONE)));
                cells.add(row.variant().title());
                if (partly) {
                    cells.add(Integer.toString(outcome.labelledFrames()));
                }
                cells.addAll(percents(
                        auPrc(row),
                        row.pixels().fpr95Smallest(),
                        row.pixels().fpr95Interpolated(),
                        row.pixels().auRoc()));
                cells.addAll(percents(components(row)));
                if (video) {
                    cells.add(row.variant() == Variant.BOTH ? change(outcome.change()) : NONE);
                }
                rows.add(cells);
            }
        }
        return new Table("Figures", header, rows, differing.size() + 1);
    }

    /** The paper's Table 3, with the gain over CAS alone. */
    private Table stages(final Outcome outcome) {
        final Map<String, double[]> paper = PaperTables.stages(benchmark);
        final Comparison table = new Comparison(PIXELS, paper);
        outcome.rows()
                .forEach(row -> table.add(
                        row.variant().title(), pixels(row), row.variant().name()));
        final String theirs = paper.isEmpty() ? "" : " (paper: Mask2Anomaly and SAM)";
        final Table compared = table.table("Table 3: what OASC and MBP add, " + describe(outcome) + theirs, "stages");
        final List<String> header = new ArrayList<>(compared.header());
        header.add("gain");
        final List<List<String>> rows = new ArrayList<>();
        final double coarse = outcome.row(Variant.CAS).pixels().auPrc();
        for (int i = 0; i < outcome.rows().size(); i++) {
            final List<String> cells = new ArrayList<>(compared.rows().get(i));
            cells.add(signed(100 * (outcome.rows().get(i).pixels().auPrc() - coarse)));
            rows.add(cells);
        }
        if (!paper.isEmpty()) {
            header.add("paper's gain");
            for (int i = 0; i < rows.size(); i++) {
                final double[] row = paper.get(outcome.rows().get(i).variant().name());
                rows.get(i).add(signed(row[0] - paper.get(Variant.CAS.name())[0]));
            }
        }
        return new Table(compared.title(), header, rows, compared.figures());
    }

    /** The paper's Table 4. */
    private Table masks() {
        final Comparison table = new Comparison(PIXELS, PaperTables.masks(benchmark));
        for (final Outcome outcome : report.outcomes()) {
            table.add(describe(outcome), pixels(outcome.row(Variant.BOTH)), paperName(outcome, MASKS));
        }
        return table.table("Table 4: object masks", MASKS);
    }

    /** The paper's Table 1 or 2: each backbone alone, as its authors publish it, and with the method behind it. */
    private Table backbones(final Comparison table, final Function<Row, double[]> figures, final String title) {
        for (final Outcome outcome : report.outcomes()) {
            if (outcome.row(Variant.CAS) != null) {
                table.add(
                        describe(outcome) + ", CAS", figures.apply(outcome.row(Variant.CAS)), paperName(outcome, CAS));
            }
            final String ours = isPapersOwn(outcome) ? PaperTables.OURS : null;
            table.add(describe(outcome) + ", Objectomaly", figures.apply(outcome.row(Variant.BOTH)), ours);
        }
        return table.table(title, CAS);
    }

    /** AuPRC, which nothing can be said of without an anomaly, and FPR95 in the convention of the paper's script. */
    private static double[] pixels(final Row row) {
        return new double[] {auPrc(row), row.pixels().fpr95Interpolated()};
    }

    private static double auPrc(final Row row) {
        return row.pixels().anomalousPixels() == 0 ? Double.NaN : row.pixels().auPrc();
    }

    private static double[] components(final Row row) {
        return new double[] {
            row.components().sIouTruth(),
            row.components().ppv(),
            row.components().meanF1()
        };
    }

    private boolean isPapersOwn(final Outcome outcome) {
        return "Mask2Anomaly".equals(paperName(outcome, CAS)) && PaperTables.OURS.equals(paperName(outcome, MASKS));
    }

    /** What the paper calls an outcome's network; null if it has none such. */
    private static String paperName(final Outcome outcome, final String setting) {
        final String ours = outcome.settings().getOrDefault(setting, NONE);
        return PAPER_NAMES.entrySet().stream()
                .filter(name -> ours.startsWith(name.getKey()))
                .map(Map.Entry::getValue)
                .findFirst()
                .orElse(null);
    }

    private String describe(final Outcome outcome) {
        return describe(report, outcome);
    }

    /** An outcome by what tells it from the others. */
    static String describe(final Report report, final Outcome outcome) {
        final List<String> differing = differing(report);
        final List<String> settings = differing.isEmpty() ? List.of(CAS, MASKS) : differing;
        return String.join(", ", settings.stream().map(outcome.settings()::get).toList());
    }

    /** The settings in which the outcomes differ. */
    private static List<String> differing(final Report report) {
        final List<Outcome> outcomes = report.outcomes();
        return outcomes.get(0).settings().keySet().stream()
                .filter(setting -> outcomes.stream()
                                .map(outcome -> outcome.settings().get(setting))
                                .distinct()
                                .count()
                        > 1)
                .toList();
    }

    private static List<String> percents(final double... shares) {
        return Arrays.stream(shares).mapToObj(Tables::percent).toList();
    }

    /** A share of 1 in percent. */
    static String percent(final double share) {
        return decimal(100 * share);
    }

    /** A figure in percent. */
    static String decimal(final double value) {
        return Double.isNaN(value) ? NONE : String.format(Locale.ROOT, "%.2f", value);
    }

    /** A difference of two figures in percent. */
    static String signed(final double value) {
        // Adding 0 turns what would read -0.00 into +0.00.
        return Double.isNaN(value) ? NONE : String.format(Locale.ROOT, "%+.2f", Math.round(100 * value) / 100.0 + 0.0);
    }

    /** A mean change along the flow. */
    static String change(final double value) {
        return Double.isNaN(value) ? NONE : String.format(Locale.ROOT, "%.4f", value);
    }
}
