package org.objectomaly.cas;

import org.objectomaly.nn.AnalysisSize;
import org.objectomaly.nn.Compute;
import org.objectomaly.nn.MaskQuality;

/**
 * How a backbone is used.
 *
 * @param rule from its answer to scores, or null for its own
 * @param size at which it looks at pictures, or null for that of its authors
 * @param quality whether a mask classifier answers step by step as the original, or the same sooner
 * @param isMirrored whether a mask classifier also sees the mirror image and the two maps are averaged
 * @param compute where it runs, and how precisely where that is its own choice
 */
public record ScorerSettings(
        ScoreRule rule, AnalysisSize size, MaskQuality quality, boolean isMirrored, Compute compute) {
    /**
     * The usual way, on the processor.
     *
     * @param rule from its answer to scores, or null for its own
     * @param size at which it looks at pictures, or null for that of its authors
     * @return sooner, and without the mirror image
     */
    public static ScorerSettings of(final ScoreRule rule, final AnalysisSize size) {
        return new ScorerSettings(rule, size, MaskQuality.FAST, false, Compute.fastestCpu());
    }
}
