package org.objectomaly.golden;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;
import static org.junit.jupiter.api.DynamicContainer.dynamicContainer;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.TestFactory;
import org.objectomaly.image.LabelMap;
import org.objectomaly.image.ScoreMap;
import org.objectomaly.metrics.BenchmarkCurve;
import org.objectomaly.metrics.ComponentMetrics;
import org.objectomaly.metrics.Components;
import org.objectomaly.metrics.FixedThreshold;
import org.objectomaly.metrics.FrameComponents;
import org.objectomaly.metrics.PixelCounts;
import org.objectomaly.metrics.PixelMetrics;
import org.objectomaly.metrics.QuantileBins;
import org.objectomaly.metrics.SortedFrame;
import org.objectomaly.metrics.TrackSizes;
import org.objectomaly.metrics.UniformBins;

/**
 * Every figure of the stored cases, by its name there; a figure of a name that is not known fails. Counts must be equal;
 * all else may differ by 1e-9 of its size, since sums of the same terms in another order do. Where the reference threw,
 * the figure must be NaN.
 */
@GoldenFolders(
        value = "metrics",
        configKeys = {"cases", "sIoU_thresholds"})
class MetricsGoldenTest {
    private static final double TOLERANCE = 1e-9;
    private static final int STORED_VOID = 255;

    private static final Map<String, ToDoubleFunction<PixelMetrics>> PIXEL = Map.of(
            "num_pos", PixelMetrics::anomalousPixels,
            "num_neg", PixelMetrics::ordinaryPixels,
            "auprc_sklearn_average_precision", PixelMetrics::auPrc,
            "auroc", PixelMetrics::auRoc,
            "fpr95_ood_metrics_interp", PixelMetrics::fpr95Interpolated,
            "fpr95_min_over_tpr_ge_95", PixelMetrics::fpr95Smallest);
    private static final Map<String, ToDoubleFunction<FixedThreshold.Figures>> FIXED = Map.of(
            "threshold", FixedThreshold.Figures::threshold,
            "TP", FixedThreshold.Figures::tp,
            "FP", FixedThreshold.Figures::fp,
            "FN", FixedThreshold.Figures::fn,
            "TN", FixedThreshold.Figures::tn,
            "iou", FixedThreshold.Figures::iou,
            "precision", FixedThreshold.Figures::precision,
            "f1", FixedThreshold.Figures::f1);
    private static final Map<String, ToDoubleFunction<BenchmarkCurve>> CURVE = Map.of(
            "area_PRC", BenchmarkCurve::areaPrc,
            "area_ROC", BenchmarkCurve::areaRoc,
            "tpr95_fpr", BenchmarkCurve::fpr95,
            "tpr95_threshold", BenchmarkCurve::threshold95,
            "recall50_threshold", BenchmarkCurve::recall50Threshold,
            "best_f1", BenchmarkCurve::bestF1,
            "best_f1_threshold", BenchmarkCurve::bestF1Threshold,
            "num_curve_points", BenchmarkCurve::points);

    private record Frame(ScoreMap scores, LabelMap labels) {}

    @TestFactory
    Stream<DynamicContainer> shouldMeasureAsTheReferencesDo() {
        return GoldenRoot.foldersOf(MetricsGoldenTest.class).stream()
                .flatMap(folder -> GoldenRoot.configs(folder).stream())
                .flatMap(config -> GoldenRoot.json(config).get("cases").properties().stream()
                        .map(entry -> dynamicContainer(
                                config.getParent() + "/" + entry.getKey(),
                                tests(config.resolveSibling(entry.getKey() + ".safetensors"), entry.getValue()))));
    }

    private static List<DynamicNode> tests(final Path file, final JsonNode json) {
        final List<DynamicNode> tests = new ArrayList<>();
        tests.add(dynamicTest("pixels, exactly", () -> checkPixels(json.path("pixel"), frames(file, json))));
        json.path("benchmark_pixel")
                .properties()
                .forEach(entry -> tests.add(dynamicTest(
                        entry.getKey(), () -> checkCurve(entry.getKey(), entry.getValue(), frames(file, json)))));
        json.path("segment")
                .forEach(segment -> tests.add(dynamicTest(
                        segment.path("config").asText() + " at " + segment.get("threshold"),
                        () -> checkComponents(segment, frames(file, json)))));
        return tests;
    }

