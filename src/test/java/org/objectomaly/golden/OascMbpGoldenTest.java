package org.objectomaly.golden;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.objectomaly.cuda.CudaDevice;
import org.objectomaly.cuda.HostCuda;
import org.objectomaly.image.MaskSet;
import org.objectomaly.image.ScoreMap;
import org.objectomaly.mbp.BoundaryPrecision;
import org.objectomaly.mbp.CudaPrecision;
import org.objectomaly.mbp.LaplacianPrecision;
import org.objectomaly.oasc.Calibration;
import org.objectomaly.oasc.CudaCalibration;
import org.objectomaly.oasc.MaskOrder;
import org.objectomaly.oasc.RunCalibration;

/**
 * OASC and MBP against the reference, both painting orders. The plain form must equal it bit for bit up to the averaged
 * contours and within 5e-7 after the blur; the program's form must paint in the same order and give every mean, and
 * every score of A1 and A, within 1e-6 (relative to scores above 1). So must the GPU's kernels, compiled for the processor.
 */
@GoldenFolders(
        value = "oasc_mbp",
        configKeys = {"cases", "orders", "gaussian"})
class OascMbpGoldenTest {
    private static final double TOLERANCE = 1e-6;

    @TestFactory
    Stream<DynamicTest> shouldRefineAsTheReferenceDoes() {
        return GoldenRoot.foldersOf(OascMbpGoldenTest.class).stream()
                .flatMap(folder -> GoldenRoot.configs(folder).stream())
                .flatMap(OascMbpGoldenTest::cases);
    }

    private static Stream<DynamicTest> cases(final Path config) {
        final JsonNode json = GoldenRoot.json(config);
        return json.get("cases").properties().stream()
                .flatMap(entry -> Arrays.stream(MaskOrder.values()).flatMap(order -> Arrays.stream(Form.values())
                        .map(form -> dynamicTest(
                                config.getParent() + "/" + entry.getKey() + " " + order + " " + form,
                                () -> check(config, json.path("salt").asText(), entry, order, form)))));
    }

    /** The forms of both refinements. */
    private enum Form {
        PLAIN,
        PROGRAM,
        KERNELS
    }

    private static void check(
            final Path config,
            final String salt,
            final Map.Entry<String, JsonNode> entry,
            final MaskOrder order,
            final Form form) {
        final Path file = config.resolveSibling(entry.getKey() + ".safetensors");
        assumeTrue(Files.exists(file), () -> "the config names this case, but there is no " + file);
        final JsonNode json = entry.getValue();
        final Expected expected = Expected.of(file, json);
        final String prefix = order.name().toLowerCase(Locale.ROOT) + "/";
        assertEquals(
                new TreeSet<>(Stream.of("order", "means", "oasc", "laplacian", "mbp", "final")
                        .map(name -> prefix + name)
                        .toList()),
                new TreeSet<>(expected.names().stream()
                        .filter(name -> name.startsWith(prefix))
                        .toList()),
                "stored steps");
        final int height = json.get("map_size").get(0).asInt();
        final int width = json.get("map_size").get(1).asInt();
        final float[] map = map(json, expected, salt, width, height);
        final int maskHeight =
                json.has("mask_size") ? json.get("mask_size").get(0).asInt() : height;
        final int maskWidth =
                json.has("mask_size") ? json.get("mask_size").get(1).asInt() : width;
        final byte[][] masks = masks(json, expected, maskWidth, maskHeight);

        switch (form) {
            case PLAIN ->
                checkPlain(
                        expected,
                        json,
                        prefix,
                        new PlainRefinement(map, width, height, masks, maskWidth, maskHeight, order == MaskOrder.PAPER),
                        width);
            case PROGRAM ->
                checkProgram(
                        expected, json, prefix, map, width, TestMasks.runs(masks, maskWidth, maskHeight, null), order);
            case KERNELS ->
                checkKernels(
                        expected, json, prefix, map, width, TestMasks.runs(masks, maskWidth, maskHeight, null), order);
        }
    }

    private static void checkPlain(
            final Expected expected,
            final JsonNode json,
            final String prefix,
            final PlainRefinement plain,
            final int width) {
        assertArrayEquals(order(expected, prefix), plain.order, "order of the plain form");
        assertArrayEquals(expected.floats(prefix + "means"), plain.means, "means of the plain form");
        compare(expected, json, prefix + "oasc", plain.calibrated, width, 0);
        compare(expected, json, prefix + "laplacian", plain.laplacian, width, 0);
        compare(expected, json, prefix + "mbp", plain.averaged, width, 0);
        compare(expected, json, prefix + "final", plain.refined, width, 5e-7);
    }

    private static void checkProgram(
            final Expected expected,
            final JsonNode json,
            final String prefix,
            final float[] map,
            final int width,
            final MaskSet masks,
            final MaskOrder order) {
        final RunCalibration calibration = new RunCalibration(order);
        checkMaps(expected, json, prefix, map, width, masks, calibration, new LaplacianPrecision());
        for (int p = 0; p < masks.size(); p++) {
            checkMean(expected, prefix, p, calibration.painted(p), calibration.mean(calibration.painted(p)));
        }
    }

