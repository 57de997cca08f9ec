package org.objectomaly.golden;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.objectomaly.image.Picture;
import org.objectomaly.nn.MaskQuality;
import org.objectomaly.nn.Weights;
import org.objectomaly.nn.eager.Compute;
import org.objectomaly.nn.eager.Precision;
import org.objectomaly.nn.sam.Sam;
import org.objectomaly.objectness.AutomaticMasks;
import org.objectomaly.objectness.FoundMask;
import org.objectomaly.objectness.PointChoice;
import org.objectomaly.objectness.RegionSettings;

/** The masks of the whole chain, by a small SAM with the weights of another case. */
@GoldenFolders("pipeline")
class SamPipelineGoldenTest {
    private static final String NETWORK = "sam_tiny";

    @TestFactory
    Stream<DynamicTest> shouldFindTheReferencesMasks() {
        return GoldenRoot.foldersOf(SamPipelineGoldenTest.class).stream()
                .flatMap(folder -> GoldenRoot.configs(folder).stream())
                .filter(config -> GoldenRoot.json(config).has("sam"))
                .flatMap(config -> Stream.of("rgb", "bgr")
                        .map(order -> dynamicTest(config + " " + order, () -> check(config, order))));
    }

    private static void check(final Path file, final String order) {
        final JsonNode config = GoldenRoot.json(file);
        final Expected expected = Expected.of(file);
        final Sam sam = Sam.of(weights(config), Compute.cpu(Precision.SINGLE), MaskQuality.EXACT);
        try (AutomaticMasks generator = new AutomaticMasks(
                        sam,
                        SamMasks.settings(config.get("sam").get("generator")),
                        MaskQuality.EXACT,
                        PointChoice.ALL,
                        RegionSettings.defaults());
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

    /** Those of the small SAM's own case, under this case's salt. */
    private static Weights weights(final JsonNode config) {
        final Optional<Path> tiny = GoldenRoot.folders().stream()
                .filter(folder -> folder.endsWith(NETWORK))
                .map(folder -> folder.resolve("config.json"))
                .findFirst();
        assumeTrue(tiny.isPresent(), "the weights are described by the case " + NETWORK + ", which is not there");
        final Path file = tiny.orElseThrow();
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
        picture.rgb().put(bgr);
    }
}
