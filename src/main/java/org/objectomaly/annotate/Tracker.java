package org.objectomaly.annotate;

import java.util.ArrayList;
import java.util.List;

/**
 * Gives each object a number that stays with it from frame to frame.
 *
 * <p>Older tracks choose first: each takes the free object whose box overlaps its last box most, or else the nearest
 * one within its own size. A track that finds none is kept for a few frames, so that a score that dips below the
 * threshold for a moment does not make a new object. Numbers start at 1 and are never used again.
 */
public final class Tracker {
    /** Frames that a track outlives its object. */
    static final int PATIENCE = 10;

    private static final double SMALLEST_OVERLAP = 0.1;

    private final List<Track> tracks = new ArrayList<>();
    private final List<Track> spare = new ArrayList<>();
    private int numbers;

    /** A tracker that has seen nothing yet. */
    public Tracker() {}

    /**
     * Sets the track number of every object of the next frame.
     *
     * @param objects the objects found in it
     */
    public void follow(final AnomalyObjects objects) {
        for (int i = 0; i < tracks.size(); i++) {
            final Track track = tracks.get(i);
            final AnomalyObject found = track.choose(objects);
            if (found != null) {
                track.see(found);
            } else if (++track.missed > PATIENCE) {
                spare.add(tracks.remove(i--));
            }
        }
        for (int i = 0; i < objects.size(); i++) {
            if (objects.get(i).track == 0) {
                final Track track = spare.isEmpty() ? new Track() : spare.remove(spare.size() - 1);
                track.number = ++numbers;
                track.see(objects.get(i));
                tracks.add(track);
            }
        }
    }

    /**
     * How many different objects there were so far.
     *
     * @return the highest track number given
     */
    public int count() {
        return numbers;
    }

    private static final class Track {
        private int number;
        private int missed;
        private double left;
        private double top;
        private double right;
        private double bottom;

        AnomalyObject choose(final AnomalyObjects objects) {
            AnomalyObject best = null;
            double bestFit = 0;
            for (int i = 0; i < objects.size(); i++) {
                final AnomalyObject object = objects.get(i);
                final double fit = object.track == 0 ? fit(object) : 0;
                if (fit > bestFit) {
                    best = object;
                    bestFit = fit;
                }
            }
            return best;
        }

        void see(final AnomalyObject object) {
            object.track = number;
            missed = 0;
            left = object.left;
            top = object.top;
            right = object.right;
            bottom = object.bottom;
        }

        /** Above 1: boxes overlap, the more the higher. In 0..1: they are near each other. 0: not the same object. */
        private double fit(final AnomalyObject object) {
            final double overlap = overlap(object);
            if (overlap >= SMALLEST_OVERLAP) {
                return 1 + overlap;
            }
            final double reach = Math.max(right - left, bottom - top);
            final double dx = (left + right - object.left - object.right) / 2;
            final double dy = (top + bottom - object.top - object.bottom) / 2;
            final double distance = Math.hypot(dx, dy);
            final double area = (right - left) * (bottom - top);
            final double ratio = area / ((double) object.width() * object.height());
            final boolean alike = ratio > 0.25 && ratio < 4;
            return alike && distance < reach ? 1 - distance / reach : 0;
        }

        private double overlap(final AnomalyObject object) {
            final double width = Math.min(right, object.right) - Math.max(left, object.left);
            final double height = Math.min(bottom, object.bottom) - Math.max(top, object.top);
            if (width <= 0 || height <= 0) {
                return 0;
            }
            final double both = width * height;
            final double own = (right - left) * (bottom - top);
            return both / (own + (double) object.width() * object.height() - both);
        }
    }
}
