package org.objectomaly.metrics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.objectomaly.image.SegmentMap;

class BoundaryMeasureTest {
    @Test
    void shouldDrawTheBoundaryAtTheUpperLeftOfAChange() {
        final SegmentMap map = new SegmentMap(4, 3);
        map.numbers()[2 * 4 + 2] = 7;
        final boolean[] boundary = map.boundary();
        for (int i = 0; i < boundary.length; i++) {
            final boolean isOnIt = List.of(5, 6, 9, 10).contains(i);
            assertEquals(isOnIt, boundary[i], "pixel " + i);
        }
    }

    @Test
    void shouldCountAsLookingAtEveryPairOfPixelsDoes() {
        for (int seed = 0; seed < 20; seed++) {
            final Random random = new Random(seed);
            // Large enough that pixels apart still match.
            final int width = 150 + random.nextInt(200);
            final int height = 10 + random.nextInt(20);
            final double[] strengths = strengths(random, width * height);
            final List<SegmentMap> annotators = annotators(random, width, height);
            final BoundaryCounts counts = new BoundaryMeasure().addThin(strengths, annotators);
            for (final int k : new int[] {1, 29, 50, 57, 58, 99}) {
                assertEquals(
                        plainly(k / 100.0, strengths, annotators),
                        counts.points().get(k - 1),
                        "seed " + seed);
            }
        }
    }

    @Test
    void shouldTakeTheBestThresholdOfAllAndOfEach() {
        final BoundaryMeasure measure = new BoundaryMeasure();
        final List<BoundaryCounts> pictures = new ArrayList<>();
        for (int seed = 0; seed < 6; seed++) {
            final Random random = new Random(seed);
            pictures.add(measure.addThin(strengths(random, 60 * 40), annotators(random, 60, 40)));
        }
        final BoundaryFigures figures = measure.figures();
        double best = 0;
        for (int k = 0; k < BoundaryCounts.THRESHOLDS; k++) {
            best = Math.max(best, sum(pictures, k).f());
        }
        assertEquals(6, figures.pictures());
        assertEquals(best, figures.ods().f());
        assertEquals(
                figures.ods(),
                withThreshold(
                        sum(pictures, (int) Math.round(figures.ods().threshold() * 100) - 1),
                        figures.ods().threshold()));
        assertEquals(
                pictures.stream().mapToLong(c -> c.best().matchedTruth()).sum(),
                figures.ois().matchedTruth());
        assertTrue(Double.isNaN(figures.ois().threshold()));
    }

    @Test
    void shouldFindNothingWrongWithTheTruthItself() {
        final List<SegmentMap> one = annotators(new Random(3), 60, 40).subList(0, 1);
        final boolean[] boundary = one.get(0).boundary();
        final double[] strengths = IntStream.range(0, boundary.length)
                .mapToDouble(i -> boundary[i] ? 1 : 0)
                .toArray();
        final BoundaryMeasure measure = new BoundaryMeasure();
        measure.addThin(strengths, one);
        assertEquals(1, measure.figures().ods().f());
        assertEquals(1, measure.figures().ois().f());
        assertEquals(1, measure.figures().ap());
        assertEquals(0.01, measure.figures().ods().threshold());
    }

    @Test
    void shouldInterpolatePrecisionOverRecall() {
        // Two of four boundary pixels are found for sure, one more among five wrong ones, and one not at all.
        final BoundaryCounts counts = new BoundaryCounts();
        counts.addTruth(0.8);
        counts.addTruth(0.8);
        counts.addTruth(0.3);
        counts.addTruth(0);
        counts.addPredicted(0.8, true);
        counts.addPredicted(0.8, true);
        counts.addPredicted(0.3, true);
        IntStream.range(0, 5).forEach(i -> counts.addPredicted(0.3, false));
        double sum = 51;
        for (int recall = 51; recall <= 75; recall++) {
            sum += 1 + (recall - 50) / 25.0 * (3 / 8.0 - 1);
        }
        assertEquals(sum / 101, counts.averagePrecision(), 1e-12);
        // Half of four with precision 1 is better than three of four with 3 of 8.
        assertEquals(0.31, counts.best().threshold());
    }

