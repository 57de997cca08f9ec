package org.objectomaly.metrics;

import java.util.ArrayList;
import java.util.List;
import org.objectomaly.image.LabelMap;
import org.objectomaly.image.ScoreMap;

/**
 * How many anomalous and how many ordinary pixels have each score, exactly, over any number of frames of any size. From
 * this follow all metrics over pixels: {@link PixelMetrics}, {@link PrCurve}.
 *
 * <pre>
 *   frames -> buffer of keys, full -> sorted, counted -> run of level 0
 *                                      eight runs of a level -> merged -> run of the next level
 * </pre>
 *
 * <p>The memory is a buffer of 32 MiB plus about two bytes for each different score, of which there are many fewer than
 * pixels; each pixel is sorted once and its count merged a few times. Void pixels are not counted; 0 and -0 are one
 * score; infinite scores are allowed. Not for use by two threads at once.
 */
public final class PixelCounts {
    private static final int BUFFER = 1 << 22;
    /** Runs of one level that become one run of the next. */
    private static final int FAN_IN = 8;

    private final KeyBuffer buffer;
    private final CountWindow window = new CountWindow();
    /** No run has a higher level than the one before it. */
    private final List<CountRun> runs = new ArrayList<>();

    private long anomalous;
    private long ordinary;

    /** Counts of no pixel. */
    public PixelCounts() {
        this(BUFFER);
    }

    PixelCounts(final int bufferSize) {
        buffer = new KeyBuffer(bufferSize);
    }

    /** Sees counted scores. */
    @FunctionalInterface
    public interface Visitor {
        /**
         * Sees one score.
         *
         * @param score a score that occurs
         * @param anomalous how many anomalous pixels have it
         * @param ordinary how many ordinary pixels have it; at least one of both numbers is not 0
         */
        void visit(float score, long anomalous, long ordinary);
    }

    /**
     * Counts the pixels of a frame. After an exception nothing of the frame is counted.
     *
     * @param scores its anomaly map
     * @param labels its ground truth, of the same size
     * @throws IllegalArgumentException if the sizes differ or a score that is not under void is NaN
     */
    public void add(final ScoreMap scores, final LabelMap labels) {
        Frames.check(scores, labels);
        final int pixels = scores.scores().length;
        int next = 0;
        while (next < pixels) {
            if (buffer.free() == 0) {
                empty();
            }
            // A void pixel takes no room, so that the buffer may have some left after this.
            final int to = next + Math.min(buffer.free(), pixels - next);
            final int before = buffer.ordinary();
            final int anomalousBefore = buffer.anomalous();
            buffer.take(scores.scores(), labels.labels(), next, to);
            ordinary += buffer.ordinary() - before;
            anomalous += buffer.anomalous() - anomalousBefore;
            next = to;
        }
    }

    /**
     * Anomalous pixels so far.
     *
     * @return 0 or more
     */
    public long anomalous() {
        return anomalous;
    }

    /**
     * Ordinary pixels so far.
     *
     * @return 0 or more
     */
    public long ordinary() {
        return ordinary;
    }

    /**
     * Different scores so far. The first call after {@link #add} merges everything, as {@link #forEach} does.
     *
     * @return 0 or more
     */
    public long distinctScores() {
        return all().size();
    }

    /**
     * Shows every score that occurs with its counts, from the highest to the lowest. The first call after {@link #add}
     * merges everything, later ones only read. More frames may be added afterwards.
     *
     * @param visitor sees each score once; must not add frames
     */
    public void forEach(final Visitor visitor) {
        all().forEach(visitor);
    }

    private CountRun all() {
        if (runs.size() != 1 || buffer.free() < buffer.capacity()) {
            final int level = runs.isEmpty() ? 0 : runs.get(0).level() + 1;
            merge(0, level);
        }
        return runs.get(0);
    }

    private void empty() {
        merge(runs.size(), 0);
        int newest = runs.size() - 1;
        while (newest >= FAN_IN - 1
                && runs.get(newest - FAN_IN + 1).level() == runs.get(newest).level()) {
            merge(newest - FAN_IN + 1, runs.get(newest).level() + 1);
            newest = runs.size() - 1;
        }
    }

    /** Merges the buffer and all runs from one on into one run. */
    private void merge(final int firstRun, final int level) {
        buffer.sort(CountWindow.BITS);
        final List<CountSource> sources = new ArrayList<>();
        sources.add(new KeySegment(buffer.keys(), 0, buffer.ordinary(), false));
        sources.add(new KeySegment(buffer.keys(), buffer.anomalousFrom(), buffer.capacity(), true));
        final List<CountRun> merged = runs.subList(firstRun, runs.size());
        merged.forEach(run -> sources.add(run.drain()));
        merged.clear();
        runs.add(window.merge(sources, level));
        buffer.clear();
    }
}
