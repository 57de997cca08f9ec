package org.objectomaly.golden;

import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.TestFactory;
import org.objectomaly.Natives;
import org.objectomaly.golden.Features.Feature;
import org.objectomaly.image.Picture;
import org.objectomaly.nn.EspNetV2;
import org.objectomaly.nn.Node;
import org.objectomaly.nn.Normalisation;

@GoldenFolders("espnetv2")
class EspNetV2GoldenTest {
    private static final int KNOWN = 19;

    @BeforeAll
    static void loadNatives() {
        Natives.loadAll();
    }

    @TestFactory
    Stream<DynamicContainer> shouldMakeTheReferencesFeatures() {
        return NetworkChecks.of(EspNetV2GoldenTest.class, EspNetV2GoldenTest::run);
    }

    private static Map<String, Feature> run(final NetworkCase testCase, final String name) {
        final EspNetV2 network = EspNetV2.of(testCase.weights());
        try (Picture picture = testCase.picture(name)) {
            final int[] size = testCase.analysisSize(name, picture);
            return Features.of(picture, size, Normalisation.IMAGENET, (sketch, input) -> {
                final Node logits = sketch.named("logits", EspNetV2.enlarge(sketch, network.draw(sketch, input)));
                Scores.name(sketch, logits, KNOWN);
            });
        }
    }
}
