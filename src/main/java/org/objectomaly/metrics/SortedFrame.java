package org.objectomaly.metrics;

import org.objectomaly.image.LabelMap;
import org.objectomaly.image.ScoreMap;

/**
 * The judged scores of one frame, sorted once for all that look at a frame on its own: {@link QuantileBins} and its
 * average precision. The memory, two integers a pixel, is used again for the next frame. Not for use by two threads at
 * once.
 */
public final class SortedFrame {
    private KeyBuffer buffer = new KeyBuffer(0);

    /** No frame yet. */
    public SortedFrame() {}

    /**
     * Sorts a frame.
     *
     * @param scores its anomaly map
     * @param labels its ground truth, of the same size
     * @return this, for the frame given
     * @throws IllegalArgumentException if the sizes differ or a score that is not under void is NaN
     */
    public SortedFrame of(final ScoreMap scores, final LabelMap labels) {
        Frames.check(scores, labels);
        final int pixels = scores.scores().length;
        if (buffer.capacity() < pixels) {
            buffer = new KeyBuffer(pixels);
        }
        buffer.clear();
        buffer.take(scores.scores(), labels.labels(), 0, pixels);
        buffer.sort(0);
        return this;
    }

    /**
     * Anomalous pixels.
     *
     * @return 0 or more
     */
    public int anomalous() {
        return buffer.anomalous();
    }

    /**
     * Ordinary pixels.
     *
     * @return 0 or more
     */
    public int ordinary() {
        return buffer.ordinary();
    }

    /**
     * AuPRC of this frame alone, as {@link PixelMetrics#auPrc()} defines it.
     *
     * @return 0 to 1; NaN if the frame shows no anomaly
     */
    public double auPrc() {
        final int[] keys = buffer.keys();
        final int positives = buffer.anomalous();
        final CompensatedSum precision = new CompensatedSum();
        int fp = 0;
        int tp = 0;
        while (tp < positives) {
            final int threshold = keys[buffer.anomalousFrom() + tp];
            final int before = tp;
            while (tp < positives && keys[buffer.anomalousFrom() + tp] == threshold) {
                tp++;
            }
            while (fp < buffer.ordinary() && Integer.compareUnsigned(keys[fp], threshold) <= 0) {
                fp++;
            }
            precision.add((double) (tp - before) * tp / ((double) tp + fp));
        }
        return positives == 0 ? Double.NaN : precision.value() / positives;
    }

    /** The score of an anomalous pixel, by its place in rising order. */
    float anomalous(final int place) {
        return ScoreKey.score(buffer.keys()[buffer.capacity() - 1 - place]);
    }

    /** The score of an ordinary pixel, by its place in rising order. */
    float ordinary(final int place) {
        return ScoreKey.score(buffer.keys()[buffer.ordinary() - 1 - place]);
    }
}
