package org.objectomaly.objectness;

import java.util.List;
import java.util.function.ToDoubleFunction;
import org.objectomaly.image.Region;

/**
 * A mask that the automatic generator found, with what it knows of it.
 *
 * @param mask over the picture's content
 * @param box around it
 * @param predictedIou the network's own guess of how well it fits
 * @param stabilityScore how little its extent depends on the threshold, 0..1
 * @param x column of the point that was asked about
 * @param y row of that point
 * @param crop the part of the content it was found in
 */
public record FoundMask(
        RunMask mask, MaskBox box, float predictedIou, float stabilityScore, double x, double y, Region crop) {
    /** The same object with other pixels. */
    FoundMask with(final RunMask pixels) {
        return new FoundMask(pixels, pixels.box(), predictedIou, stabilityScore, x, y, crop);
    }

    /** Without those whose box overlaps that of a better one; the best first. */
    static List<FoundMask> best(
            final List<FoundMask> found, final ToDoubleFunction<FoundMask> score, final double threshold) {
        final float[] scores = new float[found.size()];
        for (int i = 0; i < scores.length; i++) {
            scores[i] = (float) score.applyAsDouble(found.get(i));
        }
        final List<MaskBox> boxes = found.stream().map(FoundMask::box).toList();
        return Suppression.keep(boxes, scores, threshold).stream()
                .map(found::get)
                .toList();
    }
}
