package org.objectomaly.eval;

import com.fasterxml.jackson.annotation.JsonIgnore;
import java.util.List;
import java.util.Map;
import org.objectomaly.pipeline.RunReport;

/**
 * What one method gave on a data set; the JSON report has these names.
 *
 * @param settings what describes the method, by the option's name
 * @param checkpoints the files of its networks, each with its SHA-256
 * @param rows the figures of each variant
 * @param labelledFrames frames that had ground truth
 * @param change mean absolute change of the map A along the optical flow from frame to frame, over the video; NaN for
 *     pictures
 * @param frames how each frame came out
 * @param run the time it took
 * @param showcase pictures of the best and worst frames, for the page
 */
public record Outcome(
        Map<String, String> settings,
        Map<String, String> checkpoints,
        List<Row> rows,
        int labelledFrames,
        double change,
        List<FrameScore> frames,
        RunReport run,
        @JsonIgnore Showcase showcase) {

    /**
     * The figures of one variant.
     *
     * @param variant the variant
     * @return its row, or null if it was not measured
     */
    public Row row(final Variant variant) {
        return rows.stream().filter(row -> row.variant() == variant).findFirst().orElse(null);
    }
}
