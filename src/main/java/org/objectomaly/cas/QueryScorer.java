package org.objectomaly.cas;

import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.InferenceMode;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;
import org.objectomaly.image.Picture;
import org.objectomaly.image.Region;
import org.objectomaly.image.ScoreMap;
import org.objectomaly.nn.AnalysisSize;
import org.objectomaly.nn.eager.FeatureTrace;
import org.objectomaly.nn.eager.Scope;
import org.objectomaly.nn.mask2former.Mask2Former;
import org.objectomaly.nn.mask2former.PaddedPicture;
import org.objectomaly.nn.mask2former.QueryAnswer;
import org.objectomaly.nn.mask2former.QueryMaps;

/**
 * CAS by a mask classifier: its queries say where the known classes are, and what none of them claims is unexpected.
 *
 * <pre>
 *   content of the picture -- resize, normalise, fill up -- network -- rule -- scale -- map A0
 * </pre>
 *
 * <p>To be used by one thread at a time.
 */
public final class QueryScorer implements CoarseScorer {
    private final Mask2Former network;
    private final QueryRule rule;
    private final int known;
    private final ScoreScale scale;
    private final AnalysisSize size;
    private final boolean isMirrored;
    private final ContentScores contentScores;

    /**
     * A scorer.
     *
     * @param network closed with the scorer
     * @param rule from its answers to raw scores
     * @param known number of known classes, the first ones
     * @param scale from raw scores to scores
     * @param size that the picture's content is resized to
     * @param isMirrored whether the network also sees the mirror image, in the same pass, and the two maps are averaged, as
     *     the reference code of Mask2Anomaly does
     */
    public QueryScorer(
            final Mask2Former network,
            final QueryRule rule,
            final int known,
            final ScoreScale scale,
            final AnalysisSize size,
            final boolean isMirrored) {
        this.network = network;
        this.contentScores = new ContentScores(false, network.compute());
        this.rule = rule;
        this.known = known;
        this.scale = scale;
        this.size = size;
        this.isMirrored = isMirrored;
    }

    @Override
    public QueryRule rule() {
        return rule;
    }

    @Override
    public AnalysisSize size() {
        return size;
    }

    @Override
    @SuppressWarnings("try") // the scope and the mode only have to be open
    public void score(final Picture picture, final ScoreMap into) {
        final Region content = picture.content();
        final int[] sides = size.of(content.width(), content.height());
        final PaddedPicture fit = new PaddedPicture(content.height(), content.width(), sides[1], sides[0]);
        try (PointerScope scope = new PointerScope();
                InferenceMode mode = new InferenceMode(true)) {
            final Tensor raw = raw(fit, fit.resized(picture, content, network.compute()));
            final Tensor scores = scale.of(raw);
            contentScores.put(scores.unsqueeze(0).unsqueeze(0), content, into, lowest());
        }
    }

    private Tensor raw(final PaddedPicture fit, final Tensor seen) {
        final Tensor pictures = isMirrored ? torch.cat(new TensorVector(seen, seen.flip(3)), 0) : seen;
        final QueryAnswer answer = network.apply(fit.padded(pictures), FeatureTrace.NONE);
        final Tensor score = score(answer.maps(0, fit));
        return isMirrored ? score.add(score(answer.maps(1, fit)).flip(1)).div(new Scalar(2)) : score;
    }

    /** In a scope of its own: the maps of all classes are large. */
    private Tensor score(final QueryMaps maps) {
        try (Scope scope = new Scope()) {
            return scope.keep(rule.score(maps, known));
        }
    }

    @Override
    public void close() {
        network.close();
    }
}
