package org.objectomaly.objectness;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.InferenceMode;
import org.bytedeco.pytorch.Tensor;
import org.objectomaly.cuda.CudaDevice;
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
    private final DeviceMasks there;

    /**
     * A generator of two networks.
     *
     * @param network draws the masks; closed with this generator
     * @param finder of the boxes; closed with this generator
     * @param bounds on the masks
     * @param gpu where the network runs; null for the processor
     */
    public BoxedMasks(
            final MaskPredictor network, final BoxFinder finder, final RegionSettings bounds, final CudaDevice gpu) {
        this.network = network;
        this.finder = finder;
        this.bounds = bounds;
        this.there = gpu == null ? null : new DeviceMasks(gpu);
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
            final List<RunMask> masks = there == null
                    ? enlarged(answers, grid, content)
                    : drawnThere(answers.logits().contiguous(), grid);
            masks.forEach(mask -> bounds.add(mask, into));
        }
    }

    private static List<RunMask> enlarged(
            final MaskPredictor.Masks answers, final CoarseMask.Grid grid, final Region content) {
        final List<RunMask> masks = new ArrayList<>();
        final float[] all = Values.floats(answers.logits());
        final int pixels = grid.width() * grid.height();
        for (int from = 0; from < all.length; from += pixels) {
            final CoarseMask small = CoarseMask.of(Arrays.copyOfRange(all, from, from + pixels), grid);
            if (small != null) {
                final Region whole = Region.whole(content.width(), content.height());
                masks.add(small.enlarged(grid, whole).mask());
            }
        }
        return masks;
    }

    private List<RunMask> drawnThere(final Tensor logits, final CoarseMask.Grid grid) {
        there.lay(DeviceMasks.Way.of(grid.across()), DeviceMasks.Way.of(grid.down()));
        final List<DeviceMasks.Part> parts = there.count(logits, grid).stream()
                .filter(Objects::nonNull)
                .map(DeviceMasks.Counted::part)
                .toList();
        return there.draw(logits, parts, 0, 0);
    }

    @Override
    public void close() {
        network.close();
        finder.close();
    }
}
