package org.objectomaly.metrics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.objectomaly.image.LabelMap;
import org.objectomaly.image.ScoreMap;

class PixelMetricsTest {
    @Test
    void shouldMeasureAsCountingPairsOfPixelsDoes() {
        for (int seed = 0; seed < 30; seed++) {
            final List<TestFrames.Frame> frames = TestFrames.random(new Random(seed), 2);
            final PixelMetrics metrics = PixelMetrics.of(TestFrames.counts(frames, 100));
            final List<Float> anomalous = scores(frames, LabelMap.ANOMALY);
            final List<Float> ordinary = scores(frames, LabelMap.ORDINARY);
            if (anomalous.isEmpty() || ordinary.isEmpty()) {
                continue;
            }
            double wins = 0;
            double precisions = 0;
            double smallest = 1;
            for (final float score : anomalous) {
                final long found = atLeast(anomalous, score);
                final long wrong = atLeast(ordinary, score);
                wins += ordinary.stream()
                        .mapToDouble(other -> other < score ? 1 : other == score ? 0.5 : 0)
                        .sum();
                precisions += (double) found / (found + wrong);
                if (20 * found >= 19L * anomalous.size()) {
                    smallest = Math.min(smallest, (double) wrong / ordinary.size());
                }
            }
            assertEquals(wins / anomalous.size() / ordinary.size(), metrics.auRoc(), 1e-12);
            assertEquals(precisions / anomalous.size(), metrics.auPrc(), 1e-12);
            assertEquals(smallest, metrics.fpr95Smallest());
            assertTrue(metrics.fpr95Interpolated() >= 0 && metrics.fpr95Interpolated() <= 1);
        }
    }

    @Test
    void shouldGiveOneFrameTheAuPrcItHasAlone() {
        final SortedFrame sorted = new SortedFrame();
        for (int seed = 0; seed < 60; seed++) {
            final TestFrames.Frame frame =
                    TestFrames.random(new Random(seed), 1).get(0);
            final PixelCounts counts = TestFrames.counts(List.of(frame), 100);
            final double expected = counts.anomalous() == 0
                    ? Double.NaN
                    : PixelMetrics.of(counts).auPrc();
            assertEquals(expected, sorted.of(frame.scores(), frame.labels()).auPrc(), 1e-14, "seed " + seed);
        }
    }

    @Test
    void shouldFindTheBestThreshold() {
        for (int seed = 0; seed < 30; seed++) {
            final List<TestFrames.Frame> frames = TestFrames.random(new Random(seed), 2);
            final PixelMetrics metrics = PixelMetrics.of(TestFrames.counts(frames, 100));
            final List<Float> anomalous = scores(frames, LabelMap.ANOMALY);
            final List<Float> ordinary = scores(frames, LabelMap.ORDINARY);
            double best = 0;
            for (final float score : anomalous) {
                best = Math.max(best, f1(anomalous, ordinary, score));
            }
            assertEquals(best, metrics.bestF1());
            if (!anomalous.isEmpty()) {
                assertEquals(best, f1(anomalous, ordinary, (float) metrics.bestF1Threshold()));
            }
        }
    }

    @Test
    void shouldNotChangeWhenScoresAreStretched() {
        final List<TestFrames.Frame> frames = TestFrames.random(new Random(5), 20);
        final PixelMetrics before = PixelMetrics.of(TestFrames.counts(frames, 500));
        for (final TestFrames.Frame frame : frames) {
            for (int i = 0; i < frame.scores().values().length; i++) {
                final float score = frame.scores().values()[i];
                // Doubling is exact and keeps all scores apart.
                frame.scores().values()[i] = score < 0 ? score / 2 : score * 8;
            }
        }
        final PixelMetrics after = PixelMetrics.of(TestFrames.counts(frames, 500));
        assertEquals(before.auPrc(), after.auPrc());
        assertEquals(before.auRoc(), after.auRoc());
        assertEquals(before.fpr95Interpolated(), after.fpr95Interpolated());
        assertEquals(before.fpr95Smallest(), after.fpr95Smallest());
        assertEquals(before.bestF1(), after.bestF1());
        final double threshold = before.bestF1Threshold();
        assertEquals(threshold < 0 ? threshold / 2 : threshold * 8, after.bestF1Threshold());
    }

