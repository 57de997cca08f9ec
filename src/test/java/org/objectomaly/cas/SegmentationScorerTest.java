package org.objectomaly.cas;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.objectomaly.Natives;
import org.objectomaly.image.Picture;
import org.objectomaly.image.Region;
import org.objectomaly.image.ScoreMap;
import org.objectomaly.nn.AnalysisSize;
import org.objectomaly.nn.Compute;
import org.objectomaly.nn.Network;
import org.objectomaly.nn.Normalisation;

class SegmentationScorerTest {
    /** Takes R, G and B for the logits of three classes. */
    private static final Network COLOURS = (sketch, input) -> input;

    @BeforeAll
    static void loadNatives() {
        Natives.loadAll();
    }

    private static SegmentationScorer scorer(final ScoreScale scale) {
        return new SegmentationScorer(
                COLOURS,
                Normalisation.NONE,
                3,
                PixelRule.MAX_LOGIT,
                scale,
                false,
                AnalysisSize.fraction(0.5),
                Compute.fastestCpu());
    }

    @Test
    void shouldSmoothTheContentAloneWhereTheNetworksAuthorsDo() {
        try (Picture picture = new Picture(96, 64);
                SegmentationScorer scorer = new SegmentationScorer(
                        COLOURS,
                        Normalisation.NONE,
                        3,
                        PixelRule.MAX_LOGIT,
                        new ScoreScale(0, -1),
                        true,
                        AnalysisSize.own(),
                        Compute.fastestCpu())) {
            final Region content = new Region(16, 8, 64, 48);
            picture.content(content);
            paint(picture, new Region(16, 8, 1, 48), 255);
            final ScoreMap map = new ScoreMap(96, 64);
            scorer.score(picture, map);
            // The weights of the pixel itself and of the second, which mirrors itself at the edge.
            assertEquals(0.39905, map.at(16, 30), 1e-4);
            assertEquals(0.24204, map.at(17, 8), 1e-4);
            assertEquals(0, map.at(20, 30), 1e-6);
            assertEquals(scorer.lowest(), map.at(15, 30));
        }
    }

    private static void paint(final Picture picture, final Region region, final int red) {
        for (int y = region.y(); y < region.y() + region.height(); y++) {
            for (int x = region.x(); x < region.x() + region.width(); x++) {
                picture.overwrite().put(picture.stride() * (long) y + 3L * x, (byte) red);
            }
        }
    }

    @Test
    void shouldScoreEveryPixelOnTheGivenScale() {
        try (Picture picture = new Picture(128, 64);
                SegmentationScorer scorer = scorer(new ScoreScale(-1, 0))) {
            paint(picture, new Region(0, 0, 64, 64), 255);
            final ScoreMap map = new ScoreMap(128, 64);
            scorer.score(picture, map);
            assertEquals(0, map.at(5, 30), 1e-5);
            assertEquals(1, map.at(120, 30), 1e-5);
        }
    }

    /** Of a bright half, certainly known, and a dark one: the order stays, what lies above 0 too. */
    @Test
    void shouldLetScoresBelowZeroCountLessWhereTheScaleIsDamped() {
        try (Picture picture = new Picture(128, 64);
                SegmentationScorer plain = scorer(new ScoreScale(-0.5, 0));
                SegmentationScorer damped = scorer(new ScoreScale(-0.5, 0).damped(0.1))) {
            paint(picture, new Region(0, 0, 64, 64), 255);
            final ScoreMap map = new ScoreMap(128, 64);
            plain.score(picture, map);
            assertEquals(-1, map.at(5, 30), 1e-5);
            assertEquals(1, map.at(120, 30), 1e-5);
            damped.score(picture, map);
            assertEquals(-0.1, map.at(5, 30), 1e-5);
            assertEquals(1, map.at(120, 30), 1e-5);
        }
    }

    @Test
    void shouldScoreTheContentAloneAndGiveTheRestTheLowestScore() {
        try (Picture picture = new Picture(160, 96);
                SegmentationScorer scorer = scorer(new ScoreScale(0, 1))) {
            final Region content = new Region(32, 16, 96, 64);
            paint(picture, content, 102);
            picture.content(content);
            final ScoreMap map = new ScoreMap(160, 96);
            map.fill(7);
            scorer.score(picture, map);
            assertEquals(scorer.lowest(), map.at(31, 40));
            assertEquals(scorer.lowest(), map.at(60, 15));
            assertEquals(scorer.lowest(), map.at(128, 79));
            // No black of the border has run into the content, however near.
            assertEquals(-0.4, map.at(32, 16), 1e-5);
            assertEquals(-0.4, map.at(127, 79), 1e-5);
        }
    }

    @Test
    void shouldFollowAChangeOfTheContent() {
        try (Picture picture = new Picture(128, 64);
                SegmentationScorer scorer = scorer(new ScoreScale(0, 1))) {
            final ScoreMap map = new ScoreMap(128, 64);
            scorer.score(picture, map);
            paint(picture, new Region(64, 0, 64, 64), 255);
            picture.content(new Region(64, 0, 64, 64));
            scorer.score(picture, map);
            assertEquals(-1, map.at(64, 5), 1e-5);
            assertEquals(scorer.lowest(), map.at(63, 5));
        }
    }
}
