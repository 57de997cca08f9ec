package org.objectomaly.golden;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.objectomaly.cas.CoarseScorer;
import org.objectomaly.cas.QueryRule;
import org.objectomaly.cas.QueryScorer;
import org.objectomaly.cas.ScoreScale;
import org.objectomaly.image.MaskSet;
import org.objectomaly.image.Picture;
import org.objectomaly.image.ScoreMap;
import org.objectomaly.mbp.LaplacianPrecision;
import org.objectomaly.nn.AnalysisSize;
import org.objectomaly.nn.Compute;
import org.objectomaly.nn.MaskQuality;
import org.objectomaly.nn.Precision;
import org.objectomaly.nn.Weights;
import org.objectomaly.nn.mask2former.Mask2Former;
import org.objectomaly.nn.sam.Sam;
import org.objectomaly.oasc.MaskOrder;
import org.objectomaly.oasc.RunCalibration;
import org.objectomaly.objectness.AutomaticMasks;
import org.objectomaly.objectness.FoundMask;
import org.objectomaly.objectness.PointChoice;
import org.objectomaly.objectness.RegionSettings;

/** The whole chain, picture to A: Mask2Anomaly and a small SAM with the weights of other cases, OASC, MBP. */
@GoldenFolders("pipeline")
class PipelineGoldenTest {
    private static final String SCORER = "mask2anomaly";
    private static final String OBJECTS = "sam_tiny";
    private static final int KNOWN = 19;

    @TestFactory
    Stream<DynamicTest> shouldFindTheReferencesMasks() {
        return GoldenRoot.foldersOf(PipelineGoldenTest.class).stream()
                .flatMap(folder -> GoldenRoot.configs(folder).stream())
                .filter(config -> GoldenRoot.json(config).has("sam"))
                .flatMap(config -> Stream.of("rgb", "bgr")
                        .map(order -> dynamicTest(config + " " + order, () -> check(config, order))));
    }

    @TestFactory
    Stream<DynamicTest> shouldScoreAsTheReferenceFromEndToEnd() {
        return GoldenRoot.foldersOf(PipelineGoldenTest.class).stream()
                .flatMap(folder -> GoldenRoot.configs(folder).stream())
                .filter(config -> GoldenRoot.json(config).has("coarse"))
                .flatMap(config -> Arrays.stream(MaskQuality.values())
                        .map(quality -> dynamicTest(config + " " + quality, () -> checkChain(config, quality))));
    }

    private static void checkChain(final Path file, final MaskQuality quality) {
        final JsonNode config = GoldenRoot.json(file);
        final Expected expected = Expected.of(file);
        try (CoarseScorer scorer = scorer(config, quality);
                Picture picture = SamGoldenTest.picture(config)) {
            final ScoreMap coarse = map(picture);
            scorer.score(picture, coarse);
            expected.assertClose(
                    "coarse_score",
                    tolerance(expected, "coarse_score"),
                    coarse.values(),
                    picture.height(),
                    picture.width());
            for (final String order : List.of("rgb", "bgr")) {
                try (Picture seen = SamGoldenTest.picture(config);
                        AutomaticMasks generator = generator(config)) {
                    if (order.equals("bgr")) {
                        swapRedAndBlue(seen);
                    }
                    final MaskSet masks = new MaskSet();
                    masks.reset(picture.width(), picture.height());
                    generator.find(seen).forEach(found -> found.mask().addTo(masks));
                    checkRefinement(expected, order, coarse, masks);
                }
            }
        }
    }

    private static void checkRefinement(
            final Expected expected, final String prefix, final ScoreMap coarse, final MaskSet masks) {
        for (final MaskOrder order : MaskOrder.values()) {
            final ScoreMap calibrated = new ScoreMap(coarse.width(), coarse.height());
            final ScoreMap refined = new ScoreMap(coarse.width(), coarse.height());
            new RunCalibration(order).calibrate(coarse, masks, calibrated);
            new LaplacianPrecision().refine(calibrated, refined);
            final String name = prefix + "." + order.name().toLowerCase(Locale.ROOT) + ".";
            // A pixel or two at the rim of a mask may be rounded in or out.
            assertMostlyClose(expected, name + "oasc", calibrated);
            assertMostlyClose(expected, name + "final", refined);
        }
    }

