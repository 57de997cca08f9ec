package org.objectomaly.cas;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.objectomaly.Fault;
import org.objectomaly.image.Picture;
import org.objectomaly.image.Region;
import org.objectomaly.image.ScoreMap;
import org.objectomaly.nn.AnalysisSize;
import org.objectomaly.nn.Bf16;
import org.objectomaly.nn.Compute;
import org.objectomaly.nn.MaskQuality;
import org.objectomaly.nn.Precision;
import org.objectomaly.nn.WeightSource;
import org.objectomaly.nn.Weights;
import org.objectomaly.nn.mask2former.Mask2Former;
import org.objectomaly.nn.random.RandomWeights;
import org.objectomaly.nn.random.SmallMask2Former;

class QueryScorerTest {
    private static final int KNOWN = 19;
    private static final int WIDTH = 150;
    private static final int HEIGHT = 83;
    private static final Compute SINGLE = Compute.cpu(Precision.SINGLE);

    @Test
    void shouldScoreTheSameSooner() {
        for (final QueryRule rule : new QueryRule[] {QueryRule.MASK2ANOMALY, QueryRule.RBA, QueryRule.EAM}) {
            final float[] exact = map(small(), rule, SINGLE, MaskQuality.EXACT, AnalysisSize.own(), false);
            final float[] fast = map(small(), rule, SINGLE, MaskQuality.FAST, AnalysisSize.own(), false);
            assertTrue(spread(exact) > 1e-3, "a map of one value proves nothing");
            assertTrue(difference(exact, fast) < 1e-4 * spread(exact), rule + ": " + difference(exact, fast));
        }
    }

    @Test
    void shouldScoreNearlyTheSameInHalfPrecision() {
        assumeTrue(Bf16.isFast(), "this processor does not multiply bfloat16 by itself");
        final Weights weights = RandomWeights.of("mask2anomaly-r50");
        final AnalysisSize size = AnalysisSize.fixed(256, 128);
        final float[] exact = map(weights, QueryRule.MASK2ANOMALY, SINGLE, MaskQuality.EXACT, size, false);
        final float[] half = map(
                RandomWeights.of("mask2anomaly-r50"),
                QueryRule.MASK2ANOMALY,
                Compute.fastestCpu(),
                MaskQuality.FAST,
                size,
                false);
        assertTrue(spread(exact) > 0.05, "a map of one value proves nothing");
        final double off = difference(exact, half);
        assertTrue(off < 1e-2 && off < 0.05 * spread(exact), "off by " + off + " on average of " + spread(exact));
    }

    /** The device cpu:0 is the processor without the processor's own forms: what a GPU gets. */
    @Test
    void shouldScoreTheSameByTheFormsForOtherDevices() {
        final Compute other = new Compute("cpu:0", Precision.SINGLE);
        final AnalysisSize own = AnalysisSize.own();
        for (final QueryRule rule : new QueryRule[] {QueryRule.MASK2ANOMALY, QueryRule.EAM}) {
            final float[] exact = map(small(), rule, SINGLE, MaskQuality.EXACT, own, false);
            final float[] single = map(small(), rule, other, MaskQuality.FAST, own, false);
            final float[] half = map(small(), rule, other.with(Precision.HALF), MaskQuality.FAST, own, false);
            assertTrue(difference(exact, single) < 1e-4 * spread(exact), rule + ": " + difference(exact, single));
            assertTrue(difference(exact, half) < 0.1 * spread(exact), rule + ": " + difference(exact, half));
        }
    }

    @Test
    void shouldAverageWithTheMirrorImage() {
        final AnalysisSize size = AnalysisSize.shorter(64);
        final float[] plain = map(small(), QueryRule.MASK2ANOMALY, SINGLE, MaskQuality.FAST, size, false);
        final float[] both = map(small(), QueryRule.MASK2ANOMALY, SINGLE, MaskQuality.FAST, size, true);
        final float[] mirrored;
        try (Picture picture = mirrored(picture());
                CoarseScorer scorer = scorer(small(), QueryRule.MASK2ANOMALY, SINGLE, MaskQuality.FAST, size, false)) {
            final ScoreMap map = new ScoreMap(WIDTH, HEIGHT);
            scorer.score(picture, map);
            mirrored = map.values();
        }
        for (int i = 0; i < both.length; i++) {
            final int other = i / WIDTH * WIDTH + WIDTH - 1 - i % WIDTH;
            assertEquals((plain[i] + mirrored[other]) / 2, both[i], 1e-4);
        }
    }

