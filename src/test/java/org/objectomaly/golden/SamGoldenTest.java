package org.objectomaly.golden;

import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;
import static org.junit.jupiter.api.DynamicContainer.dynamicContainer;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.FutureTask;
import java.util.stream.Stream;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.InferenceMode;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.objectomaly.cuda.CudaDevice;
import org.objectomaly.cuda.HostCuda;
import org.objectomaly.golden.Features.Feature;
import org.objectomaly.image.Picture;
import org.objectomaly.image.Region;
import org.objectomaly.nn.Bf16;
import org.objectomaly.nn.Compute;
import org.objectomaly.nn.MaskPredictor;
import org.objectomaly.nn.MaskQuality;
import org.objectomaly.nn.Precision;
import org.objectomaly.nn.sam.Sam;
import org.objectomaly.objectness.AutomaticMasks;
import org.objectomaly.objectness.AutomaticSettings;
import org.objectomaly.objectness.PointChoice;
import org.objectomaly.objectness.RegionSettings;

/** SAM and MobileSAM, stage by stage, against the original. */
@GoldenFolders(
        value = {"sam_tiny", "sam_vit_b", "sam_vit_l", "sam_vit_h", "mobile_sam"},
        configKeys = {"kind", "inputs", "generator"})
class SamGoldenTest {
    @TestFactory
    Stream<DynamicContainer> shouldMakeTheReferencesFeatures() {
        return cases().filter(config -> GoldenRoot.json(config).has("tensors"))
                .map(config -> dynamicContainer(config.toString(), tests(config)));
    }

    @TestFactory
    Stream<DynamicTest> shouldFindTheReferencesMasks() {
        return cases().filter(config -> GoldenRoot.json(config).has("generator"))
                .flatMap(config -> Arrays.stream(MaskQuality.values())
                        .map(quality -> dynamicTest(
                                config + " " + quality,
                                () -> findMasks(NetworkCase.of(config), quality, Compute.cpu(Precision.SINGLE)))));
    }

    /** With this program's kernels on the tests' own driver, behind the forms of libtorch that a GPU gets. */
    @TestFactory
    Stream<DynamicTest> shouldFindTheReferencesMasksWhereAGpuFindsThem() {
        return cases().filter(config -> config.toString().contains("sam_tiny"))
                .filter(config -> GoldenRoot.json(config).has("generator"))
                .flatMap(config -> Arrays.stream(MaskQuality.values())
                        .map(quality -> dynamicTest(config + " " + quality, () -> {
                            try (CudaDevice device = HostCuda.openAtOnce()) {
                                findMasks(
                                        NetworkCase.of(config),
                                        quality,
                                        new Compute("cpu:0", Precision.SINGLE).with(device));
                            }
                        })));
    }

    private static void findMasks(final NetworkCase testCase, final MaskQuality quality, final Compute compute) {
        final Sam sam = Sam.of(testCase.weights(), compute, quality);
        final AutomaticSettings settings = SamMasks.settings(testCase.config().get("generator"));
        try (AutomaticMasks generator = new AutomaticMasks(
                        sam, settings, quality, PointChoice.ALL, RegionSettings.defaults(), compute.gpu());
                Picture picture = picture(testCase.config())) {
            SamMasks.assertEqual(testCase.expected(), generator.find(picture), picture.height(), picture.width());
        }
    }

    /** Its masks are speckled, as weights are made up: half precision does no worse to any others. */
    @TestFactory
    Stream<DynamicTest> shouldKeepTheMasksInHalfPrecision() {
        assumeTrue(Bf16.isFast(), "without its instructions half precision is slow, and nobody chooses it");
        return cases().filter(config -> GoldenRoot.json(config).has("generator"))
                .map(config -> dynamicTest(config.toString(), () -> {
                    final NetworkCase testCase = NetworkCase.of(config);
                    final MaskPredictor.Masks must = answers(testCase, Precision.SINGLE, MaskQuality.EXACT);
                    final MaskPredictor.Masks is = answers(testCase, Precision.HALF, MaskQuality.FAST);
                    // The fast way draws no more than the picture.
                    final Tensor inside = must.logits()
                            .narrow(1, 0, is.logits().size(1))
                            .narrow(2, 0, is.logits().size(2));
                    final double overlap = SamMasks.meanOverlap(inside, is.logits());
                    assertTrue(overlap >= 0.98, "mean IoU " + overlap);
                }));
    }

