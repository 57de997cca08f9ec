package org.objectomaly.golden;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.assumeTrue;
import static org.junit.jupiter.api.DynamicContainer.dynamicContainer;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.DynamicTest;
import org.objectomaly.golden.Features.Feature;

/** Compares all expected tensors of a case with what a network makes, picture by picture and in order of execution. */
final class NetworkChecks {
    private static final double FEW = 0.001;
    private static final double DELICATE = 0.003;

    /** What a network makes of one of the case's pictures. */
    interface Run {
        /**
         * Runs the network.
         *
         * @param testCase with its weights and pictures
         * @param picture name of the picture; empty for what does not depend on one
         * @return the features by name
         */
        Map<String, Feature> features(NetworkCase testCase, String picture);

        /**
         * Which features may be off in a few places: at most 0.3 % of the values.
         *
         * @param feature its name
         * @return true if rounding can have visible effects there
         */
        default boolean isDelicate(final String feature) {
            return false;
        }
    }

    private NetworkChecks() {}

    /**
     * The tests of all cases that belong to a class.
     *
     * @param test a class with {@link GoldenFolders}
     * @param run makes the features, once a picture
     * @return a container a case
     */
    static Stream<DynamicContainer> of(final Class<?> test, final Run run) {
        return GoldenRoot.foldersOf(test).stream()
                .flatMap(folder -> GoldenRoot.configs(folder).stream())
                .filter(config -> !BoundaryGoldenTest.isChecked(config))
                .map(config -> dynamicContainer(config.toString(), ofCase(config, run)));
    }

    private static Stream<DynamicNode> ofCase(final Path config, final Run run) {
        if (!GoldenRoot.json(config).has("images")) {
            final String reason = config + " has no images, so it is no case of a network";
            return Stream.of(dynamicTest("not checked here", () -> assumeTrue(false, reason)));
        }
        final NetworkCase testCase = NetworkCase.of(config);
        final List<String> pictures = testCase.pictures();
        final Stream<DynamicNode> perPicture =
                pictures.stream().map(picture -> dynamicContainer(picture, ofPicture(testCase, picture, run)));
        final Stream<DynamicNode> others = names(testCase)
                .filter(name -> pictures.stream().noneMatch(p -> name.startsWith(p + ".")))
                .map(name -> dynamicTest(
                        name,
                        () -> compare(
                                testCase, name, features(testCase, "", run).get(whole(name)), run)));
        return Stream.concat(perPicture, others);
    }

    private static Stream<DynamicTest> ofPicture(final NetworkCase testCase, final String picture, final Run run) {
        final Map<String, Map<String, Feature>> made = new HashMap<>();
        final Function<String, Feature> feature = name ->
                made.computeIfAbsent(picture, p -> features(testCase, p, run)).get(whole(name));
        return names(testCase)
                .filter(name -> name.startsWith(picture + "."))
                .map(name -> dynamicTest(
                        name, () -> compare(testCase, name, feature.apply(name.substring(picture.length() + 1)), run)));
    }

    private static Map<String, Feature> features(final NetworkCase testCase, final String picture, final Run run) {
        return run.features(testCase, picture);
    }

    /** The config's order is that of execution. */
    private static Stream<String> names(final NetworkCase testCase) {
        return Stream.concat(
                        testCase.config().get("tensors").properties().stream().map(Map.Entry::getKey),
                        testCase.expected().names().stream())
                .distinct();
    }

    private static void compare(final NetworkCase testCase, final String name, final Feature is, final Run run) {
        if (is == null) {
            fail(testCase.file() + " expects a tensor " + name + " that the network does not show");
        }
        final Expected expected = testCase.expected();
        final String last = name.substring(name.lastIndexOf('.') + 1);
        if (last.equals("resized_u8")) {
            assertMostly(expected, name, is, 1, 0);
        } else if (last.equals("decoded_rgb_u8") || last.startsWith("argmax") || last.endsWith("indices")) {
            assertMostly(expected, name, is, 0, FEW);
        } else {
            final double tolerance = isProbability(last) ? 1e-4 : expected.tolerance(whole(name));
            final boolean delicate = run.isDelicate(name) && name.equals(whole(name));
            assertMostly(expected, name, is, tolerance, delicate ? DELICATE : 0);
        }
    }

    /** The tensor that channel means were taken of. */
    private static String whole(final String name) {
        return name.replace("@chmean", "");
    }

    private static boolean isProbability(final String name) {
        return name.matches("fused|side\\d|void_prob|msp");
    }

    /** No more than a share of the stored values is off by more than the tolerance. */
    private static void assertMostly(
            final Expected expected, final String name, final Feature is, final double tolerance, final double share) {
        if (share == 0) {
            expected.assertClose(name, tolerance, is.values(), is.shape());
            return;
        }
        final double[] must = expected.values(name);
        final int stride = expected.stride(name);
        assertEquals(must.length, (is.values().length + stride - 1) / stride, "stored elements of " + name);
        int off = 0;
        for (int i = 0; i < must.length; i++) {
            off += Math.abs(must[i] - is.values()[i * stride]) <= tolerance ? 0 : 1;
        }
        final String found = "%s: %d of %d values are off by more than %s, the largest by %s"
                .formatted(name, off, must.length, tolerance, expected.difference(name, is.values()));
        assertTrue(off <= share * must.length, found);
    }
}