    private static void checkKernels(
            final Expected expected,
            final JsonNode json,
            final String prefix,
            final float[] map,
            final int width,
            final MaskSet masks,
            final MaskOrder order) {
        try (CudaDevice device = HostCuda.open(0);
                CudaCalibration calibration = new CudaCalibration(device, order)) {
            checkMaps(expected, json, prefix, map, width, masks, calibration, new CudaPrecision(device));
            if (masks.size() > 0) {
                final int[] ranks = calibration.ranks(masks.size());
                final float[] means = calibration.means(masks.size());
                for (int mask = 0; mask < ranks.length; mask++) {
                    checkMean(expected, prefix, ranks[mask], mask, means[mask]);
                }
            }
        }
    }

    private static void checkMaps(
            final Expected expected,
            final JsonNode json,
            final String prefix,
            final float[] map,
            final int width,
            final MaskSet masks,
            final Calibration oasc,
            final BoundaryPrecision mbp) {
        final ScoreMap coarse = new ScoreMap(width, map.length / width);
        final ScoreMap calibrated = new ScoreMap(width, map.length / width);
        final ScoreMap refined = new ScoreMap(width, map.length / width);
        System.arraycopy(map, 0, coarse.values(), 0, map.length);
        oasc.calibrate(coarse, masks, calibrated);
        mbp.refine(calibrated, refined);
        compare(expected, json, prefix + "oasc", calibrated.values(), width, TOLERANCE);
        compare(expected, json, prefix + "final", refined.values(), width, TOLERANCE);
        Stream.of(coarse, calibrated, refined).forEach(ScoreMap::release);
    }

    /** One place in the order of painting: which mask, and its mean. */
    private static void checkMean(
            final Expected expected, final String prefix, final int place, final int mask, final float mean) {
        assertEquals(order(expected, prefix)[place], mask, "mask painted at position " + place);
        final float must = expected.floats(prefix + "means")[place];
        final boolean same =
                Float.isNaN(must) ? Float.isNaN(mean) : Math.abs((double) mean - must) <= TOLERANCE * Math.abs(must);
        assertTrue(same, "mean of mask " + mask + " is " + mean + " but must be " + must);
    }

    private static float[] map(
            final JsonNode json, final Expected expected, final String salt, final int width, final int height) {
        if (expected.has("map")) {
            return expected.floats("map");
        }
        final JsonNode recipe = json.get("map_recipe");
        final String key = recipe.get("key").asText();
        return Recipes.blockMap(
                key.startsWith(salt) ? key : salt + key,
                height,
                width,
                recipe.get("block").asInt(),
                recipe.get("lo").asDouble(),
                recipe.get("hi").asDouble());
    }

    private static byte[][] masks(final JsonNode json, final Expected expected, final int width, final int height) {
        final int count = json.get("num_masks").asInt();
        final byte[][] masks = new byte[count][width * height];
        final double[] stored = count > 0 && expected.has("masks") ? expected.values("masks") : null;
        for (int m = 0; m < count; m++) {
            if (stored == null) {
                masks[m] = Recipes.mask(json.get("mask_shapes").get(m), height, width);
            } else {
                for (int i = 0; i < width * height; i++) {
                    masks[m][i] = (byte) stored[m * width * height + i];
                }
            }
            final byte[] mask = masks[m];
            final long area =
                    IntStream.range(0, mask.length).filter(i -> mask[i] != 0).count();
            assertEquals(json.get("areas").get(m).asLong(), area, "area of mask " + m);
        }
        return masks;
    }

    private static int[] order(final Expected expected, final String prefix) {
        return Arrays.stream(expected.values(prefix + "order"))
                .mapToInt(index -> (int) index)
                .toArray();
    }

    private static void compare(
            final Expected expected,
            final JsonNode json,
            final String name,
            final float[] actual,
            final int width,
            final double tolerance) {
        final JsonNode subsample = json.path("stored_subsample");
        final int rowsStep = subsample.path("rows_step").asInt(1);
        final int colsStep = subsample.path("cols_step").asInt(1);
        final double[] must = expected.values(name);
        final int across = (width + colsStep - 1) / colsStep;
        final int down = (actual.length / width + rowsStep - 1) / rowsStep;
        assertEquals(across * down, must.length, "stored elements of " + name);
        for (int i = 0; i < must.length; i++) {
            final float is = actual[i / across * rowsStep * width + i % across * colsStep];
            final double limit = tolerance * Math.max(1, Math.abs(must[i]));
            final int at = i;
            assertTrue(
                    Math.abs(is - must[i]) <= limit,
                    () -> name + ": stored element " + at + " is " + is + " but must be " + must[at]);
        }
    }
}
