package org.objectomaly.golden;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;
import static org.junit.jupiter.api.DynamicContainer.dynamicContainer;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.objectomaly.Natives;
import org.objectomaly.dataset.BerkeleySegments;
import org.objectomaly.dataset.SegmentedPicture;
import org.objectomaly.image.Picture;
import org.objectomaly.image.SegmentMap;
import org.objectomaly.metrics.BoundaryCounts;
import org.objectomaly.metrics.BoundaryMeasure;
import org.objectomaly.metrics.BoundaryPoint;
import org.objectomaly.metrics.BoundaryThinning;
import org.objectomaly.nn.AnalysisSize;
import org.objectomaly.nn.Compute;
import org.objectomaly.nn.PidiNet;
import org.objectomaly.objectness.EdgeMap;
import org.objectomaly.objectness.NetworkEdges;

/**
 * The boundary measure against its definition's own figures: thinned maps and boundaries of one picture
 * ({@code config_boundary.json}), counts of single pictures and totals of a data set ({@code boundary_metric.json}).
 */
@GoldenFolders(
        value = "pidinet",
        configKeys = {"tolerance_squared", "gt_pixels_per_annotator"})
class BoundaryGoldenTest {
    /** As far as a probability of the network may be off. */
    private static final double TOLERANCE = 1e-4;
    /** A pixel may be on the other side of a tie. */
    private static final double FLIPPED = 0.001;
    /** Pictures are JPEG, and decoders differ by a step: so much of a count may be off. */
    private static final double DECODER = 0.01;

    private static final Pattern PICTURE = Pattern.compile("([\\w./-]*)images/(\\w+)/(\\w+) = (\\S+\\.png)");

    @BeforeAll
    static void loadNatives() {
        Natives.loadAll();
    }

    /** Whether a config is one of these cases and not one of a network. */
    static boolean isChecked(final Path config) {
        final JsonNode json = GoldenRoot.json(config);
        return json.has("tolerance_squared") && json.has("gt_pixels_per_annotator");
    }

    @TestFactory
    Stream<DynamicContainer> shouldThinMapsAndDrawBoundariesAsTheReference() {
        return GoldenRoot.foldersOf(BoundaryGoldenTest.class).stream()
                .flatMap(folder -> GoldenRoot.configs(folder).stream())
                .filter(BoundaryGoldenTest::isChecked)
                .map(config -> dynamicContainer(config.toString(), new Case(config).tests()));
    }

    @TestFactory
    Stream<DynamicContainer> shouldCountAsTheReference() {
        return GoldenRoot.foldersOf(BoundaryGoldenTest.class).stream()
                .map(folder -> folder.resolve("boundary_metric.json"))
                .filter(Files::exists)
                .flatMap(file -> GoldenRoot.json(file).get("figures").properties().stream()
                        .map(entry -> dynamicContainer(
                                file + " " + entry.getKey(), figures(file, entry.getKey(), entry.getValue()))));
    }

    private static Stream<DynamicTest> figures(final Path file, final String network, final JsonNode figures) {
        final List<DynamicTest> tests = new ArrayList<>();
        if (figures.has("totals_at_ODS")) {
            tests.add(dynamicTest("figures of the totals", () -> {
                final JsonNode ods = figures.get("ODS");
                final BoundaryPoint point = point(figures.get("totals_at_ODS"));
                assertEquals(ods.get("precision").asDouble(), point.precision(), 5e-5);
                assertEquals(ods.get("recall").asDouble(), point.recall(), 5e-5);
                assertEquals(ods.get("F").asDouble(), point.f(), 5e-5);
            }));
        }
        final Path config = file.resolveSibling("config_" + network + ".json");
        figures.properties().stream()
                .filter(entry -> entry.getKey().startsWith("first_five_pictures"))
                .flatMap(entry -> entry.getValue().properties().stream())
                .forEach(picture -> tests.add(dynamicTest(
                        picture.getKey(), () -> checkCounts(config, picture.getKey(), picture.getValue()))));
        return tests.stream();
    }

    private static void checkCounts(final Path config, final String id, final JsonNode expected) {
        final String split = GoldenRoot.json(config.resolveSibling("boundary_metric.json"))
                .get("split")
                .asText();
        final Matcher words = Pattern.compile("(\\w+) (\\w+),.*").matcher(split);
        assertTrue(words.matches(), split);
        assumeTrue(Files.exists(config), config + " is not there");
        final NetworkCase network = NetworkCase.of(config);
        final SegmentedPicture data = picture(network, words.group(1), words.group(2), id);
        try (Picture picture = data.readPicture()) {
            final List<SegmentMap> annotators = data.readSegments(picture.width(), picture.height());
            checkBoundaryPixels(expected.get("gt_pixels_per_annotator"), annotators);
            final BoundaryCounts counts = new BoundaryMeasure().add(edges(network, picture), annotators);
            expected.properties().stream()
                    .filter(entry -> entry.getKey().startsWith("counts_at_"))
                    .forEach(entry -> {
                        final double threshold =
                                Double.parseDouble(entry.getKey().substring("counts_at_".length()));
                        final BoundaryPoint is = counts.points().get((int) Math.round(threshold * 100) - 1);
                        final BoundaryPoint must = point(entry.getValue());
                        assertEquals(threshold, is.threshold(), 1e-9);
                        assertClose(
                                entry.getKey() + " matched predicted", must.matchedPredicted(), is.matchedPredicted());
                        assertClose(entry.getKey() + " predicted", must.predicted(), is.predicted());
                        assertClose(entry.getKey() + " matched truth", must.matchedTruth(), is.matchedTruth());
                        assertEquals(must.truth(), is.truth());
                    });
        }
    }

