package org.objectomaly.pipeline;

import org.objectomaly.annotate.AnomalyObjects;
import org.objectomaly.annotate.EventLog;
import org.objectomaly.annotate.ObjectFinder;
import org.objectomaly.annotate.Overlay;
import org.objectomaly.annotate.Tracker;
import org.objectomaly.annotate.View;
import org.objectomaly.video.StreamInfo;
import org.objectomaly.video.VideoFrame;

/** The annotate stage: finds the anomalous objects of a map, follows them, notes them and draws what was found. */
public final class Annotator {
    private final View view;
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
        this.view = view;
        this.overlay = new Overlay(view, threshold);
        this.finder = new ObjectFinder(threshold, (int) Math.ceil(smallestObject * info.width() * info.height()));
        this.events = events;
    }

    /** A frame to draw the output on, when it has another size than the source's; else null. */
    VideoFrame canvas(final StreamInfo info) {
        final int width = view.outputWidth(info.width());
        return width == info.width() ? null : VideoFrame.allocate(width, info.height());
    }

    void annotate(final Slot slot) {
        finder.find(slot.refined, objects);
        tracker.follow(objects);
        if (objects.size() > 0) {
            framesWithObjects++;
            sightings += objects.size();
        }
        if (events != null) {
            events.write(slot.frame.index(), slot.frame.seconds(), objects);
        }
        if (slot.canvas == null) {
            final var planes = slot.frame.writablePlanes();
            overlay.draw(planes, planes, slot.refined, objects, slot.frame.seconds());
        } else {
            overlay.draw(
                    slot.frame.planes(), slot.canvas.writablePlanes(), slot.refined, objects, slot.frame.seconds());
        }
    }

    /**
     * What was found so far; to be asked after the run.
     *
     * @return the counts
     */
    public RunReport.Anomalies found() {
        return new RunReport.Anomalies(tracker.count(), framesWithObjects, sightings);
    }
}
