package org.objectomaly.eval;

import java.util.List;
import java.util.Map;
import org.objectomaly.metrics.BoundaryPoint;

/**
 * How one network found the boundaries of pictures that people cut into segments.
 *
 * @param masks what it was called
 * @param maskSize the size at which it looked; {@code own} for the picture's own
 * @param checkpoints its file, with its SHA-256
 * @param ods at the threshold that is best for all pictures
 * @param ois at each picture's own best threshold
 * @param ap mean precision over recall
 * @param coveringHeight the height of the cut that is best for all pictures
 * @param coveringOds the covering there
 * @param coveringOis the covering at each picture's own best height
 * @param networkMs milliseconds that the network took on average
 * @param pictures the single pictures
 */
public record BoundaryOutcome(
        String masks,
        String maskSize,
        Map<String, String> checkpoints,
        Point ods,
        Point ois,
        double ap,
        double coveringHeight,
        double coveringOds,
        double coveringOis,
        double networkMs,
        List<Picture> pictures)
        implements PictureReport.Outcome {
    /**
     * Precision against recall at one place.
     *
     * @param f their harmonic mean
     * @param precision share of what was found that is a boundary
     * @param recall share of the boundaries that were found
     * @param threshold of the strengths; NaN where each picture has its own
     */
    public record Point(double f, double precision, double recall, double threshold) {
        static Point of(final BoundaryPoint point) {
            return new Point(point.f(), point.precision(), point.recall(), point.threshold());
        }
    }

    /**
     * One picture at its own best.
     *
     * @param name what it is called
     * @param boundary at its best threshold
     * @param covering at its best height
     */
    public record Picture(String name, Point boundary, double covering) {}
}