    private static void assertClose(final String name, final long must, final long is) {
        assertEquals(must, is, DECODER * must, name);
    }

    private static BoundaryPoint point(final JsonNode counts) {
        return new BoundaryPoint(
                Double.NaN,
                counts.get(0).asLong(),
                counts.get(1).asLong(),
                counts.get(2).asLong(),
                counts.get(3).asLong());
    }

    private static void checkBoundaryPixels(final JsonNode expected, final List<SegmentMap> annotators) {
        assertEquals(expected.size(), annotators.size(), "annotators");
        for (int k = 0; k < annotators.size(); k++) {
            assertEquals(expected.get(k).asInt(), pixels(annotators.get(k).boundary()), "annotator " + k);
        }
    }

    private static int pixels(final boolean[] boundary) {
        int pixels = 0;
        for (final boolean pixel : boundary) {
            pixels += pixel ? 1 : 0;
        }
        return pixels;
    }

    private static SegmentedPicture picture(
            final NetworkCase testCase, final String set, final String split, final String id) {
        final Optional<Path> folder = testCase.found(set);
        assumeTrue(
                folder.isPresent(), () -> testCase.file() + " needs " + set + ", in none of " + testCase.dataRoots());
        return BerkeleySegments.open(folder.orElseThrow(), split).stream()
                .filter(picture -> picture.name().equals(id))
                .findFirst()
                .orElseThrow(() -> new AssertionError(set + " has no picture " + id));
    }

    private static float[] edges(final NetworkCase network, final Picture picture) {
        final EdgeMap edges = new EdgeMap();
        try (NetworkEdges detector =
                new NetworkEdges(PidiNet.of(network.weights()), AnalysisSize.own(), Compute.fastestCpu())) {
            detector.detect(picture, edges);
        }
        assertEquals(picture.width(), edges.width());
        assertEquals(picture.height(), edges.height());
        return edges.values();
    }

    /** One picture, whose thinned maps are called NETWORK.PICTURE.nms, and boundaries PICTURE.boundary_of_annotator_K. */
    private record Case(Path config, JsonNode json, Expected expected) {
        Case(final Path config) {
            this(config, GoldenRoot.json(config), Expected.of(config));
        }

        Stream<DynamicNode> tests() {
            final Stream<DynamicNode> all = Stream.of(
                    dynamicTest("tolerance_squared", this::checkReach),
                    dynamicTest(
                            "gt_pixels_per_annotator",
                            () -> checkBoundaryPixels(json.get("gt_pixels_per_annotator"), annotators())));
            final Stream<DynamicNode> tensors = json.get("tensors").properties().stream()
                    .map(Map.Entry::getKey)
                    .map(name -> dynamicTest(name, () -> check(name)));
            return Stream.concat(all, tensors);
        }

        private void checkReach() {
            final long[] shape = expected.shape(expected.names().iterator().next());
            final double reach = BoundaryMeasure.squaredReach((int) shape[1], (int) shape[0]);
            assertEquals(json.get("tolerance_squared").asDouble(), reach, 1e-9);
        }

        private void check(final String name) {
            final Matcher boundary =
                    Pattern.compile("\\w+\\.boundary_of_annotator_(\\d+)").matcher(name);
            if (boundary.matches()) {
                final boolean[] pixels =
                        annotators().get(Integer.parseInt(boundary.group(1))).boundary();
                final float[] values = new float[pixels.length];
                for (int i = 0; i < values.length; i++) {
                    values[i] = pixels[i] ? 1 : 0;
                }
                assertMostly(name, values, 0, 0);
                return;
            }
            final Matcher map =
                    Pattern.compile("([^.]+)\\.(\\w+)\\.(nms|smoothed)").matcher(name);
            assertTrue(map.matches(), () -> config + " has a tensor of no known kind: " + name);
            final NetworkCase network = NetworkCase.of(config.resolveSibling("config_" + map.group(1) + ".json"));
            final BoundaryThinning thinning = new BoundaryThinning();
            try (Picture picture = network.picture(map.group(2))) {
                thinning.apply(edges(network, picture), picture.width(), picture.height());
                final boolean thin = map.group(3).equals("nms");
                final double[] made = thin ? thinning.thinned() : thinning.smoothed();
                final float[] values = new float[picture.width() * picture.height()];
                for (int i = 0; i < values.length; i++) {
                    values[i] = (float) made[i];
                }
                assertMostly(name, values, TOLERANCE, thin ? FLIPPED : 0);
            }
        }

        private void assertMostly(final String name, final float[] is, final double tolerance, final double share) {
            final double[] must = expected.values(name);
            final int stride = expected.stride(name);
            assertEquals(must.length, (is.length + stride - 1) / stride, "stored elements of " + name);
            int off = 0;
            for (int i = 0; i < must.length; i++) {
                off += Math.abs(must[i] - is[i * stride]) <= tolerance ? 0 : 1;
            }
            final int wrong = off;
            assertTrue(
                    off <= share * must.length, () -> name + ": " + wrong + " of " + must.length + " values are off");
        }

        private List<SegmentMap> annotators() {
            final String text = json.get("picture").asText();
            final Matcher words = PICTURE.matcher(text);
            assertTrue(words.find(), () -> config + " names no picture: " + text);
            // The data folder is found by way of any case of a network in the same folder.
            final NetworkCase anyCase = new NetworkCase(config, json, expected);
            final SegmentedPicture data = picture(anyCase, words.group(1), words.group(2), words.group(3));
            final long[] shape = expected.shape(expected.names().iterator().next());
            return data.readSegments((int) shape[1], (int) shape[0]);
        }
    }
}
