package org.objectomaly.eval;

import com.fasterxml.jackson.annotation.JsonIgnore;
import java.util.List;
import org.objectomaly.dataset.Benchmark;

/**
 * Everything an evaluation gave, and what is needed to repeat it; the JSON report has these names.
 *
 * @param program name and version
 * @param command the command line
 * @param machine processor, cores, JVM and threads
 * @param when the evaluation began, ISO 8601
 * @param dataSet what was evaluated on
 * @param seconds wall time
 * @param complete whether every method saw every frame; false after an interruption or a failure
 * @param notes what the reader should know: files left out, frames without masks
 * @param outcomes one for each method, in the order of the command line
 */
public record Report(
        String program,
        List<String> command,
        String machine,
        String when,
        DataSet dataSet,
        double seconds,
        boolean complete,
        List<String> notes,
        List<Outcome> outcomes) {

    /**
     * What was evaluated on.
     *
     * @param name what to call it
     * @param path where it lies
     * @param layout how it lies there; {@code video} for a video
     * @param benchmark the published benchmark it is
     * @param frames frames that were to be evaluated
     * @param truth where its labels lie, when that is elsewhere; else null
     * @param anomalyValue the value that marks anomalies; null for the layout's own
     * @param notes what the user should know of files that were left out
     */
    public record DataSet(
            String name,
            String path,
            String layout,
            Benchmark benchmark,
            long frames,
            String truth,
            Integer anomalyValue,
            @JsonIgnore List<String> notes) {}
}
