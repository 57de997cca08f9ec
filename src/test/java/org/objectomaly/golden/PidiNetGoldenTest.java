package org.objectomaly.golden;

import java.util.HashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.TestFactory;
import org.objectomaly.Natives;
import org.objectomaly.golden.Features.Feature;
import org.objectomaly.image.Picture;
import org.objectomaly.nn.Normalisation;
import org.objectomaly.nn.PidiNet;

@GoldenFolders("pidinet")
class PidiNetGoldenTest {
    @BeforeAll
    static void loadNatives() {
        Natives.loadAll();
    }

    @TestFactory
    Stream<DynamicContainer> shouldMakeTheReferencesFeatures() {
        return NetworkChecks.of(PidiNetGoldenTest.class, PidiNetGoldenTest::run);
    }

    private static Map<String, Feature> run(final NetworkCase testCase, final String name) {
        final PidiNet network = PidiNet.of(testCase.weights());
        if (name.isEmpty()) {
            return kernels(testCase, network);
        }
        try (Picture picture = testCase.picture(name)) {
            final int[] size = testCase.analysisSize(name, picture);
            final Map<String, Feature> made =
                    Features.of(picture, size, Normalisation.IMAGENET, (sketch, input) -> network.draw(sketch, input));
            final Map<String, Feature> all = new HashMap<>(made);
            made.forEach((feature, values) -> {
                // Side maps are put out as logits; both forms of the reference must come out of the converted one.
                final Feature shown = feature.startsWith("side") ? probabilities(values) : values;
                all.put(feature, shown);
                all.put("converted." + feature, shown);
            });
            return all;
        }
    }

    private static Map<String, Feature> kernels(final NetworkCase testCase, final PidiNet network) {
        final Map<String, Feature> kernels = new HashMap<>();
        testCase.expected().names().stream()
                .filter(name -> name.startsWith("kernel."))
                .forEach(name -> {
                    final String layer = name.substring("kernel.".length()).replaceAll("(\\.conv1)?\\.weight$", "");
                    kernels.put(
                            name,
                            new Feature(
                                    network.kernel(layer), testCase.expected().shape(name)));
                });
        return kernels;
    }

    private static Feature probabilities(final Feature logits) {
        final float[] values = logits.values().clone();
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) (1 / (1 + Math.exp(-values[i])));
        }
        return new Feature(values, logits.shape());
    }
}
