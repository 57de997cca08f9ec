package org.objectomaly.cli;

import java.nio.file.Path;
import org.objectomaly.cas.*;
import org.objectomaly.checkpoint.Checkpoint;
import org.objectomaly.nn.*;
import org.objectomaly.objectness.*;

/** tmp */
final class Networks {
    private final ProcessCommand options;

    Networks(final ProcessCommand options) {
        this.options = options;
    }

    CoarseScorer scorer() {
        if (options.cas.equals("none")) return (p, m) -> m.fill(0);
        return new SegmentationScorer(
                EspNetV2.of(Weights.of(Checkpoint.read(Path.of(options.cas)))),
                Normalisation.IMAGENET,
                19,
                ScoreRule.MAX_LOGIT,
                new ScoreScale(-12, -3),
                org.objectomaly.cas.AnalysisSize.parse(options.casSize == null ? "0.5" : options.casSize));
    }

    MaskGenerator generator() {
        if (options.masks.equals("none")) return new NoMasks();
        return new BoundaryRegions(
                PidinetEdges.of(
                        Path.of(options.masks),
                        org.objectomaly.objectness.AnalysisSize.ofFraction(
                                options.maskSize == null ? 0.5 : Double.parseDouble(options.maskSize))),
                RegionSettings.defaults());
    }
}
