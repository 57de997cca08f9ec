package org.objectomaly.golden;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.DynamicContainer.dynamicContainer;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.objectomaly.Natives;
import org.objectomaly.golden.Features.Feature;
import org.objectomaly.image.Picture;
import org.objectomaly.nn.FastSam;
import org.objectomaly.nn.Normalisation;
import org.objectomaly.objectness.CellDecoder;
import org.objectomaly.objectness.Detection;
import org.objectomaly.objectness.DetectionSettings;
import org.objectomaly.objectness.Letterbox;

/** FastSAM's network, and what is made of its output, step by step. */
@GoldenFolders("fastsam")
class FastSamGoldenTest {
    private static final double PIXELS = 0.05;
    private static final double SCORE = 1e-4;

    @BeforeAll
    static void loadNatives() {
        Natives.loadAll();
    }

    @TestFactory
    Stream<DynamicContainer> shouldMakeTheReferencesFeaturesBoxesAndMasks() {
        return cases("model").map(config -> dynamicContainer(config.toString(), network(config)));
    }

    @TestFactory
    Stream<DynamicContainer> shouldMakeTheReferencesBoxesAndMasksOfRawPredictions() {
        return cases("num_candidates").map(config -> dynamicContainer(config.toString(), predictions(config)));
    }

    /** The cases whose description has a key. */
    private static Stream<Path> cases(final String key) {
        return GoldenRoot.foldersOf(FastSamGoldenTest.class).stream()
                .flatMap(FastSamGoldenTest::descriptions)
                .filter(file -> GoldenRoot.json(file).has(key));
    }