    private static List<Frame> frames(final Path file, final JsonNode json) {
        assumeTrue(Files.exists(file), () -> "the config names this case, but there is no " + file);
        final Expected stored = Expected.of(file, json);
        final long[] shape = stored.shape("scores");
        final float[] scores = stored.floats("scores");
        final double[] labels = stored.values("labels");
        final List<Frame> frames = new ArrayList<>();
        for (int f = 0; f < shape[0]; f++) {
            final int height = Math.toIntExact(shape[1]);
            final int width = Math.toIntExact(shape[2]);
            final Frame frame = new Frame(new ScoreMap(width, height), new LabelMap(width, height));
            for (int i = 0; i < width * height; i++) {
                frame.scores.values()[i] = scores[f * width * height + i];
                final int label = (int) labels[f * width * height + i];
                frame.labels.labels()[i] = label == STORED_VOID ? LabelMap.VOID : (byte) label;
            }
            frames.add(frame);
        }
        return frames;
    }

    private static void checkPixels(final JsonNode json, final List<Frame> frames) {
        assertFalse(json.isEmpty(), "the case names no figure over pixels");
        final PixelCounts counts = new PixelCounts();
        frames.forEach(frame -> counts.add(frame.scores, frame.labels));
        final PixelMetrics metrics = PixelMetrics.of(counts);
        long pixels = 0;
        for (final Frame frame : frames) {
            pixels += frame.labels.labels().length;
        }
        final Map<String, Double> figures = figures(PIXEL, metrics);
        figures.put("num_void", (double) pixels - metrics.anomalousPixels() - metrics.ordinaryPixels());
        for (final Map.Entry<String, JsonNode> entry : json.properties()) {
            if (entry.getKey().equals("reference_script_fixed_threshold")) {
                final FixedThreshold fixed =
                        new FixedThreshold(entry.getValue().get("threshold").asDouble());
                frames.forEach(frame -> fixed.add(frame.scores, frame.labels));
                compare(entry.getValue(), figures(FIXED, fixed.figures()));
            } else {
                compare(entry.getKey(), entry.getValue(), figures);
            }
        }
    }

    private static void checkCurve(final String name, final JsonNode json, final List<Frame> frames) {
        if (name.equals("PixBinaryClass")) {
            final QuantileBins bins = new QuantileBins();
            frames.forEach(frame -> bins.add(new SortedFrame().of(frame.scores, frame.labels)));
            compare(json, figures(CURVE, bins.curve()));
        } else {
            assertEquals("PixBinaryClass-uniThr", name, "a curve of this name is not known");
            final UniformBins bins = new UniformBins();
            frames.forEach(frame -> bins.add(frame.scores, frame.labels));
            compare(json, figures(CURVE, bins.curve()));
        }
    }

    private static void checkComponents(final JsonNode json, final List<Frame> frames) {
        final TrackSizes sizes = new TrackSizes(
                json.get("thresh_segsize").asInt(), json.get("thresh_instsize").asInt());
        final Components components =
                new Components(sizes, json.get("threshold").asDouble());
        assertEquals(frames.size(), json.get("frames").size(), "frames");
        for (int f = 0; f < frames.size(); f++) {
            compareFrame(json.get("frames").get(f), components.add(frames.get(f).scores, frames.get(f).labels));
        }
        final ComponentMetrics metrics = components.metrics();
        if (failed(json.get("aggregate"))) {
            assertEquals(Double.NaN, metrics.meanF1(), "F1* of nothing");
        } else {
            compare(json.get("aggregate"), figures(metrics));
        }
    }

