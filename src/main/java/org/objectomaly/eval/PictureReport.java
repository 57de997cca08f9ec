package org.objectomaly.eval;

import java.util.List;
import java.util.Map;

/**
 * What an evaluation on pictures that people cut into segments gave, and what is needed to repeat it; the JSON report has
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
 * @param <O> what was measured
 */
public record PictureReport<O extends PictureReport.Outcome>(
        String program,
        List<String> command,
        String machine,
        String when,
        String path,
        String split,
        int pictures,
        double seconds,
        boolean complete,
        List<O> outcomes) {
    /** What one network gave. */
    public interface Outcome {
        /**
         * What it was made with.
         *
         * @return its files, with their SHA-256
         */
        Map<String, String> checkpoints();
    }
}
