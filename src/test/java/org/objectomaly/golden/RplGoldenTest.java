package org.objectomaly.golden;

import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.DynamicContainer.dynamicContainer;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.FutureTask;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.objectomaly.Natives;
import org.objectomaly.cas.Backbones;
import org.objectomaly.cas.PixelRule;
import org.objectomaly.cas.ScoreScale;
import org.objectomaly.cas.ScorerSettings;
import org.objectomaly.cas.SegmentationBackbone;
import org.objectomaly.cas.SegmentationScorer;
import org.objectomaly.golden.Features.Feature;
import org.objectomaly.image.Gaussian;
import org.objectomaly.image.Picture;
import org.objectomaly.image.ScoreMap;
import org.objectomaly.nn.AnalysisSize;
import org.objectomaly.nn.Bf16;
import org.objectomaly.nn.Node;
import org.objectomaly.nn.Normalisation;
import org.objectomaly.nn.RplDeepLab;
import org.objectomaly.nn.Weights;

/** DeepLabV3+ with residual pattern learning, module by module, against the original. */
@GoldenFolders("rpl")
class RplGoldenTest {
    @BeforeAll
    static void loadNatives() {
        Natives.loadAll();
    }

    @TestFactory
    Stream<DynamicContainer> shouldMakeTheReferencesFeatures() {
        return GoldenRoot.foldersOf(RplGoldenTest.class).stream()
                .flatMap(folder -> GoldenRoot.configs(folder).stream())
                .map(config -> dynamicContainer(config.toString(), tests(NetworkCase.of(config))));
    }

    /** What the program runs: half precision where the processor has it, one map of its own scale. */
    @TestFactory
    Stream<DynamicTest> shouldScoreAsTheReferenceUpToTheProgramsPrecision() {
        return GoldenRoot.foldersOf(RplGoldenTest.class).stream()
                .flatMap(folder -> GoldenRoot.configs(folder).stream())
                .map(config -> dynamicTest(config.toString(), () -> compareScores(NetworkCase.of(config))));
    }

    private static void compareScores(final NetworkCase testCase) {
        final Weights weights = testCase.weights();
        final SegmentationBackbone backbone = (SegmentationBackbone) Backbones.recognise(testCase.file(), weights);
        final ScoreScale scale = backbone.scales().get(PixelRule.ENERGY);
        try (Picture picture = testCase.picture();
                SegmentationScorer scorer = backbone.scorer(weights, ScorerSettings.of(null, AnalysisSize.own()))) {
            final ScoreMap map = new ScoreMap(picture.width(), picture.height());
            scorer.score(picture, map);
            final double[] must = testCase.expected().values("score");
            final int stride = testCase.expected().stride("score");
            final double spread =
                    testCase.config().get("tensors").get("score").get("std").asDouble();
            double sum = 0;
            double largest = 0;
            for (int i = 0; i < must.length; i++) {
                final double is = scale.ordinary() + map.values()[i * stride] * (scale.certain() - scale.ordinary());
                sum += Math.abs(is - must[i]);
                largest = Math.max(largest, Math.abs(is - must[i]));
            }
            final String found = "off by %s of the spread on average, by %s at most"
                    .formatted(sum / must.length / spread, largest / spread);
            assertTrue(sum / must.length < (Bf16.isFast() ? 0.05 : 1e-4) * spread, found);
        }
    }

    private static Stream<DynamicTest> tests(final NetworkCase testCase) {
        final FutureTask<Map<String, Feature>> features = new FutureTask<>(() -> features(testCase));
        return testCase.config().get("tensors").properties().stream()
                .map(Map.Entry::getKey)
                .map(name -> dynamicTest(name, () -> {
                    features.run();
                    compare(testCase.expected(), name, features.get());
                }));
    }

    private static void compare(final Expected expected, final String name, final Map<String, Feature> features) {
        final Feature feature = features.get(name);
        assertTrue(feature != null, () -> "the network shows no " + name + " but " + features.keySet());
        expected.assertClose(name, feature.values(), feature.shape());
    }

    private static Map<String, Feature> features(final NetworkCase testCase) {
        final RplDeepLab network = RplDeepLab.of(testCase.weights());
        try (Picture picture = testCase.picture()) {
            final int[] size = {picture.height(), picture.width()};
            final Map<String, Feature> features =
                    new LinkedHashMap<>(Features.of(picture, size, Normalisation.IMAGENET, (sketch, input) -> {
                        final Node logits = network.draw(sketch, input);
                        sketch.named("energy_before_blur", PixelRule.ENERGY.draw(sketch, logits, RplDeepLab.KNOWN));
                    }));
            final float[] score = features.get("energy_before_blur").values().clone();
            new Gaussian(picture.width()).smooth(score, 0, picture.width(), picture.height());
            features.put("score", new Feature(score, new long[] {picture.height(), picture.width()}));
            return features;
        }
    }
}