    private static void assertMostlyClose(final Expected expected, final String name, final ScoreMap map) {
        final double[] must = expected.values(name);
        final double tolerance = tolerance(expected, name);
        final long off = IntStream.range(0, must.length)
                .filter(i -> Math.abs(map.values()[i * expected.stride(name)] - must[i]) > tolerance)
                .count();
        assertTrue(off <= 0.001 * must.length, name + ": " + off + " of " + must.length + " values are off");
    }

    private static double tolerance(final Expected expected, final String name) {
        return 10 * expected.tolerance(name);
    }

    private static ScoreMap map(final Picture picture) {
        return new ScoreMap(picture.width(), picture.height());
    }

    /** As the program would be told to, in single precision. */
    private static CoarseScorer scorer(final JsonNode config, final MaskQuality quality) {
        final int shorter = config.get("coarse").get("resize_shortest_edge").asInt();
        return new QueryScorer(
                Mask2Former.of(weights(config, SCORER), Compute.cpu(Precision.SINGLE), quality),
                QueryRule.MASK2ANOMALY,
                KNOWN,
                new ScoreScale(0, 1),
                AnalysisSize.shorter(shorter),
                true);
    }

    private static AutomaticMasks generator(final JsonNode config) {
        return new AutomaticMasks(
                Sam.of(weights(config, OBJECTS), Compute.cpu(Precision.SINGLE), MaskQuality.EXACT),
                SamMasks.settings(config.get("sam").get("generator")),
                MaskQuality.EXACT,
                PointChoice.ALL,
                RegionSettings.defaults(),
                null);
    }

    private static void check(final Path file, final String order) {
        final JsonNode config = GoldenRoot.json(file);
        final Expected expected = Expected.of(file);
        try (AutomaticMasks generator = generator(config);
                Picture picture = SamGoldenTest.picture(config)) {
            if (order.equals("bgr")) {
                swapRedAndBlue(picture);
            }
            compare(expected, order, generator.find(picture), picture);
        }
    }

    private static void compare(
            final Expected expected, final String order, final List<FoundMask> found, final Picture picture) {
        final double[] areas = expected.values(order + ".mask_areas_in_generator_order");
        assertEquals(areas.length, found.size());
        final double[] bits = expected.values(order + ".mask_bits");
        for (int i = 0; i < areas.length; i++) {
            assertEquals(areas[i], found.get(i).mask().area(), Math.max(2, 0.002 * areas[i]), "area of mask " + i);
            final byte[] must = new byte[picture.height() * picture.width()];
            for (int p = 0; p < must.length; p++) {
                final int eight = (int) bits[(i * must.length + p) / 8];
                must[p] = (byte) (eight >> 7 - p % 8 & 1);
            }
            assertTrue(SamMasks.isLike(found.get(i), must, picture.height(), picture.width()), "mask " + i);
        }
    }

    /** Those of a network's own case, under this case's salt. */
    private static Weights weights(final JsonNode config, final String network) {
        final Optional<Path> own = GoldenRoot.folders().stream()
                .filter(folder -> folder.endsWith(network))
                .map(folder -> folder.resolve("config.json"))
                .findFirst();
        assumeTrue(own.isPresent(), "the weights are described by the case " + network + ", which is not there");
        final Path file = own.orElseThrow();
        final ObjectNode merged = GoldenRoot.json(file).deepCopy();
        merged.put("salt", config.path("salt").asText());
        return new NetworkCase(file, merged, Expected.of(file)).weights();
    }

    private static void swapRedAndBlue(final Picture picture) {
        final byte[] rgb = new byte[3 * picture.width() * picture.height()];
        picture.rgb().get(rgb);
        final byte[] bgr = rgb.clone();
        for (int i = 0; i < rgb.length; i += 3) {
            bgr[i] = rgb[i + 2];
            bgr[i + 2] = rgb[i];
        }
        picture.overwrite().put(bgr);
    }
}