    @Test
    void shouldLeaveOnlyTheRidgeOfABroadLine() {
        final int width = 40;
        final int height = 30;
        final float[] strengths = new float[width * height];
        for (int i = 0; i < strengths.length; i++) {
            strengths[i] = (float) Math.exp(-0.1 * (i % width - 20) * (i % width - 20));
        }
        final BoundaryThinning thinning = new BoundaryThinning();
        thinning.apply(strengths, width, height);
        for (int y = 5; y < height - 5; y++) {
            for (int x = 14; x < 27; x++) {
                final double smoothed = thinning.smoothed()[y * width + x];
                assertEquals(x == 20 ? smoothed : 0, thinning.thinned()[y * width + x], "column " + x);
                assertTrue(x != 20 || smoothed > 0.9);
            }
        }
        // The border fades out.
        final double full = thinning.smoothed()[10 * width + 20];
        for (int y = 0; y < 5; y++) {
            assertEquals(full * y / 5, thinning.thinned()[y * width + 20], 1e-12);
            assertEquals(full * y / 5, thinning.thinned()[(height - 1 - y) * width + 20], 1e-12);
        }
    }

    @Test
    void shouldThinPicturesOfAnySize() {
        final BoundaryThinning thinning = new BoundaryThinning();
        for (final int[] size : new int[][] {{1, 1}, {1, 7}, {7, 1}, {2, 3}, {12, 4}}) {
            final float[] strengths = new float[size[0] * size[1]];
            java.util.Arrays.fill(strengths, 0.5f);
            thinning.apply(strengths, size[0], size[1]);
            for (int i = 0; i < strengths.length; i++) {
                assertEquals(0.5, thinning.smoothed()[i], 1e-12);
                assertTrue(thinning.thinned()[i] <= 0.5 + 1e-12);
            }
        }
    }

    @Test
    void shouldRefuseWhatCannotBeMeasured() {
        final BoundaryMeasure measure = new BoundaryMeasure();
        final SegmentMap map = new SegmentMap(3, 2);
        assertThrows(IllegalArgumentException.class, () -> measure.add(new float[6], List.of()));
        assertThrows(IllegalArgumentException.class, () -> measure.add(new float[5], List.of(map)));
        assertThrows(
                IllegalArgumentException.class, () -> measure.add(new float[6], List.of(map, new SegmentMap(2, 3))));
        assertThrows(
                IllegalArgumentException.class,
                () -> measure.add(new float[] {0, 0, Float.NaN, 0, 0, 0}, List.of(map)));
        assertEquals(0, measure.figures().pictures());
    }

    private static BoundaryPoint sum(final List<BoundaryCounts> pictures, final int k) {
        return pictures.stream()
                .map(counts -> counts.points().get(k))
                .reduce(BoundaryPoint::plus)
                .orElseThrow();
    }

    private static BoundaryPoint withThreshold(final BoundaryPoint point, final double threshold) {
        return new BoundaryPoint(
                threshold, point.matchedPredicted(), point.predicted(), point.matchedTruth(), point.truth());
    }

    /** Mostly nothing, and some strengths that are thresholds themselves. */
    private static double[] strengths(final Random random, final int pixels) {
        return IntStream.range(0, pixels)
                .mapToDouble(i -> random.nextInt(20) > 0
                        ? 0
                        : random.nextBoolean() ? random.nextInt(101) / 100.0 : random.nextDouble())
                .toArray();
    }

    private static List<SegmentMap> annotators(final Random random, final int width, final int height) {
        final List<SegmentMap> annotators = new ArrayList<>();
        for (int k = 0; k < 3; k++) {
            final SegmentMap map = new SegmentMap(width, height);
            final int cut = random.nextInt(width);
            for (int i = 0; i < width * height; i++) {
                map.numbers()[i] = (i % width + i / width / 3 < cut ? 1 : 2) + (i / width > height / 2 ? k : 0);
            }
            annotators.add(map);
        }
        return annotators;
    }

    private static BoundaryPoint plainly(
            final double threshold, final double[] strengths, final List<SegmentMap> annotators) {
        final int width = annotators.get(0).width();
        final int height = annotators.get(0).height();
        final double reach = BoundaryMeasure.squaredReach(width, height);
        final int[] predicted = IntStream.range(0, strengths.length)
                .filter(i -> strengths[i] >= threshold)
                .toArray();
        final boolean[] matched = new boolean[strengths.length];
        long matchedTruth = 0;
        long truth = 0;
        for (final SegmentMap annotator : annotators) {
            final boolean[] boundary = annotator.boundary();
            for (int i = 0; i < boundary.length; i++) {
                if (boundary[i]) {
                    truth++;
                    boolean found = false;
                    for (final int j : predicted) {
                        final int dx = i % width - j % width;
                        final int dy = i / width - j / width;
                        if (dx * dx + dy * dy <= reach) {
                            matched[j] = true;
                            found = true;
                        }
                    }
                    matchedTruth += found ? 1 : 0;
                }
            }
        }
        int matchedPredicted = 0;
        for (final boolean hit : matched) {
            matchedPredicted += hit ? 1 : 0;
        }
        return new BoundaryPoint(threshold, matchedPredicted, predicted.length, matchedTruth, truth);
    }
}
