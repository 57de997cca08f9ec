package org.objectomaly.cas;

import java.util.EnumMap;
import java.util.Map;
import java.util.function.Predicate;
import org.objectomaly.models.ModelFile;
import org.objectomaly.nn.AnalysisSize;
import org.objectomaly.nn.Weights;
import org.objectomaly.nn.mask2former.Mask2Former;

/**
 * A published mask classifier that scores anomalies: Mask2Former, or a network that stands on it.
 *
 * <p>The scales were not measured, for want of the weights, but follow from the rules: a pixel of a class that is known for
 * sure has s = 1 for that class alone and becomes 0, a pixel that no query claims becomes 1.
 *
 * @param file the official checkpoint
 * @param test whether weights are of this network, given that they are of Mask2Former
 * @param rule the rule of its authors
 * @param usualSize at which they look at pictures
 * @param negatives classes behind the known ones that it was trained with: 0 or 1
 */
public record QueryBackbone(ModelFile file, Predicate<Weights> test, QueryRule rule, String usualSize, int negatives)
        implements Backbone {
    private static final String HEAD = "sem_seg_head.predictor.";

    @Override
    public boolean recognises(final Weights weights) {
        return Mask2Former.recognises(weights) && test.test(weights);
    }

    @Override
    public QueryScorer scorer(final Weights weights, final ScorerSettings settings) {
        final int outputs = weights.size(HEAD + "class_embed.weight", 0);
        final Map<QueryRule, ScoreScale> scales = scales(weights, outputs - 1 - negatives);
        final ScoreRule chosen = settings.rule() == null ? rule : settings.rule();
        if (!(chosen instanceof QueryRule queryRule) || !scales.containsKey(queryRule)) {
            throw without(chosen, scales.keySet());
        }
        return new QueryScorer(
                Mask2Former.of(weights, settings.compute().in(settings.quality()), settings.quality()),
                queryRule,
                outputs - 1 - negatives,
                scales.get(queryRule),
                settings.size() == null ? AnalysisSize.parse(usualSize) : settings.size(),
                settings.isMirrored());
    }

    /** Those of the rules that have a meaning for it. */
    private Map<QueryRule, ScoreScale> scales(final Weights weights, final int known) {
        final double sureOfOne = -Math.log(known - 1 + Math.E);
        final Map<QueryRule, ScoreScale> scales = new EnumMap<>(QueryRule.class);
        scales.put(QueryRule.MASK2ANOMALY, new ScoreScale(0, 1));
        scales.put(QueryRule.RBA, new ScoreScale(-Math.tanh(1), 0));
        scales.put(QueryRule.PEBAL, new ScoreScale(sureOfOne, -Math.log(known)));
        scales.put(QueryRule.EAM, new ScoreScale(0, 1));
        if (negatives > 0) {
            scales.put(QueryRule.UNO, new ScoreScale(-1, 0));
        }
        if (MaskomalyScore.mayKnow(weights)) {
            scales.put(QueryRule.MASKOMALY, new ScoreScale(0, 1));
        }
        return scales;
    }
}