    @Test
    void shouldLookAtTheContentAlone() {
        try (Picture picture = picture();
                CoarseScorer scorer =
                        scorer(small(), QueryRule.RBA, SINGLE, MaskQuality.FAST, AnalysisSize.own(), false)) {
            picture.content(new Region(10, 20, 100, 50));
            final ScoreMap map = new ScoreMap(WIDTH, HEIGHT);
            scorer.score(picture, map);
            assertEquals(scorer.lowest(), map.at(9, 30));
            assertEquals(scorer.lowest(), map.at(50, 19));
            final ScoreMap alone = new ScoreMap(100, 50);
            try (Picture cut = cut(picture)) {
                scorer.score(cut, alone);
            }
            for (int y = 0; y < alone.height(); y++) {
                for (int x = 0; x < alone.width(); x++) {
                    assertEquals(alone.at(x, y), map.at(x + 10, y + 20), 1e-5);
                }
            }
        }
    }

    /** The content by itself. */
    private static Picture cut(final Picture picture) {
        final Region content = picture.content();
        final Picture cut = new Picture(content.width(), content.height());
        final byte[] row = new byte[3 * content.width()];
        for (int y = 0; y < content.height(); y++) {
            picture.rgb()
                    .position((long) (content.y() + y) * picture.stride() + 3L * content.x())
                    .get(row);
            cut.overwrite().position((long) y * cut.stride()).put(row);
        }
        picture.rgb().position(0);
        cut.rgb().position(0);
        return cut;
    }

    @Test
    void shouldScoreByMaskomalyWithARealNetwork() {
        final WeightSource made = SmallMask2Former.of(3, 100);
        final float[] map = map(
                Weights.of("made up", made), QueryRule.MASKOMALY, SINGLE, MaskQuality.FAST, AnalysisSize.own(), false);
        for (final float score : map) {
            assertTrue(score >= 0 && score <= 1, "a share of rejection and one of anomaly, but " + score);
        }
        assertTrue(spread(map) > 1e-3, "a map of one value proves nothing");
    }

    @Test
    void shouldNotOfferRulesThatHaveNoMeaningForANetwork() {
        refuses("uno-swin-l-ade", QueryRule.MASKOMALY);
        refuses("rba-swin-b-1dl", QueryRule.UNO);
        refuses("mask2anomaly-r50", PixelRule.MSP);
    }

    private static void refuses(final String model, final ScoreRule rule) {
        final Weights weights = RandomWeights.of(model);
        final Backbone backbone = Backbones.recognise(Path.of(model), weights);
        final Fault fault =
                assertThrows(Fault.class, () -> backbone.scorer(weights, ScorerSettings.of(rule, AnalysisSize.own())));
        assertEquals(Fault.Kind.USAGE, fault.kind());
        assertTrue(fault.getMessage().contains("has no score rule " + rule.word()), fault.getMessage());
    }

    private static Weights small() {
        final WeightSource made = SmallMask2Former.of(3);
        return Weights.of("made up", made);
    }

    private static CoarseScorer scorer(
            final Weights weights,
            final QueryRule rule,
            final Compute compute,
            final MaskQuality quality,
            final AnalysisSize size,
            final boolean isMirrored) {
        return new QueryScorer(
                Mask2Former.of(weights, compute, quality), rule, KNOWN, new ScoreScale(0, 1), size, isMirrored);
    }

    private static float[] map(
            final Weights weights,
            final QueryRule rule,
            final Compute compute,
            final MaskQuality quality,
            final AnalysisSize size,
            final boolean isMirrored) {
        try (Picture picture = picture();
                CoarseScorer scorer = scorer(weights, rule, compute, quality, size, isMirrored)) {
            final ScoreMap map = new ScoreMap(WIDTH, HEIGHT);
            scorer.score(picture, map);
            return map.values();
        }
    }

    /** A slope of brightness with two boxes on it. */
    private static Picture picture() {
        final Picture picture = new Picture(WIDTH, HEIGHT);
        final byte[] rgb = new byte[3 * WIDTH * HEIGHT];
        for (int i = 0; i < rgb.length; i++) {
            final int x = i / 3 % WIDTH;
            final int y = i / 3 / WIDTH;
            final boolean inBox = x > 20 && x < 60 && y > 30 && y < 70 || x > 100 && y < 20;
            rgb[i] = (byte) (inBox ? 200 - 60 * (i % 3) : 40 + x / 2 + y + 10 * (i % 3));
        }
        picture.overwrite().put(rgb);
        return picture;
    }

    private static Picture mirrored(final Picture picture) {
        final byte[] rgb = new byte[3 * WIDTH * HEIGHT];
        picture.rgb().get(rgb);
        final byte[] turned = new byte[rgb.length];
        for (int i = 0; i < rgb.length; i++) {
            final int x = i / 3 % WIDTH;
            turned[i + 3 * (WIDTH - 1 - 2 * x)] = rgb[i];
        }
        picture.overwrite().put(turned);
        return picture;
    }

    private static double difference(final float[] a, final float[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += Math.abs(a[i] - b[i]);
        }
        return sum / a.length;
    }

    /** Standard deviation. */
    private static double spread(final float[] map) {
        double sum = 0;
        double squares = 0;
        for (final float value : map) {
            sum += value;
            squares += value * value;
        }
        return Math.sqrt(squares / map.length - sum / map.length * sum / map.length);
    }
}
