package org.objectomaly.metrics;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Collects the benchmark's {@code PixBinaryClass} curve: in each frame, up to 384 quantiles of the anomalous scores, as
 * many of the ordinary ones and one value on either side of all of them are thresholds; between them pixels are counted,
 * and the thresholds of all frames together make the curve ({@code metrics/pixel_classification.py} at 1c7804e).
 *
 * <p>Quantiles are those of NumPy 1.24 for float scores: linear between two neighbours, whose difference is rounded to
 * float. Where the highest threshold occurs in several frames, the benchmark's curve may have a point between their
 * pixels, depending on an unstable sort; this one has not. A frame without a judged pixel adds nothing.
 *
 * <p>A frame leaves at most 769 thresholds and counts behind, 12 KiB. Not for use by two threads at once.
 */
public final class QuantileBins {
    private static final int QUANTILES = 384;
    private static final double LEAST_MARGIN = 1e-2;
    private static final double MARGIN = 1e-2;

    private final List<Bins> frames = new ArrayList<>();
    private long positives;
    private long negatives;

    /** Bins of no frame. */
    public QuantileBins() {}

    /**
     * What a frame leaves behind.
     *
     * @param thresholds lower edges of its bins, rising
     * @param anomalous anomalous pixels of each bin
     * @param ordinary ordinary pixels of each bin
     */
    private record Bins(double[] thresholds, int[] anomalous, int[] ordinary) {}

    /** A score by its place. */
    @FunctionalInterface
    private interface IntToFloat {
        float at(int place);
    }

    /** Scores of one label, rising. */
    private record Sorted(int size, IntToFloat scores) {
        float get(final int place) {
            return scores.at(place);
        }

        /** How many scores are below a value. */
        int below(final double value) {
            int low = 0;
            int high = size();
            while (low < high) {
                final int middle = (low + high) >>> 1;
                if (get(middle) < value) {
                    low = middle + 1;
                } else {
                    high = middle;
                }
            }
            return low;
        }
    }

    /**
     * Bins the pixels of a frame. After an exception nothing of the frame is counted.
     *
     * @param frame its scores
     * @throws IllegalArgumentException if a score that is not under void is infinite
     */
    public void add(final SortedFrame frame) {
        final Sorted anomalous = new Sorted(frame.anomalous(), frame::anomalous);
        final Sorted ordinary = new Sorted(frame.ordinary(), frame::ordinary);
        if (anomalous.size() + ordinary.size() > 0) {
            final double[] edges = edges(anomalous, ordinary);
            final double[] thresholds = Arrays.copyOf(edges, Math.max(1, edges.length - 1));
            frames.add(new Bins(thresholds, counts(anomalous, thresholds), counts(ordinary, thresholds)));
            positives += anomalous.size();
            negatives += ordinary.size();
        }
    }

    /**
     * The curve over all frames so far.
     *
     * @return its figures
     */
    public BenchmarkCurve curve() {
        final double[] thresholds = frames.stream()
                .flatMapToDouble(bins -> Arrays.stream(bins.thresholds))
                .sorted()
                .distinct()
                .toArray();
        final int count = thresholds.length;
        final double[] falling = new double[count];
        Arrays.setAll(falling, i -> thresholds[count - 1 - i]);
        final long[] anomalous = new long[count];
        final long[] ordinary = new long[count];
        for (final Bins bins : frames) {
            for (int i = 0; i < bins.thresholds.length; i++) {
                final int at = count - 1 - Arrays.binarySearch(thresholds, bins.thresholds[i]);
                anomalous[at] += bins.anomalous[i];
                ordinary[at] += bins.ordinary[i];
            }
        }
        return BenchmarkCurve.of(falling, anomalous, ordinary, positives, negatives);
    }

    private static double[] edges(final Sorted anomalous, final Sorted ordinary) {
        float lowest = Float.POSITIVE_INFINITY;
        float highest = Float.NEGATIVE_INFINITY;
        for (final Sorted scores : List.of(anomalous, ordinary)) {
            if (scores.size() > 0) {
                lowest = Math.min(lowest, scores.get(0));
                highest = Math.max(highest, scores.get(scores.size() - 1));
            }
        }
        if (Float.isInfinite(lowest) || Float.isInfinite(highest)) {
            throw new IllegalArgumentException("a score is infinite, between which and others there is no quantile");
        }
        final double margin = Math.max((highest - lowest) * MARGIN, LEAST_MARGIN);
        final List<Double> edges = new ArrayList<>(List.of(lowest - margin, highest + margin));
        addQuantiles(anomalous, edges);
        addQuantiles(ordinary, edges);
        return edges.stream().mapToDouble(edge -> edge).sorted().distinct().toArray();
    }

    private static void addQuantiles(final Sorted scores, final List<Double> edges) {
        final int count = Math.min(QUANTILES, scores.size());
        final int last = scores.size() - 1;
        for (int i = 0; i < count; i++) {
            final double share = count == 1 ? 0 : i == count - 1 ? 1 : i * (1.0 / (count - 1));
            final double place = last * share;
            final int below = Math.min((int) place, last);
            final float a = scores.get(below);
            final float b = scores.get(Math.min(below + 1, last));
            final float step = b - a;
            final double part = place - below;
            // From the nearer neighbour, as NumPy does.
            edges.add(part >= 1.0 / 2 ? b - step * (1 - part) : a + step * part);
        }
    }

    /** Pixels from each threshold to the next; all above the last are of its bin, as nothing lies above the top edge. */
    private static int[] counts(final Sorted scores, final double[] thresholds) {
        final int[] counts = new int[thresholds.length];
        int below = scores.size();
        for (int i = counts.length - 1; i >= 0; i--) {
            final int belowThis = scores.below(thresholds[i]);
            counts[i] = below - belowThis;
            below = belowThis;
        }
        return counts;
    }
}
