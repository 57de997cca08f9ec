package org.objectomaly.metrics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.IntPredicate;
import org.junit.jupiter.api.Test;
import org.objectomaly.image.LabelMap;
import org.objectomaly.image.ScoreMap;

class ComponentsTest {
    private static final float THRESHOLD = 0.5f;

    @Test
    void shouldNumberComponentsAsAFloodFillDoes() {
        final Labelling labelling = new Labelling();
        final Random random = new Random(1);
        for (int round = 0; round < 500; round++) {
            final int width = 1 + random.nextInt(30);
            final int height = 1 + random.nextInt(30);
            final double density = random.nextDouble();
            final int[] cells = new int[width * height];
            for (int i = 0; i < cells.length; i++) {
                cells[i] = random.nextDouble() < density ? 1 + random.nextInt(3) : 0;
            }
            final int[] before = cells.clone();
            final int[] filled = flood(width, height, i -> before[i] != 0);
            assertEquals(max(filled), labelling.label(cells, width, height));
            assertEquals(list(filled), list(cells));
        }
    }

    @Test
    void shouldCompareAsThePlainFormOfTheDefinitionDoes() {
        final Random random = new Random(2);
        for (final TrackSizes sizes :
                List.of(new TrackSizes(0, 0), new TrackSizes(5, 3), new TrackSizes(3, 12), new TrackSizes(40, 200))) {
            final Components components = new Components(sizes, THRESHOLD);
            for (int round = 0; round < 200; round++) {
                final TestFrames.Frame frame =
                        TestFrames.random(random, 1 + random.nextInt(30), 1 + random.nextInt(30));
                assertEquals(plain(frame, sizes), components.add(frame.scores(), frame.labels()));
            }
        }
    }

    @Test
    void shouldAddUpItsFrames() {
        final Components components = new Components(new TrackSizes(5, 3), THRESHOLD);
        final List<FrameComponents> frames = new ArrayList<>();
        TestFrames.random(new Random(3), 40)
                .forEach(frame -> frames.add(components.add(frame.scores(), frame.labels())));
        final ComponentMetrics metrics = components.metrics();
        assertEquals(11, metrics.overlaps().size());
        double f1 = 0;
        for (final ComponentMetrics.AtOverlap at : metrics.overlaps()) {
            final long tp = frames.stream()
                    .mapToLong(frame -> frame.truePositives(at.overlap()))
                    .sum();
            final long fn = frames.stream()
                    .mapToLong(frame -> frame.falseNegatives(at.overlap()))
                    .sum();
            final long fp = frames.stream()
                    .mapToLong(frame -> frame.falsePositives(at.overlap()))
                    .sum();
            assertEquals(tp, at.truePositives());
            assertEquals(fn, at.falseNegatives());
            assertEquals(fp, at.falsePositives());
            f1 += 2.0 * tp / (2 * tp + fn + fp) / 11;
        }
        assertEquals(f1, metrics.meanF1(), 1e-12);
        assertEquals(
                frames.stream()
                        .flatMap(frame -> frame.predicted().stream())
                        .mapToDouble(FrameComponents.Predicted::precision)
                        .average()
                        .orElseThrow(),
                metrics.ppv(),
                1e-12);
    }

    @Test
    void shouldSayThatNothingHasNoMean() {
        final ComponentMetrics metrics = new Components(TrackSizes.OBSTACLE_TRACK, THRESHOLD).metrics();
        assertTrue(Double.isNaN(metrics.meanF1()));
        assertTrue(Double.isNaN(metrics.sIouTruth()));
        assertTrue(Double.isNaN(metrics.ppv()));
        assertEquals(0, metrics.meanTruePositives());
        assertThrows(IllegalArgumentException.class, () -> new TrackSizes(-1, 0));
    }

    @Test
    void shouldPredictAboveTheThresholdAndNotAtIt() {
        final ScoreMap scores = new ScoreMap(2, 1);
        final LabelMap labels = new LabelMap(2, 1);
        labels.labels()[0] = LabelMap.ANOMALY;
        scores.fill(0.3f);
        // As a double the threshold is a little below the score; as a float it is the same.
        assertEquals(
                List.of(),
                new Components(new TrackSizes(0, 0), 0.3).add(scores, labels).predicted());
        assertEquals(
                1,
                new Components(new TrackSizes(0, 0), Math.nextDown(0.3f))
                        .add(scores, labels)
                        .predicted()
                        .size());
    }

