package org.objectomaly.objectness;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** What FastSAM does with raw detections: drops doubles, and completes boxes at the border. */
public final class BoxRules {
    /** More are not even compared, as in the reference: comparing takes the square of their number. */
    private static final int MOST_COMPARED = 30_000;
    /** A box that ends so near to the border, in pixels of the network's input, ends at it. */
    private static final float BORDER = 20;
    /** A box that is the whole frame by more than this share is the whole frame. */
    private static final float WHOLE = 0.9f;

    private BoxRules() {}

    /**
     * Non-maximum suppression: keeps every detection whose box is not nearly that of a surer one.
     *
     * @param candidates in any order; where scores are equal the earlier is the surer
     * @param settings which of them count
     * @return the detections kept, the surest first
     */
    public static List<Detection> suppressed(final List<Detection> candidates, final DetectionSettings settings) {
        final List<Detection> sorted = candidates.stream()
                .filter(candidate -> candidate.score() > (float) settings.confidence())
                .sorted(Comparator.comparing(Detection::score).reversed())
                .limit(MOST_COMPARED)
                .toList();
        return Suppression.keep(sorted, Detection::overlap, settings.overlap(), settings.most());
    }

    /**
     * Lets boxes near the border end at it. The one box that nearly is the whole frame becomes the frame; where there
     * are several such boxes, which the reference cannot treat, they stay as they are.
     *
     * @param detections in the network's input
     * @param width columns of the input
     * @param height rows of the input
     * @return as many detections, in the same order
     */
    public static List<Detection> completed(final List<Detection> detections, final int width, final int height) {
        final List<Detection> completed = new ArrayList<>();
        int whole = -1;
        int wholes = 0;
        for (final Detection detection : detections) {
            final Detection snapped = snapped(detection, width, height);
            if (frame(snapped, width, height).overlap(snapped) > WHOLE) {
                whole = completed.size();
                wholes++;
            }
            completed.add(snapped);
        }
        if (wholes == 1) {
            completed.set(whole, frame(completed.get(whole), width, height));
        }
        return completed;
    }

    private static Detection snapped(final Detection box, final int width, final int height) {
        return box.in(
                box.left() < BORDER ? 0 : box.left(),
                box.top() < BORDER ? 0 : box.top(),
                box.right() > width - BORDER ? width : box.right(),
                box.bottom() > height - BORDER ? height : box.bottom());
    }

    private static Detection frame(final Detection object, final int width, final int height) {
        return object.in(0, 0, width, height);
    }
}
