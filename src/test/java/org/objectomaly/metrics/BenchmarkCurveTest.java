package org.objectomaly.metrics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.objectomaly.image.LabelMap;
import org.objectomaly.image.ScoreMap;

class BenchmarkCurveTest {
    @Test
    void shouldNeverBeBetterThanTheExactMetricsOfAFrame() {
        int compared = 0;
        for (int seed = 0; seed < 200; seed++) {
            final Random random = new Random(seed);
            final TestFrames.Frame frame = TestFrames.random(random, 1 + random.nextInt(60), 1 + random.nextInt(60));
            final PixelMetrics exact = PixelMetrics.of(TestFrames.counts(List.of(frame), 100));
            if (exact.anomalousPixels() > 0 && exact.ordinaryPixels() > 0) {
                final BenchmarkCurve curve = curve(List.of(frame));
                assertTrue(curve.fpr95() >= exact.fpr95Smallest());
                assertTrue(curve.bestF1() <= exact.bestF1());
                assertEquals(exact.bestF1(), curve.bestF1(), 0.05);
                compared++;
            }
        }
        assertTrue(compared > 100);
    }

    @Test
    void shouldComeCloseToTheExactMetrics() {
        final List<TestFrames.Frame> frames = new ArrayList<>();
        for (int f = 0; f < 5; f++) {
            frames.add(TestFrames.random(new Random(f), 200, 100));
        }
        final PixelMetrics exact = PixelMetrics.of(TestFrames.counts(frames, 5000));
        final BenchmarkCurve curve = curve(frames);
        assertEquals(exact.auPrc(), curve.areaPrc(), 0.01);
        assertEquals(exact.auRoc(), curve.areaRoc(), 0.01);
        assertEquals(exact.bestF1(), curve.bestF1(), 0.01);
    }

    @Test
    void shouldNotDependOnTheOrderOfFrames() {
        final List<TestFrames.Frame> frames = new ArrayList<>(TestFrames.random(new Random(4), 30));
        final BenchmarkCurve curve = curve(frames);
        Collections.shuffle(frames, new Random(5));
        assertEquals(curve, curve(frames));
    }

    @Test
    void shouldBeNaNWithoutAPixel() {
        final LabelMap hidden = new LabelMap(2, 1);
        hidden.labels()[0] = LabelMap.VOID;
        hidden.labels()[1] = LabelMap.VOID;
        final QuantileBins quantiles = new QuantileBins();
        quantiles.add(new SortedFrame().of(new ScoreMap(2, 1), hidden));
        assertTrue(Double.isNaN(quantiles.curve().areaPrc()));
        assertTrue(Double.isNaN(new UniformBins().curve().bestF1Threshold()));
    }

    @Test
    void shouldTakeScoresFarFromEachOther() {
        final ScoreMap scores = new ScoreMap(3, 1);
        final LabelMap labels = new LabelMap(3, 1);
        labels.labels()[2] = LabelMap.ANOMALY;
        scores.fill(1e30f);
        assertEquals(
                1.0 / 3, curve(List.of(new TestFrames.Frame(scores, labels))).areaPrc(), 1e-12);
        scores.values()[0] = -Float.MAX_VALUE;
        scores.values()[2] = Float.MAX_VALUE;
        assertEquals(1, curve(List.of(new TestFrames.Frame(scores, labels))).areaPrc());
        scores.values()[0] = Float.NEGATIVE_INFINITY;
        final SortedFrame infinite = new SortedFrame().of(scores, labels);
        assertThrows(IllegalArgumentException.class, () -> new QuantileBins().add(infinite));
    }

    private static BenchmarkCurve curve(final List<TestFrames.Frame> frames) {
        final QuantileBins bins = new QuantileBins();
        frames.forEach(frame -> bins.add(new SortedFrame().of(frame.scores(), frame.labels())));
        return bins.curve();
    }
}
