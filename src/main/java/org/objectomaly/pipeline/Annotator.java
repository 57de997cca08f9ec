package org.objectomaly.pipeline;

import org.HdrHistogram.Histogram;
import org.objectomaly.annotate.AnomalyObjects;
import org.objectomaly.annotate.ObjectFinder;
import org.objectomaly.annotate.Overlay;
import org.objectomaly.annotate.Tracker;
import org.objectomaly.annotate.View;
import org.objectomaly.image.YuvPlanes;
import org.objectomaly.video.VideoFrame;

/** The annotate stage: finds the anomalous objects of a map, follows them, draws what was found and tells of it. */
public final class Annotator implements Stage, AutoCloseable {
    /**
     * What was found; the JSON summary has these names.
     *
     * @param objects different objects, by track
     * @param frames frames with at least one
     * @param sightings objects summed over frames, the lines of the event file
     */
    public record Found(long objects, long frames, long sightings) {}

    /**
     * How old what stands behind the drawn frames was; the JSON summary has these names.
     *
     * @param frames frames that had any
     * @param medianSeconds median age
     * @param p95Seconds 95th percentile of the age
     * @param maxSeconds the oldest
     */
    public record Evidence(long frames, double medianSeconds, double p95Seconds, double maxSeconds) {
        private static final double MILLIS = 1e3;

        private static void note(final Histogram ages, final double seconds) {
            if (!Double.isNaN(seconds)) {
                ages.recordValue(Math.max(0, Math.round(seconds * MILLIS)));
            }
        }

        private static Evidence of(final Histogram ages) {
            return new Evidence(
                    ages.getTotalCount(),
                    ages.getValueAtPercentile(50) / MILLIS,
                    ages.getValueAtPercentile(95) / MILLIS,
                    ages.getTotalCount() == 0 ? 0 : ages.getMaxValue() / MILLIS);
        }
    }

    /** Is told what was found in each frame. */
    @FunctionalInterface
    public interface Witness {
        /**
         * A frame has been drawn. Called on the annotating thread, so it must return soon.
         *
         * @param slot the frame and its map
         * @param objects its anomalous objects with their tracks, valid during the call; may be none
         */
        void see(Slot slot, AnomalyObjects objects);
    }

    private final double smallestObject;
    private final boolean showsAge;
    private final Witness witness;
    private final Tracker tracker = new Tracker();
    private final AnomalyObjects objects = new AnomalyObjects();
    private final Histogram ages = new Histogram(3);
    private final Histogram maskAges = new Histogram(3);
    private volatile Appearance wanted;
    private Appearance drawn;
    private Overlay overlay;
    private ObjectFinder finder;
    private int width;
    private int height;
    private long framesWithObjects;
    private long sightings;

    /** What is shown, and where anomalies begin. */
    private record Appearance(View view, float threshold) {}

    /**
     * An annotator for one video.
     *
     * @param view what the output shows
     * @param threshold scores above it make an object anomalous
     * @param smallestObject objects below this share of the frame's pixels are left out, 0..1
     * @param showsAge whether the picture says how old its evidence is
     * @param witness told what was found in each frame
     */
    public Annotator(
            final View view,
            final float threshold,
            final double smallestObject,
            final boolean showsAge,
            final Witness witness) {
        this.smallestObject = smallestObject;
        this.showsAge = showsAge;
        this.witness = witness;
        show(view, threshold);
    }

    /**
     * Shows later frames differently. May be called from any thread.
     *
     * @param view what the output shows
     * @param threshold scores above it make an object anomalous
     */
    public void show(final View view, final float threshold) {
        wanted = new Appearance(view, threshold);
    }

    @Override
    public String name() {
        return "annotate";
    }

    @Override
    public void process(final Slot slot) {
        final VideoFrame frame = slot.frame();
        prepare(frame.width(), frame.height());
        finder.find(slot.refined(), objects);
        tracker.follow(objects);
        if (objects.size() > 0) {
            framesWithObjects++;
            sightings += objects.size();
        }
        Evidence.note(ages, slot.evidenceAge());
        Evidence.note(maskAges, slot.masksAge());
        // Before the source is asked for its planes: it gives the decoder's back if it has to make its own.
        final YuvPlanes target = target(slot);
        overlay.draw(
                frame.planes(),
                target,
                slot.refined(),
                objects,
                frame.seconds(),
                showsAge ? slot.evidenceAge() : Double.NaN);
        witness.see(slot, objects);
    }

    private void prepare(final int columns, final int rows) {
        final Appearance next = wanted;
        if (next != drawn) {
            close();
            overlay = new Overlay(next.view, next.threshold);
        }
        if (next != drawn || columns != width || rows != height) {
            finder = new ObjectFinder(next.threshold, (int) Math.ceil(smallestObject * columns * rows));
        }
        drawn = next;
        width = columns;
        height = rows;
    }

    private YuvPlanes target(final Slot slot) {
        final int columns = drawn.view.outputWidth(width);
        if (columns == width) {
            slot.dropCanvas();
            return slot.frame().writablePlanes();
        }
        return slot.canvas(columns, height).writablePlanes();
    }

    /**
     * What was found so far; to be asked after the run.
     *
     * @return the counts
     */
    public Found found() {
        return new Found(tracker.count(), framesWithObjects, sightings);
    }

    /**
     * How old the scores behind the frames were; to be asked after the run.
     *
     * @return the ages
     */
    public Evidence evidence() {
        return Evidence.of(ages);
    }

    /**
     * How old the masks were in which they were averaged; to be asked after the run.
     *
     * @return the ages
     */
    public Evidence masksEvidence() {
        return Evidence.of(maskAges);
    }

    @Override
    public void close() {
        if (overlay != null) {
            overlay.close();
        }
    }
}
