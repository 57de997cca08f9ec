package org.objectomaly.metrics;

import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;
import org.objectomaly.image.LabelMap;
import org.objectomaly.image.ScoreMap;

/**
 * Compares predicted components with those of the ground truth, frame after frame, as the SegmentMeIfYouCan benchmark
 * does (repository {@code SegmentMeIfYouCan/road-anomaly-benchmark}, {@code metrics/instance_segmentation.py} at
 * 1c7804e). Components have eight neighbours a pixel; void pixels are never predicted; predicted components are measured
 * against {@link TrackSizes} before, and their pixels are counted after small ground truth became void.
 *
 * <p>With u(K) the pixels of all predicted components outside the ground truth, sIoU of a component k of the ground truth
 * with the predicted ones K that touch it is |k within K| / (|k| + u(K)): of the union of k and K, what lies in other
 * components of the ground truth is not counted. That of a predicted component is the same with both roles exchanged.
 *
 * <p>The time is linear in the pixels of a frame, whatever the number of components; the memory is that of two frames.
 * Not for use by two threads at once.
 */
public final class Components {
    private static final int OVERLAPS = 11;

    private final TrackSizes sizes;
    private final double threshold;
    private final Labelling labelling = new Labelling();
    private final Overlaps overlaps = new Overlaps();
    private final long[] truePositives = new long[OVERLAPS];
    private final long[] falsePositives = new long[OVERLAPS];
    private int[] truth = new int[0];
    private int[] predicted = new int[0];
    private long truthComponents;
    private long predictedComponents;
    private double sIouTruth;
    private double sIouPredicted;
    private double precision;

    /**
     * A comparison at one threshold.
     *
     * @param sizes which components count
     * @param threshold pixels above this score, rounded to float, are predicted; the benchmark takes
     *     {@link BenchmarkCurve#bestF1Threshold} of the same data set
     */
    public Components(final TrackSizes sizes, final double threshold) {
        this.sizes = sizes;
        this.threshold = threshold;
    }

    /**
     * An overlap at which components are counted.
     *
     * @param index 0 to 10
     * @return 0.25, 0.30 and so on to 0.75, as doubles of the reference
     */
    private static double overlap(final int index) {
        return 0.25 + index * 0.05;
    }

    /**
     * Compares a frame and counts it. After an exception nothing of the frame is counted.
     *
     * @param scores its anomaly map
     * @param labels its ground truth, of the same size
     * @return its components
     * @throws IllegalArgumentException if the sizes differ or a score that is not under void is NaN
     */
    public FrameComponents add(final ScoreMap scores, final LabelMap labels) {
        Frames.check(scores, labels);
        final int pixels = scores.scores().length;
        if (truth.length < pixels) {
            truth = new int[pixels];
            predicted = new int[pixels];
        }
        final float least = (float) threshold;
        for (int i = 0; i < pixels; i++) {
            final byte label = labels.labels()[i];
            truth[i] = label == LabelMap.ANOMALY ? 1 : 0;
            predicted[i] = label != LabelMap.VOID && scores.scores()[i] > least ? 1 : 0;
        }
        final int truths = labelling.label(truth, scores.width(), scores.height());
        final int predictions = labelling.label(predicted, scores.width(), scores.height());
        final boolean[] small = small(truth, pixels, truths, sizes.leastTruth());
        final boolean[] dropped = small(predicted, pixels, predictions, sizes.leastPredicted());
        final FrameComponents components = compare(pixels, small, dropped);
        count(components);
        return components;
    }

    /**
     * The metrics over all frames so far.
     *
     * @return the metrics
     */
    public ComponentMetrics metrics() {
        final List<ComponentMetrics.AtOverlap> at = new ArrayList<>();
        for (int i = 0; i < OVERLAPS; i++) {
            final long tp = truePositives[i];
            final long fn = truthComponents - tp;
            final long fp = falsePositives[i];
            at.add(new ComponentMetrics.AtOverlap(overlap(i), tp, fn, fp, 2.0 * tp / (2 * tp + fn + fp)));
        }
        return new ComponentMetrics(
                threshold,
                sizes,
                truthComponents,
                predictedComponents,
                sIouTruth / truthComponents,
                sIouPredicted / predictedComponents,
                precision / predictedComponents,
                mean(at, ComponentMetrics.AtOverlap::truePositives),
                mean(at, ComponentMetrics.AtOverlap::falseNegatives),
                mean(at, ComponentMetrics.AtOverlap::falsePositives),
                mean(at, ComponentMetrics.AtOverlap::f1),
                at);
    }

    /** Which components are too small. 0 stands for all pixels of none, and the benchmark measures them like one. */
    private static boolean[] small(final int[] cells, final int pixels, final int components, final int least) {
        final int[] areas = new int[components + 1];
        for (int i = 0; i < pixels; i++) {
            areas[cells[i]]++;
        }
        final boolean[] small = new boolean[components + 1];
        for (int c = 0; c <= components; c++) {
            small[c] = areas[c] < least;
        }
        return small;
    }

    private FrameComponents compare(final int pixels, final boolean[] small, final boolean[] dropped) {
        final int[] truthArea = new int[small.length];
        final int[] truthCovered = new int[small.length];
        final int[] predictedArea = new int[dropped.length];
        final int[] predictedCovered = new int[dropped.length];
        overlaps.clear();
        for (int i = 0; i < pixels; i++) {
            final int t = truth[i];
            final int p = dropped[predicted[i]] ? 0 : predicted[i];
            // Small ground truth is void. So is all that is no ground truth, in a frame with next to none of it.
            if ((t | p) == 0 || small[t]) {
                continue;
            }
            truthArea[t]++;
            predictedArea[p]++;
            if (t != 0 && p != 0) {
                truthCovered[t]++;
                predictedCovered[p]++;
                overlaps.add(t, p);
            }
        }
        final int[] truthUnion = truthArea.clone();
        final int[] predictedUnion = predictedArea.clone();
        overlaps.forEach((t, p) -> {
            truthUnion[t] += predictedArea[p] - predictedCovered[p];
            predictedUnion[p] += truthArea[t] - truthCovered[t];
        });
        final List<FrameComponents.Truth> truths = new ArrayList<>();
        for (int t = 1; t < small.length; t++) {
            if (truthArea[t] > 0) {
                truths.add(new FrameComponents.Truth(truthArea[t], (double) truthCovered[t] / truthUnion[t]));
            }
        }
        final List<FrameComponents.Predicted> predictions = new ArrayList<>();
        for (int p = 1; p < dropped.length; p++) {
            if (predictedArea[p] > 0) {
                final double covered = predictedCovered[p];
                predictions.add(new FrameComponents.Predicted(
                        predictedArea[p], covered / predictedUnion[p], covered / predictedArea[p]));
            }
        }
        return new FrameComponents(truths, predictions);
    }

    private void count(final FrameComponents components) {
        truthComponents += components.truth().size();
        predictedComponents += components.predicted().size();
        components.truth().forEach(component -> sIouTruth += component.sIou());
        components.predicted().forEach(component -> {
            sIouPredicted += component.sIou();
            precision += component.precision();
        });
        for (int i = 0; i < OVERLAPS; i++) {
            truePositives[i] += components.truePositives(overlap(i));
            falsePositives[i] += components.falsePositives(overlap(i));
        }
    }

    private static double mean(
            final List<ComponentMetrics.AtOverlap> at, final ToDoubleFunction<ComponentMetrics.AtOverlap> figure) {
        return at.stream().mapToDouble(figure).sum() / OVERLAPS;
    }
}