    private static Stream<Path> descriptions(final Path folder) {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(".json")).sorted().toList().stream();
        } catch (final IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Stream<DynamicTest> network(final Path config) {
        final NetworkCase testCase = NetworkCase.of(config);
        final List<NetworkRun> made = new ArrayList<>();
        return testCase.expected().names().stream()
                .map(name -> dynamicTest(name, () -> {
                    if (made.isEmpty()) {
                        made.add(new NetworkRun(testCase));
                    }
                    made.get(0).check(name);
                }));
    }

    private static Stream<DynamicTest> predictions(final Path config) {
        final JsonNode description = GoldenRoot.json(config);
        final Path tensors =
                config.resolveSibling(config.getFileName().toString().replaceAll("json$", "safetensors"));
        final Expected expected = Expected.of(
                Files.exists(tensors) ? tensors : GoldenRoot.beside(config, "expected", ".safetensors"), description);
        final int width = description.get("net_input_hw").get(1).asInt();
        final int height = description.get("net_input_hw").get(0).asInt();
        final JsonNode original = description.get("original_hw");
        final Letterbox letterbox =
                Letterbox.of(original.get(1).asInt(), original.get(0).asInt(), Math.max(width, height));
        assertEquals(width + "x" + height, letterbox.width() + "x" + letterbox.height());
        final long[] shape = expected.shape("pred");
        final float[] raw = expected.floats("pred");
        final List<Detection> candidates = FastSamSteps.candidates(raw, (int) shape[1], (int) shape[2]);
        final String salt = description.path("salt").asText();
        final String name = description.get("proto").get("key").asText();
        final String key = name.startsWith(salt) ? name : salt + name;
        final int prototypes = (int) shape[1] - FastSamSteps.BEFORE_COEFFICIENTS;
        final float[] proto = FastSamSteps.blocks(key, prototypes, height / 4, width / 4);
        return description.get("settings").properties().stream().flatMap(setting -> {
            final FastSamSteps steps = new FastSamSteps(
                    expected, setting.getKey(), letterbox, settings(setting.getValue()), proto, prototypes);
            return expected.names().stream()
                    .filter(step -> belongs(step, setting.getKey(), description.get("settings")))
                    .map(step -> dynamicTest(step, () -> steps.check(step, candidates)));
        });
    }

    /** Names begin with their setting's; one of the settings has an empty name. */
    private static boolean belongs(final String name, final String prefix, final JsonNode settings) {
        return !name.equals("pred")
                && name.startsWith(prefix)
                && (!prefix.isEmpty()
                        || settings.properties().stream()
                                .map(Map.Entry::getKey)
                                .noneMatch(other -> !other.isEmpty() && name.startsWith(other)));
    }

    private static DetectionSettings settings(final JsonNode values) {
        return new DetectionSettings(
                values.get("conf").asDouble(),
                values.get("iou").asDouble(),
                values.get("max_det").asInt());
    }

    /** One run of the network, with everything that follows it. */
    private static final class NetworkRun {
        private final NetworkCase testCase;
        private final Expected expected;
        private final Map<String, Feature> features;
        private final List<Detection> cells = new ArrayList<>();
        private final FastSamSteps steps;

        NetworkRun(final NetworkCase testCase) {
            this.testCase = testCase;
            this.expected = testCase.expected();
            final FastSam network = FastSam.of(testCase.weights());
            final int longSide =
                    testCase.config().get("preprocessing").get("imgsz").asInt();
            try (Picture picture = testCase.picture()) {
                final Letterbox letterbox = Letterbox.of(picture.width(), picture.height(), longSide);
                try (Picture frame = letterbox.frame()) {
                    letterbox.fit(picture, frame);
                    final int[] size = {frame.height(), frame.width()};
                    features = Features.of(frame, size, Normalisation.NONE, (sketch, input) -> {
                        final FastSam.Outputs outputs = network.draw(sketch, input);
                        sketch.named("cells.0", outputs.fine());
                        sketch.named("cells.1", outputs.middle());
                        sketch.named("cells.2", outputs.coarse());
                    });
                }
                final Feature proto = features.get("proto");
                final int prototypes = (int) proto.shape()[1];
                final CellDecoder decoder = new CellDecoder(network.distances(), prototypes, -1);
                for (int level = 0; level < 3; level++) {
                    final Feature map = features.get("cells." + level);
                    final int width = (int) map.shape()[3];
                    final int stride = letterbox.width() / width;
                    decoder.decode(channelsLast(map), width, (int) map.shape()[2], stride, cells);
                }
                final DetectionSettings settings = settings(testCase.config().get("postprocessing"));
                steps = new FastSamSteps(expected, "post.", letterbox, settings, proto.values(), prototypes);
            }
        }

        void check(final String name) {
            if (name.equals("letterboxed_rgb_u8_hwc")) {
                checkPicture(name);
            } else if (name.startsWith("raw_pred")) {
                checkCells(name);
            } else if (name.startsWith("post.")) {
                steps.check(name, cells);
            } else {
                final Feature feature = features.get(name.replace("@chmean", ""));
                assertTrue(feature != null, () -> "the network does not show " + name);
                expected.assertClose(name, feature.values(), feature.shape());
            }
        }

        /** Equal up to one, and nearly everywhere equal. */
        private void checkPicture(final String name) {
            final Feature picture = features.get("resized_u8");
            expected.assertClose(name, 1, picture.values(), picture.shape());
            final double[] must = expected.values(name);
            int off = 0;
            for (int i = 0; i < must.length; i++) {
                off += must[i] == picture.values()[i * expected.stride(name)] ? 0 : 1;
            }
            assertTrue(off <= 0.001 * must.length, off + " of " + must.length + " bytes differ");
        }

        /** Middles and sides in pixels, scores, and coefficients, each with its own tolerance. */
        private void checkCells(final String name) {
            final int first = name.endsWith("conf_row") ? 4 : 0;
            final double[] must = expected.values(name);
            final int stride = expected.stride(name);
            assertEquals(
                    cells.size(),
                    expected.shape(name)[expected.shape(name).length - 1],
                    testCase.file() + ": number of cells");
            for (int i = 0; i < must.length; i++) {
                final int row = first + i * stride / cells.size();
                final double is = FastSamSteps.raw(cells.get(i * stride % cells.size()), row);
                final double tolerance = row == 4 ? SCORE : row < 4 ? pixels() : expected.tolerance(name);
                assertEquals(must[i], is, tolerance, name + " element " + i * stride + " (row " + row + ")");
            }
        }

        /** Where the reference itself rounds much, so may we. */
        private double pixels() {
            final double rounding = testCase.config()
                    .path("tensors")
                    .path("raw_pred")
                    .path("fp32_vs_fp64_maxabs")
                    .asDouble(0);
            return Math.max(PIXELS, 20 * rounding);
        }

        private static FloatBuffer channelsLast(final Feature map) {
            final int channels = (int) map.shape()[1];
            final int pixels = map.values().length / channels;
            final float[] values = new float[map.values().length];
            for (int i = 0; i < values.length; i++) {
                values[i % pixels * channels + i / pixels] = map.values()[i];
            }
            return FloatBuffer.wrap(values);
        }
    }
}
