package org.objectomaly.eval;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.objectomaly.dataset.Benchmark;

/**
 * The figures of the paper's Tables 1 to 4 (Song et al. 2025, arXiv 2507.07460), in percent, as printed there.
 *
 * <p>Known doubts, which the figures carry with them: in Table 1 the two figures of Maskomaly on the obstacle track and
 * in Table 4 those of FastSAM there look swapped; the row "Ours" of Table 2 satisfies IoU = F1 / (2 - F1) and so is
 * counted in pixels, unlike the other rows.
 */
final class PaperTables {
    /** What the paper calls its own method. */
    static final String OURS = "Ours";

    private static final List<Benchmark> PIXEL_SETS =
            List.of(Benchmark.ANOMALY_TRACK, Benchmark.OBSTACLE_TRACK, Benchmark.ROAD_ANOMALY);
    private static final List<Benchmark> COMPONENT_SETS = PIXEL_SETS.subList(0, 2);

    /** AuPRC and FPR95 of each method on each set. */
    private static final Map<String, double[]> BACKBONES = table(
            """
            RPL          88.55  7.18 96.91  0.09 71.61 17.74
            Maskomaly    93.40  6.90  0.96 96.14 70.90 11.90
            RbA          86.10 15.90 87.80  3.30 78.45 11.83
            UNO          96.30  2.00 93.20  0.20 82.40  9.20
            Mask2Anomaly 88.70 14.60 93.30  0.20 79.70 13.45
            Ours         96.64  0.62 96.99  0.07 87.19  9.92
            """);

    /** sIoU, PPV and F1 of each method on each track. */
    private static final Map<String, double[]> COMPONENTS = table(
            """
            RPL          49.77 29.96 30.16 52.62 56.65 56.69
            Maskomaly    55.40 51.50 49.90 57.82 75.42 68.15
            RbA          56.30 41.35 42.00 47.40 56.20 50.40
            UNO          68.01 51.86 58.87 66.87 74.86 76.32
            Mask2Anomaly 55.28 51.68 47.16 55.72 75.42 68.15
            Ours         43.70 94.95 60.83 71.58 78.88 83.44
            """);

    /** AuPRC and FPR95 of each stage on each set, with Mask2Anomaly and SAM. */
    private static final Map<String, double[]> STAGES = table(
            """
            CAS  95.86 2.41 92.79 0.15 79.74 13.35
            OASC 96.03 0.71 96.42 0.07 86.72 10.01
            MBP  96.04 2.47 92.36 0.19 79.78 13.20
            BOTH 96.64 0.62 96.99 0.07 87.19  9.92
            """);

    /** AuPRC and FPR95 with masks of each kind on each set; "Ours" is SAM. */
    private static final Map<String, double[]> MASKS = table(
            """
            SAM2      95.11 0.96 93.96  0.08 82.01 11.48
            FastSAM   95.53 0.88 11.75 92.65 79.93 26.41
            MobileSAM 96.14 0.89 96.13  0.08 84.82 11.03
            Ours      96.64 0.62 96.99  0.07 87.19  9.92
            """);

    private PaperTables() {}

    /** Table 1: AuPRC and FPR95 of the published detectors, and of the paper's method. Empty for other data sets. */
    static Map<String, double[]> backbones(final Benchmark set) {
        return on(set, PIXEL_SETS, BACKBONES);
    }

    /** Table 2: sIoU, PPV and F1 of the same. Empty for data sets that are no track. */
    static Map<String, double[]> components(final Benchmark set) {
        return on(set, COMPONENT_SETS, COMPONENTS);
    }

    /** Table 3: AuPRC and FPR95 of each {@link Variant}, by its constant's name. */
    static Map<String, double[]> stages(final Benchmark set) {
        return on(set, PIXEL_SETS, STAGES);
    }

    /** Table 4: AuPRC and FPR95 with masks of each kind. */
    static Map<String, double[]> masks(final Benchmark set) {
        return on(set, PIXEL_SETS, MASKS);
    }

    /** The columns of one set. */
    private static Map<String, double[]> on(
            final Benchmark set, final List<Benchmark> sets, final Map<String, double[]> table) {
        final int at = sets.indexOf(set);
        final Map<String, double[]> columns = new LinkedHashMap<>();
        if (at >= 0) {
            table.forEach((method, figures) -> {
                final int each = figures.length / sets.size();
                columns.put(method, Arrays.copyOfRange(figures, at * each, (at + 1) * each));
            });
        }
        return columns;
    }

    private static Map<String, double[]> table(final String text) {
        final Map<String, double[]> rows = new LinkedHashMap<>();
        text.lines()
                .map(line -> line.split(" +"))
                .forEach(cells -> rows.put(
                        cells[0],
                        Arrays.stream(cells, 1, cells.length)
                                .mapToDouble(Double::parseDouble)
                                .toArray()));
        return rows;
    }
}
