package org.objectomaly.bench;

import java.util.List;
import java.util.Map;

/**
 * Everything a bench gave, and what is needed to repeat it; the JSON report has these names.
 *
 * @param program name and version
 * @param command the command line
 * @param machine processor, cores and JVM
 * @param when it began, ISO 8601
 * @param film what was run on
 * @param threads that the networks shared
 * @param device that the networks ran on, as libtorch names it
 * @param peak what that device reached at the start
 * @param seconds wall time of it all
 * @param complete whether every combination had all its rounds; false after an interruption or a failure
 * @param best number of the combination that all others' maps are compared with, from 0; -1 if none can be
 * @param notes what the reader should know
 * @param combinations one for each combination, in the order of the command line
 * @param kernels what the method's own steps take on a GPU by themselves; empty without one
 */
public record BenchReport(
        String program,
        List<String> command,
        String machine,
        String when,
        Film film,
        int threads,
        String device,
        Peak peak,
        double seconds,
        boolean complete,
        int best,
        List<String> notes,
        List<Entry> combinations,
        List<KernelCost> kernels) {
    /**
     * What was run on.
     *
     * @param path the video
     * @param width columns of a frame on its way through the corridor
     * @param height rows of it
     * @param scaled whether the frames were brought to that size before
     * @param refresh the networks looked at every Nth frame
     * @param rounds counted runs of each combination
     * @param truth its labels; null without
     * @param labelledFrames frames that have labels
     * @param mapStep maps were compared at every Nth pixel of every Nth row
     */
    public record Film(
            String path,
            int width,
            int height,
            boolean scaled,
            int refresh,
            int rounds,
            String truth,
            int labelledFrames,
            int mapStep) {}

    /**
     * The cost of one combination.
     *
     * @param settings what describes it, by the option's name
     * @param checkpoints its files, with their SHA-256
     * @param randomWeights its networks that have random weights; empty if all are as published
     * @param rounds counted runs so far
     * @param frames of each run
     * @param fps frames a second from the file read to the file written, median of the rounds
     * @param fpsLowest of the slowest round
     * @param fpsHighest of the fastest round
     * @param peakMemoryMb the process's peak, 10^6 bytes
     * @param masks for each frame that the networks looked at, mean
     * @param auPrc of the final maps, 0 to 1; NaN where that is not known
     * @param agreement of its maps with the best combination's
     * @param stages what each stage took
     */
    public record Entry(
            Map<String, String> settings,
            Map<String, String> checkpoints,
            List<String> randomWeights,
            int rounds,
            long frames,
            double fps,
            double fpsLowest,
            double fpsHighest,
            double peakMemoryMb,
            double masks,
            double auPrc,
            Agreement agreement,
            List<StageCost> stages) {
        /**
         * What its networks multiply for a frame that they look at.
         *
         * @return GFLOP, two for each thousand million multiply-adds
         */
        public double gigaFlop() {
            return stages.stream().mapToDouble(StageCost::gigaFlop).sum();
        }
    }

    /**
     * The cost of one stage.
     *
     * @param name as its thread carries it
     * @param frames of a round that it worked on
     * @param medianMs milliseconds, median of the rounds' medians
     * @param p95Ms milliseconds, median of the rounds' 95th percentiles
     * @param busy share of the run that it was at work, 0 to 1
     * @param gigaFlop that its networks multiply for a frame
     * @param peakShare of the device's peak that it reached in its median time, 0 to 1
     */
    public record StageCost(
            String name, long frames, double medianMs, double p95Ms, double busy, double gigaFlop, double peakShare) {}
}