    /** To a few points; the logits are the caller's. */
    @SuppressWarnings("try") // the scope and the mode only have to be open
    private static MaskPredictor.Masks answers(
            final NetworkCase testCase, final Precision precision, final MaskQuality quality) {
        try (Picture picture = picture(testCase.config());
                Sam sam = Sam.of(testCase.weights(), Compute.cpu(precision), quality);
                PointerScope scope = new PointerScope();
                InferenceMode mode = new InferenceMode(true);
                MaskPredictor.Look look = sam.look(picture, Region.whole(picture.width(), picture.height()))) {
            final double[] points = new double[2 * 4 * 4];
            for (int i = 0; i < points.length; i += 2) {
                points[i] = (i / 2 % 4 + 0.5) / 4 * picture.width();
                points[i + 1] = (i / 2 / 4 + 0.5) / 4 * picture.height();
            }
            final MaskPredictor.Masks masks = look.masksAt(Double.NEGATIVE_INFINITY, points);
            masks.logits().retainReference();
            return masks;
        }
    }

    @TestFactory
    Stream<DynamicTest> shouldKnowEveryKeyAndShape() {
        return cases().filter(config -> !GoldenRoot.json(config).has("tensors"))
                .map(config -> dynamicTest(config.toString(), () -> loadWithoutMemory(config)));
    }

    private static Stream<Path> cases() {
        return GoldenRoot.foldersOf(SamGoldenTest.class).stream()
                .flatMap(folder -> GoldenRoot.configs(folder).stream());
    }

    private static Stream<DynamicTest> tests(final Path file) {
        final NetworkCase testCase = NetworkCase.of(file);
        final FutureTask<EagerFeatures> features = new FutureTask<>(() -> run(testCase));
        return testCase.config().get("tensors").properties().stream()
                .map(Map.Entry::getKey)
                .filter(name -> !name.startsWith("gen."))
                .map(name -> dynamicTest(name, () -> {
                    features.run();
                    compare(testCase.expected(), name, features.get().get(name));
                }));
    }

    private static EagerFeatures run(final NetworkCase testCase) {
        try (Sam sam = Sam.of(testCase.weights(), Compute.cpu(Precision.SINGLE), MaskQuality.EXACT);
                Picture picture = picture(testCase.config())) {
            return new SamCase(testCase.config(), sam, picture).run();
        }
    }

    /** The one picture of a case. */
    static Picture picture(final JsonNode config) {
        final JsonNode image = config.get("image");
        final Picture picture =
                new Picture(image.get("width").asInt(), image.get("height").asInt());
        final String key = config.path("salt").asText() + image.get("key").asText();
        picture.overwrite().put(Recipes.scene(key, picture.height(), picture.width(), image.get("shapes")));
        return picture;
    }

    private static void compare(final Expected expected, final String name, final Feature feature) {
        assertNotNull(feature, name + " is expected, but no module shows it");
        final double tolerance = name.endsWith("_u8") ? 0 : expected.tolerance(name);
        expected.assertClose(name, tolerance, feature.values(), feature.shape());
    }

    private static void loadWithoutMemory(final Path config) {
        final Path keys = GoldenRoot.beside(config, "keys", ".txt");
        Sam.of(EmptyWeights.of(keys), new Compute("meta", Precision.SINGLE), MaskQuality.EXACT)
                .close();
    }
}
