package org.objectomaly.eval;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.objectomaly.dataset.Benchmark;

/** The tables of a report: all figures, and those of the paper that the evaluation matches, beside the paper's own. */
final class Tables {
    private static final String NONE = "-";
    private static final String CAS = "cas";
    private static final String MASKS = "masks";
    private static final List<String> FIGURES =
            List.of("AuPRC", "FPR95 smallest", "FPR95 interpolated", "AUROC", "sIoU", "PPV", "F1*");
    private static final List<String> AGAINST_PAPER = List.of("paper AuPRC", "paper FPR95", "difference");

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
        if (differing().contains(MASKS)) {
            tables.add(masks());
        }
        if (differing().contains(CAS)) {
            tables.add(backbones());
            tables.add(components());
        }
        return tables;
    }

    private Table figures() {
        final List<String> differing = differing();
        final List<String> header = new ArrayList<>(differing);
        header.add("stages");
        header.addAll(FIGURES);
        final boolean video = report.outcomes().stream().anyMatch(outcome -> !Double.isNaN(outcome.change()));
        if (video) {
            header.add("change");
        }
        final List<List<String>> rows = new ArrayList<>();
        for (final Outcome outcome : report.outcomes()) {
            for (final Row row : outcome.rows()) {
                final List<String> cells = new ArrayList<>();
                differing.forEach(setting -> cells.add(outcome.settings().getOrDefault(setting, NONE)));
                cells.add(row.variant().title());
                cells.addAll(percents(
                        row.pixels().auPrc(),
                        row.pixels().fpr95Smallest(),
                        row.pixels().fpr95Interpolated(),
                        row.pixels().auRoc()));
                cells.addAll(componentFigures(row));
                if (video) {
                    cells.add(row.variant() == Variant.BOTH ? change(outcome.change()) : NONE);
                }
                rows.add(cells);
            }
        }
        return new Table("Figures", header, rows, differing.size() + 1);
    }

    /** The paper's Table 3. */
    private Table stages(final Outcome outcome) {
        final Map<String, double[]> paper = PaperTables.stages(benchmark);
        final double coarse = outcome.row(Variant.CAS).pixels().auPrc();
        final List<List<String>> rows = new ArrayList<>();
        for (final Row row : outcome.rows()) {
            final List<String> cells = new ArrayList<>(List.of(
                    row.variant().title(),
                    percent(row.pixels().auPrc()),
                    percent(row.pixels().fpr95Interpolated()),
                    signed(100 * (row.pixels().auPrc() - coarse))));
            if (!paper.isEmpty()) {
                final double[] theirs = paper.get(row.variant().name());
                cells.addAll(against(row, theirs));
                cells.add(signed(theirs[0] - paper.get(Variant.CAS.name())[0]));
            }
            rows.add(cells);
        }
        final List<String> header = new ArrayList<>(List.of("stages", "AuPRC", "FPR95", "gain over CAS"));
        if (!paper.isEmpty()) {
            header.addAll(AGAINST_PAPER);
            header.add("paper's gain");
        }
        final String theirs = paper.isEmpty() ? "" : " (paper: Mask2Anomaly and SAM)";
        return new Table("Table 3: what OASC and MBP add, " + describe(outcome) + theirs, header, rows, 1);
    }

    /** The paper's Table 4. */
    private Table masks() {
        final Map<String, double[]> paper = PaperTables.masks(benchmark);
        final Comparison table = new Comparison(paper);
        for (final Outcome outcome : report.outcomes()) {
            table.add(describe(outcome), outcome.row(Variant.BOTH), paperName(outcome, MASKS));
        }
        return table.table("Table 4: object masks", MASKS);
    }

    /** The paper's Table 1. */
    private Table backbones() {
        final Comparison table = new Comparison(PaperTables.backbones(benchmark));
        for (final Outcome outcome : report.outcomes()) {
            if (outcome.row(Variant.CAS) != null) {
                table.add(describe(outcome) + ", CAS", outcome.row(Variant.CAS), paperName(outcome, CAS));
            }
            final String ours = isPapersOwn(outcome) ? PaperTables.OURS : null;
            table.add(describe(outcome) + ", Objectomaly", outcome.row(Variant.BOTH), ours);
        }
        return table.table("Table 1: backbones, pixels", CAS);
    }

    /** Rows of ours against those of a table of the paper, and what the paper has besides. */
    private static final class Comparison {
        private final boolean published;
        private final Map<String, double[]> paper;
        private final List<List<String>> rows = new ArrayList<>();

        Comparison(final Map<String, double[]> paper) {
            this.published = !paper.isEmpty();
            this.paper = new LinkedHashMap<>(paper);
        }

        /** Adds a row, against the paper's of a name; null when the paper has none. */
        void add(final String name, final Row row, final String paperName) {
            final List<String> cells = new ArrayList<>(List.of(
                    name, percent(row.pixels().auPrc()), percent(row.pixels().fpr95Interpolated())));
            if (published) {
                cells.addAll(against(row, paper.remove(paperName)));
            }
            rows.add(cells);
        }

        Table table(final String title, final String first) {
            paper.forEach((name, figures) ->
                    rows.add(List.of("paper: " + name, NONE, NONE, decimal(figures[0]), decimal(figures[1]), NONE)));
            final List<String> header = new ArrayList<>(List.of(first, "AuPRC", "FPR95"));
            if (published) {
                header.addAll(AGAINST_PAPER);
            }
            return new Table(title, header, rows, 1);
        }
    }

    /** The paper's AuPRC and FPR95, and ours less the paper's in AuPRC. */
    private static List<String> against(final Row row, final double[] paper) {
        return paper == null
                ? List.of(NONE, NONE, NONE)
                : List.of(
                        decimal(paper[0]),
                        decimal(paper[1]),
                        signed(100 * row.pixels().auPrc() - paper[0]));
    }

    /** The paper's Table 2. */
    private Table components() {
        final List<List<String>> rows = new ArrayList<>();
        for (final Outcome outcome : report.outcomes()) {
            for (final Variant variant : List.of(Variant.CAS, Variant.BOTH)) {
                final Row row = outcome.row(variant);
                if (row != null) {
                    final List<String> cells = new ArrayList<>();
                    cells.add(describe(outcome) + (variant == Variant.CAS ? ", CAS" : ", Objectomaly"));
                    cells.addAll(componentFigures(row));
                    rows.add(cells);
                }
            }
        }
        PaperTables.components(benchmark)
                .forEach((name, figures) -> rows.add(
                        List.of("paper: " + name, decimal(figures[0]), decimal(figures[1]), decimal(figures[2]))));
        return new Table("Table 2: backbones, components", List.of(CAS, "sIoU", "PPV", "F1*"), rows, 1);
    }

    private static List<String> componentFigures(final Row row) {
        return percents(
                row.components().sIouTruth(),
                row.components().ppv(),
                row.components().meanF1());
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

    /** An outcome by what tells it from the others. */
    private String describe(final Outcome outcome) {
        final List<String> settings = differing().isEmpty() ? List.of(CAS, MASKS) : differing();
        return String.join(", ", settings.stream().map(outcome.settings()::get).toList());
    }

    /** The settings in which the outcomes differ. */
    private List<String> differing() {
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

    private static String decimal(final double value) {
        return Double.isNaN(value) ? NONE : String.format(Locale.ROOT, "%.2f", value);
    }

    private static String signed(final double value) {
        return String.format(Locale.ROOT, "%+.2f", value);
    }

    /** A mean change along the flow. */
    static String change(final double value) {
        return Double.isNaN(value) ? NONE : String.format(Locale.ROOT, "%.4f", value);
    }
}
