package org.objectomaly.pipeline;

import java.util.List;

/**
 * What a run did, in numbers; the JSON summary has these names.
 *
 * @param frames frames written
 * @param seconds wall time from the first frame grabbed to the last one written
 * @param fps frames a second
 * @param dropped frames that were read and not written; 0 for a file
 * @param damagedPackets packets the decoder could not use
 * @param anomalies what was found
 * @param stages the time each stage took
 */
public record RunReport(
        long frames,
        double seconds,
        double fps,
        long dropped,
        long damagedPackets,
        Anomalies anomalies,
        List<Stage> stages) {

    /**
     * What was found.
     *
     * @param objects different objects, by track
     * @param frames frames with at least one
     * @param sightings objects summed over frames, the lines of the event file
     */
    public record Anomalies(long objects, long frames, long sightings) {}

    /**
     * The time of one stage.
     *
     * @param name its name, as its thread carries it
     * @param frames how often it ran
     * @param medianMs median, milliseconds
     * @param p95Ms 95th percentile, milliseconds
     * @param busy share of the run that it was at work, 0..1
     */
    public record Stage(String name, long frames, double medianMs, double p95Ms, double busy) {
        static Stage of(final StageTimes times, final double seconds) {
            return new Stage(
                    times.name(),
                    times.count(),
                    times.percentile(50),
                    times.percentile(95),
                    times.totalSeconds() / seconds);
        }
    }
}
