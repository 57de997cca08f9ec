package org.objectomaly.objectness;

import java.util.Arrays;
import java.util.List;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.InferenceMode;
import org.objectomaly.image.MaskSet;
import org.objectomaly.image.Picture;
import org.objectomaly.image.Region;
import org.objectomaly.nn.MaskPredictor;
import org.objectomaly.nn.eager.Values;

/**
 * One mask in each box that a detector finds: some dozens of questions in place of a grid of a thousand points. The idea
 * of MobileSAMv2 (Zhang et al. 2023); FastSAM's network finds the boxes. For one thread at a time.
 */
public final class BoxedMasks implements MaskGenerator {
    /** Boxes that are asked about at a time. */
    private static final int BATCH = 32;

    private final MaskPredictor network;
    private final BoxFinder finder;
    private final RegionSettings bounds;

    /**
     * A generator of two networks.
     *
     * @param network draws the masks; closed with this generator
     * @param finder of the boxes; closed with this generator
     * @param bounds on the masks
     */
    public BoxedMasks(final MaskPredictor network, final BoxFinder finder, final RegionSettings bounds) {
        this.network = network;
        this.finder = finder;
        this.bounds = bounds;
    }

    @Override
    @SuppressWarnings("try") // the scope and the mode only have to be open
    public void generate(final Picture picture, final MaskSet into) {
        final Region content = picture.content();
        bounds.begin(picture, into);
        final List<Detection> boxes = finder.boxes(picture);
        if (boxes.isEmpty()) {
            return;
        }
        try (PointerScope scope = new PointerScope();
                InferenceMode mode = new InferenceMode(true);
                MaskPredictor.Look look = network.look(picture, content)) {
            Batches.ask(boxes.size(), BATCH, (from, to) -> draw(look, boxes.subList(from, to), content, into));
        }
    }

    @SuppressWarnings("try") // the scope only has to be open
    private void draw(
            final MaskPredictor.Look look, final List<Detection> boxes, final Region content, final MaskSet into) {
        try (PointerScope scope = new PointerScope()) {
            final double[] corners = boxes.stream()
                    .flatMapToDouble(box -> Arrays.stream(new double[] {
                        box.left() - content.x(),
                        box.top() - content.y(),
                        box.right() - content.x(),
                        box.bottom() - content.y()
                    }))
                    .toArray();
            final MaskPredictor.Masks answers = look.masksIn(corners);
            final CoarseMask.Grid grid = CoarseMask.Grid.of(answers, look, 0);
            final float[] all = Values.floats(answers.logits());
            final int pixels = grid.width() * grid.height();
            for (int i = 0; i < boxes.size(); i++) {
                final CoarseMask small = CoarseMask.of(Arrays.copyOfRange(all, i * pixels, (i + 1) * pixels), grid);
                if (small != null) {
                    final Region whole = Region.whole(content.width(), content.height());
                    bounds.add(small.enlarged(grid, whole).mask(), into);
                }
            }
        }
    }

    @Override
    public void close() {
        network.close();
        finder.close();
    }
}
