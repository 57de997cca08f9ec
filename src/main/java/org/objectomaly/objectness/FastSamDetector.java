package org.objectomaly.objectness;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.InferenceMode;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.MemoryFormat;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.objectomaly.Natives;
import org.objectomaly.cuda.CudaDevice;
import org.objectomaly.image.Picture;
import org.objectomaly.image.Region;
import org.objectomaly.nn.AnalysisSize;
import org.objectomaly.nn.Compute;
import org.objectomaly.nn.FastSam;
import org.objectomaly.nn.Node;
import org.objectomaly.nn.Normalisation;
import org.objectomaly.nn.PictureTensor;
import org.objectomaly.nn.Program;

/**
 * Finds all objects of a picture in one run of {@link FastSam}: their boxes, and what their masks are mixed of. For one
 * thread at a time.
 */
public final class FastSamDetector implements BoxFinder {
    private final FastSam network;
    private final AnalysisSize size;
    private final DetectionSettings settings;
    private final Compute compute;
    private Letterbox letterbox;
    private Picture frame;
    private Program program;

    /**
     * A detector with a network.
     *
     * @param network finds the objects
     * @param size whose longer side the network's input gets; the picture keeps its aspect
     * @param settings which detections count
     * @param compute where the network runs
     */
    public FastSamDetector(
            final FastSam network, final AnalysisSize size, final DetectionSettings settings, final Compute compute) {
        Natives.loadAll();
        this.compute = compute;
        this.network = network;
        this.size = size;
        this.settings = settings;
    }

    /** Where this program's kernels may work on what was found; null for the processor. */
    CudaDevice gpu() {
        return compute.gpu();
    }

    /**
     * What was found in a picture.
     *
     * @param detections the surest first, in pixels of the network's input
     * @param prototypes {@code [1,M,h,w]}, where the network runs
     * @param letterbox how the picture's content lies in the input
     */
    record Found(List<Detection> detections, Tensor prototypes, Letterbox letterbox) {
        /** Detections in pixels of the picture's content. */
        List<Detection> back(final List<Detection> some) {
            return some.stream().map(letterbox::back).toList();
        }

        /** The part of the prototypes that lies over the picture's content. */
        Region window() {
            return letterbox.window(Math.toIntExact(prototypes.size(3)), Math.toIntExact(prototypes.size(2)));
        }
    }

    @Override
    public List<Detection> boxes(final Picture picture) {
        final int x = picture.content().x();
        final int y = picture.content().y();
        final List<Detection> boxes = new ArrayList<>();
        detect(picture, found -> found.back(found.detections())
                .forEach(box -> boxes.add(box.in(x + box.left(), y + box.top(), x + box.right(), y + box.bottom()))));
        return boxes;
    }

    /**
     * Looks at a picture.
     *
     * @param picture the frame
     * @param use takes what was found, which is gone when it returns
     */
    @SuppressWarnings("try") // the scope and the mode only have to be open
    void detect(final Picture picture, final Consumer<Found> use) {
        // Before the scope is open, which would take the new frame's memory with it.
        drawFor(picture.content());
        try (PointerScope scope = new PointerScope();
                InferenceMode mode = new InferenceMode(true)) {
            letterbox.fit(picture, frame);
            final Tensor[] outputs = program.outputs(PictureTensor.of(frame));
            final Tensor prototypes = outputs[outputs.length - 1];
            final CellDecoder decoder =
                    new CellDecoder(network.distances(), Math.toIntExact(prototypes.size(1)), settings.confidence());
            final List<Detection> candidates = new ArrayList<>();
            for (int level = 0; level < outputs.length - 1; level++) {
                decode(outputs[level], decoder, candidates);
            }
            final List<Detection> kept = BoxRules.suppressed(candidates, settings);
            use.accept(
                    new Found(BoxRules.completed(kept, letterbox.width(), letterbox.height()), prototypes, letterbox));
        }
    }

    private void decode(final Tensor level, final CellDecoder decoder, final List<Detection> into) {
        final Tensor cells = level.to(ScalarType.Float).cpu().contiguous(MemoryFormat.ChannelsLast);
        final int width = Math.toIntExact(cells.size(3));
        final int height = Math.toIntExact(cells.size(2));
        decoder.decode(MaskLogits.floats(cells), width, height, letterbox.width() / width, into);
    }

    /** A program is drawn for one size; that of the content changes when black bars come or go. */
    private void drawFor(final Region content) {
        if (program != null
                && letterbox.pictureWidth() == content.width()
                && letterbox.pictureHeight() == content.height()) {
            return;
        }
        close();
        final int[] sides = size.of(content.width(), content.height());
        letterbox = Letterbox.of(content.width(), content.height(), Math.max(sides[0], sides[1]));
        program = Program.of(compute, sketch -> {
            final Node bytes = sketch.input(3, letterbox.height(), letterbox.width());
            final Node input = Normalisation.NONE.draw(sketch, bytes, letterbox.height(), letterbox.width());
            return network.draw(sketch, input).all();
        });
        frame = letterbox.frame();
    }

    @Override
    public void close() {
        if (program != null) {
            program.close();
            program = null;
            frame.close();
        }
    }
}
