package org.objectomaly.golden;

import java.util.Map;
import org.objectomaly.cas.PixelRule;
import org.objectomaly.nn.Node;
import org.objectomaly.nn.Sketch;

/** The scores and classes that golden cases of segmentation networks hold, under their names there. */
final class Scores {
    private static final Map<String, PixelRule> NAMES = Map.of(
            "maxlogit", PixelRule.MAX_LOGIT,
            "energy", PixelRule.ENERGY,
            "msp", PixelRule.MSP,
            "entropy", PixelRule.ENTROPY);

    private Scores() {}

    /** Shows all scores of the known classes, and the winning class among the known and among all. */
    static void name(final Sketch sketch, final Node logits, final int known) {
        NAMES.forEach((name, rule) -> sketch.named("score." + name, rule.draw(sketch, logits, known)));
        if (logits.channels() > known) {
            sketch.named("score.void_prob", PixelRule.VOID.draw(sketch, logits, known));
        }
    }
}
