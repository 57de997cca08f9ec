package org.objectomaly.pipeline;

import com.fasterxml.jackson.annotation.JsonIgnore;
import java.util.ArrayList;
import java.util.List;
import org.objectomaly.nn.Work;

/**
 * What a run did, in numbers; the JSON summary has these names.
 *
 * @param frames frames that went all the way
 * @param seconds wall time from the first frame grabbed to the last one done
 * @param fps frames a second
 * @param dropped frames that were read and not done; 0 for a file
 * @param stages the time each stage took
 */
public record RunReport(long frames, double seconds, double fps, long dropped, List<Stage> stages) {

    /**
     * The same run, with what worked beside its stages.
     *
     * @param beside further stages
     * @return a report with all of them
     */
    public RunReport with(final List<Stage> beside) {
        final List<Stage> all = new ArrayList<>(stages);
        all.addAll(beside);
        return new RunReport(frames, seconds, fps, dropped, all);
    }

    /**
     * The time of one stage.
     *
     * @param name its name, as its thread carries it
     * @param frames how often it ran
     * @param medianMs median, milliseconds
     * @param p95Ms 95th percentile, milliseconds
     * @param busy share of the run that it was at work, 0..1
     * @param work what its networks multiplied, over all frames
     */
    public record Stage(
            String name, long frames, double medianMs, double p95Ms, double busy, @JsonIgnore Work.Amount work) {
        static Stage of(final StageTimes times, final double seconds) {
            return new Stage(
                    times.name(),
                    times.count(),
                    times.percentile(50),
                    times.percentile(95),
                    times.totalSeconds() / seconds,
                    times.work());
        }
    }
}