    /** The definition word for word, one set of pixels a component. */
    private static FrameComponents plain(final TestFrames.Frame frame, final TrackSizes sizes) {
        final int width = frame.scores().width();
        final int height = frame.scores().height();
        final byte[] labels = frame.labels().labels();
        final List<Set<Integer>> allTruth = components(width, height, i -> labels[i] == LabelMap.ANOMALY);
        final List<Set<Integer>> allPredicted = components(
                width, height, i -> labels[i] != LabelMap.VOID && frame.scores().values()[i] > THRESHOLD);
        final Set<Integer> hidden = new TreeSet<>();
        final Set<Integer> background = new TreeSet<>();
        for (int i = 0; i < labels.length; i++) {
            if (labels[i] != LabelMap.ANOMALY) {
                background.add(i);
            }
        }
        if (background.size() < sizes.leastTruth()) {
            hidden.addAll(background);
        }
        allTruth.stream().filter(set -> set.size() < sizes.leastTruth()).forEach(hidden::addAll);
        allTruth.removeIf(set -> set.size() < sizes.leastTruth());
        allPredicted.removeIf(set -> set.size() < sizes.leastPredicted());
        allPredicted.forEach(set -> set.removeAll(hidden));
        allPredicted.removeIf(Set::isEmpty);
        final List<FrameComponents.Truth> truth = allTruth.stream()
                .map(set -> new FrameComponents.Truth(set.size(), adjustedIou(set, allPredicted, allTruth)))
                .toList();
        final List<FrameComponents.Predicted> predicted = allPredicted.stream()
                .map(set -> new FrameComponents.Predicted(
                        set.size(),
                        adjustedIou(set, allTruth, allPredicted),
                        (double) common(set, union(allTruth)).size() / set.size()))
                .toList();
        return new FrameComponents(truth, predicted);
    }

    private static double adjustedIou(
            final Set<Integer> one, final List<Set<Integer>> others, final List<Set<Integer>> peers) {
        final Set<Integer> touching = union(
                others.stream().filter(other -> !common(one, other).isEmpty()).toList());
        final Set<Integer> whole = union(List.of(one, touching));
        peers.stream().filter(peer -> peer != one).forEach(whole::removeAll);
        return (double) common(one, touching).size() / whole.size();
    }

    private static Set<Integer> common(final Set<Integer> one, final Set<Integer> other) {
        final Set<Integer> common = new TreeSet<>(one);
        common.retainAll(other);
        return common;
    }

    private static Set<Integer> union(final List<Set<Integer>> sets) {
        final Set<Integer> union = new TreeSet<>();
        sets.forEach(union::addAll);
        return union;
    }

    private static List<Set<Integer>> components(final int width, final int height, final IntPredicate inside) {
        final int[] filled = flood(width, height, inside);
        final List<Set<Integer>> components = new ArrayList<>();
        for (int i = 0; i < filled.length; i++) {
            if (filled[i] > components.size()) {
                components.add(new TreeSet<>());
            }
            if (filled[i] > 0) {
                components.get(filled[i] - 1).add(i);
            }
        }
        return components;
    }

    private static int[] flood(final int width, final int height, final IntPredicate inside) {
        final int[] numbers = new int[width * height];
        int last = 0;
        for (int seed = 0; seed < numbers.length; seed++) {
            if (inside.test(seed) && numbers[seed] == 0) {
                last++;
                final Deque<Integer> open = new ArrayDeque<>(List.of(seed));
                while (!open.isEmpty()) {
                    final int at = open.pop();
                    if (numbers[at] == 0 && inside.test(at)) {
                        numbers[at] = last;
                        for (int y = Math.max(0, at / width - 1); y <= Math.min(height - 1, at / width + 1); y++) {
                            for (int x = Math.max(0, at % width - 1); x <= Math.min(width - 1, at % width + 1); x++) {
                                open.push(y * width + x);
                            }
                        }
                    }
                }
            }
        }
        return numbers;
    }

    private static int max(final int[] numbers) {
        int max = 0;
        for (final int number : numbers) {
            max = Math.max(max, number);
        }
        return max;
    }

    private static List<Integer> list(final int[] numbers) {
        final List<Integer> list = new ArrayList<>();
        for (final int number : numbers) {
            list.add(number);
        }
        return list;
    }
}
