package org.objectomaly.cas;

import java.util.Map;
import java.util.function.Function;
import java.util.function.Predicate;
import org.objectomaly.Fault;
import org.objectomaly.models.ModelFile;
import org.objectomaly.nn.AnalysisSize;
import org.objectomaly.nn.Network;
import org.objectomaly.nn.Normalisation;
import org.objectomaly.nn.Weights;

/**
 * A published segmentation network that scores anomalies.
 *
 * @param file the official checkpoint
 * @param recognises whether weights are of this network
 * @param loader makes the network of its weights
 * @param input how the network wants its pictures
 * @param known number of known classes, the first channels of its output
 * @param rule the rule that serves it best
 * @param scales the scale of each rule that it has
 * @param smoothed whether its authors smooth the map of scores, at the picture's size, with a Gaussian of 7x7 pixels and
 *     sigma 1
 */
public record Backbone(
        ModelFile file,
        Predicate<Weights> recognises,
        Function<Weights, Network> loader,
        Normalisation input,
        int known,
        ScoreRule rule,
        Map<ScoreRule, ScoreScale> scales,
        boolean smoothed) {
    /** A backbone whose scores stay as its rule makes them. */
    Backbone(
            final ModelFile file,
            final Predicate<Weights> recognises,
            final Function<Weights, Network> loader,
            final Normalisation input,
            final int known,
            final ScoreRule rule,
            final Map<ScoreRule, ScoreScale> scales) {
        this(file, recognises, loader, input, known, rule, scales, false);
    }

    /**
     * A scorer with this backbone.
     *
     * @param weights of its checkpoint
     * @param by the rule, or null for the backbone's own
     * @param size at which it looks at pictures
     * @return the scorer
     * @throws Fault of kind MODEL if the weights do not fit, of kind USAGE if the backbone does not have the rule
     */
    public SegmentationScorer scorer(final Weights weights, final ScoreRule by, final AnalysisSize size) {
        final ScoreRule chosen = by == null ? rule : by;
        final ScoreScale scale = scales.get(chosen);
        if (scale == null) {
            throw Fault.of(
                    Fault.Kind.USAGE,
                    "The backbone %s has no score rule %s; it has %s.",
                    file.name(),
                    chosen,
                    scales.keySet());
        }
        return new SegmentationScorer(loader.apply(weights), input, known, chosen, scale, smoothed, size);
    }
}
