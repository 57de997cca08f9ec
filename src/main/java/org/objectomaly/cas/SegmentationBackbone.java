package org.objectomaly.cas;

import java.util.Map;
import java.util.function.Function;
import java.util.function.Predicate;
import org.objectomaly.Fault;
import org.objectomaly.models.ModelFile;
import org.objectomaly.nn.AnalysisSize;
import org.objectomaly.nn.Compute;
import org.objectomaly.nn.Network;
import org.objectomaly.nn.Normalisation;
import org.objectomaly.nn.Weights;

/**
 * A published segmentation network that scores anomalies.
 *
 * @param file the official checkpoint
 * @param test whether weights are of this network
 * @param loader makes the network of its weights
 * @param input how the network wants its pictures
 * @param known number of known classes, the first channels of its output
 * @param rule the rule that serves it best
 * @param scales the scale of each rule that it has
 * @param smoothed whether its authors smooth the map of scores, at the picture's size, with a Gaussian of 7x7 pixels and
 *     sigma 1
 */
public record SegmentationBackbone(
        ModelFile file,
        Predicate<Weights> test,
        Function<Weights, Network> loader,
        Normalisation input,
        int known,
        PixelRule rule,
        Map<PixelRule, ScoreScale> scales,
        boolean smoothed)
        implements Backbone {
    /** A backbone whose scores stay as its rule makes them. */
    SegmentationBackbone(
            final ModelFile file,
            final Predicate<Weights> recognises,
            final Function<Weights, Network> loader,
            final Normalisation input,
            final int known,
            final PixelRule rule,
            final Map<PixelRule, ScoreScale> scales) {
        this(file, recognises, loader, input, known, rule, scales, false);
    }

    @Override
    public boolean recognises(final Weights weights) {
        return test.test(weights);
    }

    @Override
    public String usualSize() {
        if (smoothed) {
            return AnalysisSize.OWN;
        }
        return file.isOwn() ? "360p" : "288p";
    }

    @Override
    public SegmentationScorer scorer(final Weights weights, final ScorerSettings settings) {
        final ScoreRule chosen = settings.rule() == null ? rule : settings.rule();
        if (!(chosen instanceof PixelRule pixelRule) || !scales.containsKey(pixelRule)) {
            throw without(chosen, scales.keySet());
        }
        if (settings.isMirrored()) {
            throw Fault.of(
                    Fault.Kind.USAGE,
                    "The backbone %s has no use for the mirror image; those that stand on Mask2Former have.",
                    file.name());
        }
        return new SegmentationScorer(
                loader.apply(weights),
                input,
                known,
                pixelRule,
                scales.get(pixelRule),
                smoothed,
                settings.size() == null ? AnalysisSize.parse(usualSize()) : settings.size(),
                settings.compute());
    }

    /**
     * What the network was trained for.
     *
     * @param weights of its checkpoint
     * @param size at which it looks at a picture
     * @param compute where it runs
     * @return the finder of its classes; the caller's to close
     * @throws Fault of kind MODEL if the weights do not fit
     */
    public ClassFinder classes(final Weights weights, final AnalysisSize size, final Compute compute) {
        return new ClassFinder(loader.apply(weights), input, known, size, compute);
    }
}
