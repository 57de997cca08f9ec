package org.objectomaly.pipeline;

import org.objectomaly.annotate.AnomalyObjects;
import org.objectomaly.annotate.EventLog;
import org.objectomaly.annotate.ObjectFinder;
import org.objectomaly.annotate.Overlay;
import org.objectomaly.annotate.Tracker;
import org.objectomaly.annotate.View;
import org.objectomaly.image.YuvPlanes;
import org.objectomaly.video.StreamInfo;
import org.objectomaly.video.VideoFrame;

/** The annotate stage: finds the anomalous objects of a map, follows them, notes them and draws what was found. */
public final class Annotator implements Stage {
    /**
     * What was found; the JSON summary has these names.
     *
     * @param objects different objects, by track
     * @param frames frames with at least one
     * @param sightings objects summed over frames, the lines of the event file
     */
    public record Found(long objects, long frames, long sightings) {}

    private final int canvasWidth;
    private final int canvasHeight;
    private final boolean drawsOnSource;
    private final Overlay overlay;
    private final ObjectFinder finder;
    private final Tracker tracker = new Tracker();
    private final AnomalyObjects objects = new AnomalyObjects();
    private final EventLog events;
    private long framesWithObjects;
    private long sightings;

    /**
     * An annotator for one video.
     *
     * @param info the video
     * @param view what the output shows
     * @param threshold scores above it make an object anomalous
     * @param smallestObject objects below this share of the frame's pixels are left out, 0..1
     * @param events where objects are noted, or null
     */
    public Annotator(
            final StreamInfo info,
            final View view,
            final float threshold,
            final double smallestObject,
            final EventLog events) {
        this.canvasWidth = view.outputWidth(info.width());
        this.canvasHeight = info.height();
        this.drawsOnSource = canvasWidth == info.width();
        this.overlay = new Overlay(view, threshold);
        this.finder = new ObjectFinder(threshold, (int) Math.ceil(smallestObject * info.width() * info.height()));
        this.events = events;
    }

    @Override
    public String name() {
        return "annotate";
    }

    @Override
    public void process(final Slot slot) {
        final VideoFrame frame = slot.frame();
        finder.find(slot.refined(), objects);
        tracker.follow(objects);
        if (objects.size() > 0) {
            framesWithObjects++;
            sightings += objects.size();
        }
        if (events != null) {
            events.write(frame.index(), frame.seconds(), objects);
        }
        final YuvPlanes drawn = drawsOnSource
                ? frame.writablePlanes()
                : slot.canvas(canvasWidth, canvasHeight).writablePlanes();
        overlay.draw(frame.planes(), drawn, slot.refined(), objects, frame.seconds());
    }

    /**
     * What was found so far; to be asked after the run.
     *
     * @return the counts
     */
    public Found found() {
        return new Found(tracker.count(), framesWithObjects, sightings);
    }
}
