package org.objectomaly.golden;

import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.DynamicContainer.dynamicContainer;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.FutureTask;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.objectomaly.cuda.CudaDevice;
import org.objectomaly.cuda.HostCuda;
import org.objectomaly.golden.Features.Feature;
import org.objectomaly.image.Picture;
import org.objectomaly.nn.Compute;
import org.objectomaly.nn.MaskQuality;
import org.objectomaly.nn.Precision;
import org.objectomaly.nn.sam2.Sam2;
import org.objectomaly.objectness.AutomaticMasks;
import org.objectomaly.objectness.AutomaticSettings;
import org.objectomaly.objectness.PointChoice;
import org.objectomaly.objectness.RegionSettings;

/** SAM 2 and 2.1 on pictures, stage by stage, against the original. */
@GoldenFolders(
        value = {"sam2_hiera", "sam2.1_hiera"},
        configKeys = {"yaml", "points", "box", "generator"})
class Sam2GoldenTest {
    @TestFactory
    Stream<DynamicContainer> shouldMakeTheReferencesFeatures() {
        return cases().map(config -> dynamicContainer(config.toString(), tests(config)));
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
        return cases().filter(config -> GoldenRoot.json(config).has("generator"))
                .map(config -> dynamicTest(config.toString(), () -> {
                    try (CudaDevice device = HostCuda.openAtOnce()) {
                        findMasks(
                                NetworkCase.of(config),
                                MaskQuality.FAST,
                                new Compute("cpu:0", Precision.SINGLE).with(device));
                    }
                }));
    }

    private static void findMasks(final NetworkCase testCase, final MaskQuality quality, final Compute compute) {
        final Sam2 sam = Sam2.of(testCase.weights(), compute, quality);
        final AutomaticSettings settings =
                SamMasks.settings(testCase.config().get("generator"), AutomaticSettings.ofSam2());
        try (AutomaticMasks generator = new AutomaticMasks(
                        sam, settings, quality, PointChoice.ALL, RegionSettings.defaults(), compute.gpu());
                Picture picture = testCase.picture()) {
            SamMasks.assertEqual(testCase.expected(), generator.find(picture), picture.height(), picture.width());
        }
    }

    private static Stream<Path> cases() {
        return GoldenRoot.foldersOf(Sam2GoldenTest.class).stream()
                .flatMap(folder -> GoldenRoot.configs(folder).stream())
                .filter(config -> GoldenRoot.json(config).path("model").asText().startsWith("sam2"));
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
        try (Sam2 sam = Sam2.of(testCase.weights(), Compute.cpu(Precision.SINGLE), MaskQuality.EXACT);
                Picture picture = testCase.picture()) {
            return new Sam2Case(testCase.config(), sam, picture).run();
        }
    }

    private static void compare(final Expected expected, final String name, final Feature feature) {
        assertNotNull(feature, name + " is expected, but no module shows it");
        expected.assertClose(name, tolerance(expected, name), feature.values(), feature.shape());
    }

    /** One number has no spread to judge a difference by; the predicted IoU is a score. */
    private static double tolerance(final Expected expected, final String name) {
        return name.endsWith(".iou") ? Math.max(1e-5, expected.tolerance(name)) : expected.tolerance(name);
    }
}
