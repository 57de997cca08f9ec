package org.objectomaly.golden;

import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.TestFactory;
import org.objectomaly.Natives;
import org.objectomaly.golden.Features.Feature;
import org.objectomaly.image.Picture;
import org.objectomaly.nn.FsfNet;
import org.objectomaly.nn.Node;
import org.objectomaly.nn.Normalisation;

@GoldenFolders("fsfnet")
class FsfNetGoldenTest {
    @BeforeAll
    static void loadNatives() {
        Natives.loadAll();
    }

    @TestFactory
    Stream<DynamicContainer> shouldMakeTheReferencesFeatures() {
        return NetworkChecks.of(FsfNetGoldenTest.class, FsfNetGoldenTest::run);
    }

    private static Map<String, Feature> run(final NetworkCase testCase, final String name) {
        final FsfNet network = FsfNet.of(testCase.weights());
        try (Picture picture = testCase.picture(name)) {
            final int[] size = testCase.analysisSize(name, picture);
            return Features.of(picture, size, Normalisation.NONE, (sketch, input) -> {
                final Node logits = sketch.named("logits", network.draw(sketch, input));
                // The last channel is the ignored label.
                Scores.name(sketch, logits, network.classes() - 1);
            });
        }
    }
}
