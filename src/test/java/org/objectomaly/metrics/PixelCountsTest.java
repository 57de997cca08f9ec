package org.objectomaly.metrics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.objectomaly.image.LabelMap;
import org.objectomaly.image.ScoreMap;

class PixelCountsTest {
    private record Count(float score, long anomalous, long ordinary) {}

    @ParameterizedTest
    @ValueSource(ints = {1, 3, 64, 1000, 100000})
    void shouldCountAsSortingEveryPixelDoes(final int bufferSize) {
        for (int seed = 0; seed < 4; seed++) {
            final List<TestFrames.Frame> frames = TestFrames.random(new Random(seed), 30);
            assertEquals(sorted(frames), counted(TestFrames.counts(frames, bufferSize)));
        }
    }

    @Test
    void shouldNotDependOnTheOrderOfFrames() {
        final List<TestFrames.Frame> frames = new ArrayList<>(TestFrames.random(new Random(1), 50));
        final List<Count> counts = counted(TestFrames.counts(frames, 500));
        Collections.shuffle(frames, new Random(2));
        assertEquals(counts, counted(TestFrames.counts(frames, 500)));
    }

    @Test
    void shouldGoOnCountingAfterItWasRead() {
        final List<TestFrames.Frame> frames = TestFrames.random(new Random(3), 60);
        final PixelCounts counts = new PixelCounts(200);
        assertEquals(List.of(), counted(counts));
        for (int f = 0; f < frames.size(); f++) {
            counts.add(frames.get(f).scores(), frames.get(f).labels());
            if (f % 7 == 0) {
                assertEquals(sorted(frames.subList(0, f + 1)), counted(counts));
                assertEquals(counted(counts), counted(counts));
            }
        }
        assertEquals(sorted(frames), counted(counts));
        assertEquals(sorted(frames).size(), counts.distinctScores());
    }

    @Test
    void shouldCountScoresOfAnySizeAndSign() {
        final float[] scores = {
            -0f,
            0f,
            Float.MIN_VALUE,
            -Float.MIN_VALUE,
            1,
            Math.nextUp(1f),
            Math.nextDown(1f),
            -1,
            Float.MAX_VALUE,
            -Float.MAX_VALUE,
            Float.POSITIVE_INFINITY,
            Float.NEGATIVE_INFINITY
        };
        final ScoreMap map = new ScoreMap(scores.length, 1);
        System.arraycopy(scores, 0, map.values(), 0, scores.length);
        final PixelCounts counts = new PixelCounts(5);
        counts.add(map, new LabelMap(scores.length, 1));
        assertEquals(
                List.of(
                        new Count(Float.POSITIVE_INFINITY, 0, 1),
                        new Count(Float.MAX_VALUE, 0, 1),
                        new Count(Math.nextUp(1f), 0, 1),
                        new Count(1, 0, 1),
                        new Count(Math.nextDown(1f), 0, 1),
                        new Count(Float.MIN_VALUE, 0, 1),
                        new Count(0, 0, 2),
                        new Count(-Float.MIN_VALUE, 0, 1),
                        new Count(-1, 0, 1),
                        new Count(-Float.MAX_VALUE, 0, 1),
                        new Count(Float.NEGATIVE_INFINITY, 0, 1)),
                counted(counts));
    }

    @Test
    void shouldKeepLargeCounts() {
        final CountWindow window = new CountWindow();
        CountRun run = window.merge(List.of(new KeySegment(new int[] {7, 9}, 0, 2, true)), 0);
        long count = 1;
        for (int i = 0; i < 40; i++) {
            final CountRun twice = window.merge(List.of(new KeySegment(new int[] {9}, 0, 1, false)), 0);
            run = window.merge(List.of(run.drain(), twice.drain()), 0);
            count++;
        }
        final CountRun.Writer writer = new CountRun.Writer();
        writer.append(5, 1L << 60, 0);
        writer.append(9, 0, (1L << 61) + 3);
        writer.append(0xffff_ffffL, (1L << 60) + 1, 1L << 61);
        final List<Count> counts = new ArrayList<>();
        window.merge(List.of(run.drain(), writer.finish(0).drain()), 1)
                .forEach((score, anomalous, ordinary) -> counts.add(new Count(score, anomalous, ordinary)));
        assertEquals(
                List.of(
                        new Count(ScoreKey.score(5), 1L << 60, 0),
                        new Count(ScoreKey.score(7), 1, 0),
                        new Count(ScoreKey.score(9), 1, (1L << 61) + 3 + count - 1),
                        new Count(ScoreKey.score(-1), (1L << 60) + 1, 1L << 61)),
                counts);
    }

    @Test
    void shouldNotCountVoid() {
        final LabelMap labels = new LabelMap(2, 2);
        labels.labels()[0] = LabelMap.VOID;
        labels.labels()[3] = LabelMap.ANOMALY;
        final ScoreMap scores = new ScoreMap(2, 2);
        scores.values()[0] = Float.NaN;
        final PixelCounts counts = new PixelCounts(1);
        counts.add(scores, labels);
        assertEquals(List.of(new Count(0, 1, 2)), counted(counts));
        assertEquals(1, counts.anomalous());
        assertEquals(2, counts.ordinary());
    }

    @Test
    void shouldRefuseWhatCannotBeJudgedAndCountNothingOfIt() {
        final PixelCounts counts = new PixelCounts(1);
        final ScoreMap scores = new ScoreMap(3, 2);
        scores.values()[4] = Float.NaN;
        final Exception nan =
                assertThrows(IllegalArgumentException.class, () -> counts.add(scores, new LabelMap(3, 2)));
        assertTrue(nan.getMessage().contains("(1, 1) is NaN"), nan.getMessage());
        assertThrows(IllegalArgumentException.class, () -> counts.add(new ScoreMap(3, 2), new LabelMap(2, 3)));
        final LabelMap labels = new LabelMap(3, 2);
        labels.labels()[5] = (byte) 255;
        assertThrows(IllegalArgumentException.class, () -> counts.add(new ScoreMap(3, 2), labels));
        assertEquals(0, counts.anomalous() + counts.ordinary() + counts.distinctScores());
    }

    private static List<Count> counted(final PixelCounts counts) {
        final List<Count> all = new ArrayList<>();
        counts.forEach((score, anomalous, ordinary) -> all.add(new Count(score, anomalous, ordinary)));
        assertEquals(
                counts.anomalous(), all.stream().mapToLong(Count::anomalous).sum());
        assertEquals(counts.ordinary(), all.stream().mapToLong(Count::ordinary).sum());
        return all;
    }

    private static List<Count> sorted(final List<TestFrames.Frame> frames) {
        final Map<Float, long[]> counts = new TreeMap<>(Comparator.reverseOrder());
        for (final TestFrames.Frame frame : frames) {
            for (int i = 0; i < frame.labels().labels().length; i++) {
                final byte label = frame.labels().labels()[i];
                if (label != LabelMap.VOID) {
                    final float score = frame.scores().values()[i];
                    counts.computeIfAbsent(score == 0 ? 0f : score, any -> new long[2])[label]++;
                }
            }
        }
        return counts.entrySet().stream()
                .map(entry -> new Count(
                        entry.getKey(), entry.getValue()[LabelMap.ANOMALY], entry.getValue()[LabelMap.ORDINARY]))
                .toList();
    }
}