    @Test
    void shouldSayWhatIsNotDefined() {
        final PixelCounts counts = new PixelCounts(10);
        assertTrue(Double.isNaN(PixelMetrics.of(counts).auPrc()));
        assertTrue(Double.isNaN(PixelMetrics.of(counts).bestF1()));
        counts.add(new ScoreMap(2, 2), new LabelMap(2, 2));
        final PixelMetrics metrics = PixelMetrics.of(counts);
        assertEquals(new PixelMetrics(0, 4, 0, Double.NaN, Double.NaN, Double.NaN, 0, 0), metrics);
        assertEquals(List.of(), PrCurve.of(counts, 10));
    }

    @Test
    void shouldBecomeJson() throws Exception {
        final PixelMetrics metrics = new PixelMetrics(1, 2, 0.5, Double.NaN, 0, 0, 0, 0);
        final String json = new ObjectMapper().writeValueAsString(metrics);
        assertTrue(
                json.startsWith("{\"anomalousPixels\":1,\"ordinaryPixels\":2,\"auPrc\":0.5,\"auRoc\":\"NaN\""), json);
    }

    @Test
    void shouldDrawTheWholeCurveIfItIsSmall() {
        final List<TestFrames.Frame> frames = TestFrames.random(new Random(8), 3);
        final PixelCounts counts = TestFrames.counts(frames, 100);
        final List<PrPoint> points = PrCurve.of(counts, 100000);
        assertEquals(counts.distinctScores(), points.size());
        double area = 0;
        double recall = 0;
        for (final PrPoint point : points) {
            area += (point.recall() - recall) * point.precision();
            recall = point.recall();
        }
        assertEquals(PixelMetrics.of(counts).auPrc(), area, 1e-12);
    }

    @Test
    void shouldKeepTheShapeOfALargeCurve() {
        final List<TestFrames.Frame> frames = TestFrames.random(new Random(9), 60);
        final PixelCounts counts = TestFrames.counts(frames, 5000);
        final List<PrPoint> whole = PrCurve.of(counts, Integer.MAX_VALUE);
        for (final int most : new int[] {4, 5, 40, 400, 4000}) {
            final List<PrPoint> points = PrCurve.of(counts, most);
            assertTrue(points.size() <= most, points.size() + " points");
            assertTrue(whole.containsAll(points));
            assertEquals(whole.get(0), points.get(0));
            assertEquals(whole.get(whole.size() - 1), points.get(points.size() - 1));
            for (int i = 1; i < points.size(); i++) {
                assertTrue(points.get(i).threshold() < points.get(i - 1).threshold());
            }
            final int columns = most / 4;
            for (int c = 0; c < columns; c++) {
                assertEquals(range(whole, c, columns), range(points, c, columns));
            }
        }
        assertThrows(IllegalArgumentException.class, () -> PrCurve.of(counts, 3));
    }

    private static List<Double> range(final List<PrPoint> points, final int column, final int columns) {
        final double[] inside = points.stream()
                .filter(point -> Math.min(columns - 1, (int) (point.recall() * columns)) == column)
                .mapToDouble(PrPoint::precision)
                .sorted()
                .toArray();
        return inside.length == 0 ? List.of() : List.of(inside[0], inside[inside.length - 1]);
    }

    private static double f1(final List<Float> anomalous, final List<Float> ordinary, final float threshold) {
        final long found = atLeast(anomalous, threshold);
        return 2.0 * found / (found + atLeast(ordinary, threshold) + anomalous.size());
    }

    private static long atLeast(final List<Float> scores, final float threshold) {
        return scores.stream().filter(score -> score >= threshold).count();
    }

    private static List<Float> scores(final List<TestFrames.Frame> frames, final byte label) {
        final List<Float> scores = new ArrayList<>();
        for (final TestFrames.Frame frame : frames) {
            for (int i = 0; i < frame.labels().labels().length; i++) {
                if (frame.labels().labels()[i] == label) {
                    scores.add(frame.scores().values()[i]);
                }
            }
        }
        return scores;
    }
}
