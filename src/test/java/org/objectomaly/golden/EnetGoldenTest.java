package org.objectomaly.golden;

import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.TestFactory;
import org.objectomaly.Natives;
import org.objectomaly.golden.Features.Feature;
import org.objectomaly.image.Picture;
import org.objectomaly.nn.Enet;
import org.objectomaly.nn.Node;
import org.objectomaly.nn.Normalisation;

@GoldenFolders("enet")
class EnetGoldenTest {
    private static final int KNOWN = 19;

    @BeforeAll
    static void loadNatives() {
        Natives.loadAll();
    }

    @TestFactory
    Stream<DynamicContainer> shouldMakeTheReferencesFeatures() {
        return NetworkChecks.of(EnetGoldenTest.class, new Run());
    }

    private static final class Run implements NetworkChecks.Run {
        @Override
        public Map<String, Feature> features(final NetworkCase testCase, final String name) {
            final Enet network = Enet.of(testCase.weights());
            try (Picture picture = testCase.picture(name)) {
                final int[] size = testCase.analysisSize(name, picture);
                return Features.of(picture, size, Normalisation.NONE, (sketch, input) -> {
                    final Node logits = sketch.named("logits", network.draw(sketch, input));
                    Scores.name(sketch, logits, KNOWN);
                });
            }
        }

        /**
         * Where two values of a window are equal up to rounding, the place of the maximum may differ, and with it a few
         * pixels of all that is made after the first map was put back (golden/README.md, "Others").
         */
        @Override
        public boolean isDelicate(final String feature) {
            return feature.matches(".*\\.(upsample|regular[45]|logits|score).*");
        }
    }
}
