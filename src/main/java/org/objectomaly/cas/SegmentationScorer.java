package org.objectomaly.cas;

import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.InferenceMode;
import org.objectomaly.image.Picture;
import org.objectomaly.image.ScoreMap;
import org.objectomaly.nn.AnalysisSize;
import org.objectomaly.nn.Compute;
import org.objectomaly.nn.Network;
import org.objectomaly.nn.Node;
import org.objectomaly.nn.Normalisation;
import org.objectomaly.nn.PictureProgram;
import org.objectomaly.nn.Sketch;

/**
 * CAS by a segmentation network that knows the classes of ordinary traffic: what none of them explains is unexpected.
 *
 * <pre>
 *   content of the picture -- resize, normalise -- network -- rule -- scale -- enlarge -- perhaps smooth -- map A0
 * </pre>
 *
 * <p>All up to the scale is one program, drawn anew when the size of the content changes: one channel of scores is
 * enlarged in place of all the logits, and the scale commutes with that. To be used by one thread at a time.
 */
public final class SegmentationScorer implements CoarseScorer {
    private final int known;
    private final PixelRule rule;
    private final ScoreScale scale;
    private final AnalysisSize size;
    private final ContentScores content;
    private final PictureProgram program;

    /**
     * A scorer; the network is built at the first picture.
     *
     * @param network gives logits {@code [1,C,h,w]} of any size
     * @param input how it wants its pictures
     * @param known number of known classes, the first channels
     * @param rule from logits to raw scores
     * @param scale from raw scores to scores
     * @param smoothed whether the scores are smoothed at the picture's size
     * @param size at which the network looks at the picture's content
     * @param compute where the network runs
     */
    public SegmentationScorer(
            final Network network,
            final Normalisation input,
            final int known,
            final PixelRule rule,
            final ScoreScale scale,
            final boolean smoothed,
            final AnalysisSize size,
            final Compute compute) {
        this.known = known;
        this.rule = rule;
        this.scale = scale;
        this.size = size;
        this.content = new ContentScores(smoothed, compute);
        this.program = new PictureProgram((sketch, picture) -> draw(network, sketch, picture), input, size, compute);
    }

    @Override
    public PixelRule rule() {
        return rule;
    }

    @Override
    public AnalysisSize size() {
        return size;
    }

    @Override
    @SuppressWarnings("try") // the scope and the mode only have to be open
    public void score(final Picture picture, final ScoreMap into) {
        try (PointerScope scope = new PointerScope();
                InferenceMode mode = new InferenceMode(true)) {
            content.put(program.run(picture), picture.content(), into, lowest());
        }
    }

    private Node draw(final Network network, final Sketch sketch, final Node picture) {
        final Node logits = network.draw(sketch, picture);
        return scale.draw(sketch, rule.draw(sketch, logits, known));
    }

    @Override
    public void close() {
        program.close();
    }
}