    private static void compareFrame(final JsonNode json, final FrameComponents components) {
        final Map<String, List<? extends Number>> lists = Map.of(
                "sIoU_gt",
                        components.truth().stream()
                                .map(FrameComponents.Truth::sIou)
                                .toList(),
                "size_gt",
                        components.truth().stream()
                                .map(FrameComponents.Truth::size)
                                .toList(),
                "sIoU_pred",
                        components.predicted().stream()
                                .map(FrameComponents.Predicted::sIou)
                                .toList(),
                "size_pred",
                        components.predicted().stream()
                                .map(FrameComponents.Predicted::size)
                                .toList(),
                "prec_pred",
                        components.predicted().stream()
                                .map(FrameComponents.Predicted::precision)
                                .toList());
        final Map<String, Double> counts = new HashMap<>();
        // The overlaps, 0.25 to 0.75 in steps of 0.05, as the reference rounds them.
        for (int i = 0; i <= 10; i++) {
            final double overlap = 0.25 + i * 0.05;
            final String percent = "_" + Math.round(overlap * 100);
            counts.put("tp" + percent, (double) components.truePositives(overlap));
            counts.put("fn" + percent, (double) components.falseNegatives(overlap));
            counts.put("fp" + percent, (double) components.falsePositives(overlap));
        }
        for (final Map.Entry<String, JsonNode> entry : json.properties()) {
            if (entry.getValue().isArray()) {
                final List<? extends Number> is = lists.get(entry.getKey());
                assertTrue(is != null, () -> "a list of this name is not known: " + entry.getKey());
                assertEquals(entry.getValue().size(), is.size(), "length of " + entry.getKey());
                for (int i = 0; i < is.size(); i++) {
                    compare(
                            entry.getKey() + " " + i,
                            entry.getValue().get(i),
                            is.get(i).doubleValue());
                }
            } else {
                compare(entry.getKey(), entry.getValue(), counts);
            }
        }
    }

    private static Map<String, Double> figures(final ComponentMetrics metrics) {
        final Map<String, Double> figures = new HashMap<>(Map.of(
                "sIoU_gt", metrics.sIouTruth(),
                "sIoU_pred", metrics.sIouPredicted(),
                "prec_pred", metrics.ppv(),
                "tp_mean", metrics.meanTruePositives(),
                "fn_mean", metrics.meanFalseNegatives(),
                "fp_mean", metrics.meanFalsePositives(),
                "f1_mean", metrics.meanF1()));
        for (final ComponentMetrics.AtOverlap at : metrics.overlaps()) {
            final String percent = "_" + Math.round(at.overlap() * 100);
            figures.put("tp" + percent, (double) at.truePositives());
            figures.put("fn" + percent, (double) at.falseNegatives());
            figures.put("fp" + percent, (double) at.falsePositives());
            figures.put("f1" + percent, at.f1());
        }
        return figures;
    }

    private static <T> Map<String, Double> figures(final Map<String, ToDoubleFunction<T>> names, final T from) {
        final Map<String, Double> figures = new HashMap<>();
        names.forEach((name, figure) -> figures.put(name, figure.applyAsDouble(from)));
        return figures;
    }

    private static void compare(final JsonNode json, final Map<String, Double> figures) {
        json.properties().forEach(entry -> compare(entry.getKey(), entry.getValue(), figures));
    }

    private static void compare(final String name, final JsonNode must, final Map<String, Double> figures) {
        final Double is = figures.get(name);
        assertTrue(is != null, () -> "a figure of this name is not known: " + name);
        compare(name, must, is);
    }

    private static void compare(final String name, final JsonNode json, final double is) {
        final double must = failed(json) ? Double.NaN : json.asDouble(Double.NaN);
        final double tolerance = json.isIntegralNumber() ? 0 : TOLERANCE * Math.abs(must);
        assertTrue(
                Double.isNaN(must) ? Double.isNaN(is) : Math.abs(is - must) <= tolerance,
                () -> name + " is " + is + " but must be " + json);
    }

    private static boolean failed(final JsonNode json) {
        return json.isTextual() && json.asText().startsWith("ERROR");
    }
}
