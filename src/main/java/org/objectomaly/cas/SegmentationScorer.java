package org.objectomaly.cas;

import java.util.List;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.InferenceMode;
import org.objectomaly.image.Picture;
import org.objectomaly.image.Region;
import org.objectomaly.image.ScoreMap;
import org.objectomaly.nn.AnalysisSize;
import org.objectomaly.nn.Compute;
import org.objectomaly.nn.Network;
import org.objectomaly.nn.Node;
import org.objectomaly.nn.Normalisation;
import org.objectomaly.nn.PictureTensor;
import org.objectomaly.nn.Program;
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
    private final Network network;
    private final Normalisation input;
    private final int known;
    private final PixelRule rule;
    private final ScoreScale scale;
    private final AnalysisSize size;
    private final Compute compute;
    private final ContentScores content;
    private Program program;
    private int width;
    private int height;

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
        this.network = network;
        this.input = input;
        this.known = known;
        this.rule = rule;
        this.scale = scale;
        this.size = size;
        this.compute = compute;
        this.content = new ContentScores(smoothed);
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
        final Region region = picture.content();
        if (program == null || region.width() != width || region.height() != height) {
            build(region.width(), region.height());
        }
        try (PointerScope scope = new PointerScope();
                InferenceMode mode = new InferenceMode(true)) {
            content.put(program.run(PictureTensor.of(picture)), region, into, lowest());
        }
    }

    private void build(final int contentWidth, final int contentHeight) {
        close();
        program = Program.of(compute, sketch -> List.of(draw(sketch, contentWidth, contentHeight)));
        width = contentWidth;
        height = contentHeight;
    }

    private Node draw(final Sketch sketch, final int contentWidth, final int contentHeight) {
        final int[] sides = size.of(contentWidth, contentHeight);
        final Node bytes = sketch.input(3, contentHeight, contentWidth);
        final Node logits = network.draw(sketch, input.draw(sketch, bytes, sides[1], sides[0]));
        return sketch.affine(rule.draw(sketch, logits, known), scale.factor(), scale.summand());
    }

    @Override
    public void close() {
        if (program != null) {
            program.close();
            program = null;
        }
    }
}
