package org.objectomaly.eval;

import java.util.List;
import java.util.Map;
import org.objectomaly.metrics.BoundaryPoint;

/**
 * What the evaluation of boundaries against people's segments gave, and what is needed to repeat it; the JSON report has
 * these names.
 *
 * @param program name and version
 * @param command the command line
 * @param machine processor, cores, JVM and threads
 * @param when the evaluation began, ISO 8601
 * @param path where the data set lies
 * @param split the part of it
 * @param pictures pictures that were to be evaluated
 * @param seconds wall time
 * @param complete whether every network saw every picture; false after an interruption or a failure
 * @param outcomes one for each network and size, in the order of the command line
 */
public record BoundaryReport(
        String program,
        List<String> command,
        String machine,
        String when,
        String path,
        String split,
        int pictures,
        double seconds,
        boolean complete,
        List<Outcome> outcomes) {

    /**
     * What one network gave.
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
    public record Outcome(
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
            List<Picture> pictures) {}

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
