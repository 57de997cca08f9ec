package org.objectomaly.objectness;

import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.List;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.InferenceMode;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.MemoryFormat;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.objectomaly.Natives;
import org.objectomaly.image.MaskSet;
import org.objectomaly.image.Picture;
import org.objectomaly.image.Region;
import org.objectomaly.models.ModelFile;
import org.objectomaly.nn.AnalysisSize;
import org.objectomaly.nn.FastSam;
import org.objectomaly.nn.Node;
import org.objectomaly.nn.Normalisation;
import org.objectomaly.nn.PictureTensor;
import org.objectomaly.nn.Program;
import org.objectomaly.nn.Weights;

/**
 * Masks by FastSAM: one run of {@link FastSam} finds all objects at once, without prompts. For one thread at a time.
 *
 * <pre>
 *   picture - Letterbox - FastSam - CellDecoder - BoxRules - PrototypeMasks - masks
 * </pre>
 */
public final class FastSamMasks implements MaskGenerator {
    /** The checkpoints known by name. */
    public static final List<ModelFile> FILES = List.of(ModelFile.named("fastsam-s"), ModelFile.named("fastsam-x"));

    /** The size the network was made for: 1024 pixels along the longer side. */
    public static final String USUAL_SIZE = "1024x1024";

    /** Masks that are mixed at a time. */
    private static final int BATCH = 64;

    private final FastSam network;
    private final AnalysisSize size;
    private final DetectionSettings settings;
    private final PrototypeMasks painter;
    private Letterbox letterbox;
    private Picture frame;
    private Program program;

    /**
     * A generator with a network.
     *
     * @param network finds the objects
     * @param size whose longer side the network's input gets; the picture keeps its aspect
     * @param settings which detections count
     * @param bounds on the masks
     */
    public FastSamMasks(
            final FastSam network,
            final AnalysisSize size,
            final DetectionSettings settings,
            final RegionSettings bounds) {
        Natives.loadAll();
        this.network = network;
        this.size = size;
        this.settings = settings;
        this.painter = new PrototypeMasks(bounds);
    }

    /**
     * A generator with the weights of a checkpoint, and FastSAM's own thresholds.
     *
     * @param weights that {@link #recognises} knows
     * @param size whose longer side the network's input gets; the picture keeps its aspect
     * @param bounds on the masks
     * @return the generator, to be closed by the caller
     * @throws org.objectomaly.Fault of kind MODEL if they belong to another network
     */
    public static FastSamMasks of(final Weights weights, final AnalysisSize size, final RegionSettings bounds) {
        return new FastSamMasks(FastSam.of(weights), size, DetectionSettings.fastSam(), bounds);
    }

    /**
     * Whether weights are FastSAM's.
     *
     * @param weights of a checkpoint
     * @return true if {@link #of} may take them
     */
    public static boolean recognises(final Weights weights) {
        return FastSam.recognises(weights);
    }

    @Override
    @SuppressWarnings("try") // the scope and the mode only have to be open
    public void generate(final Picture picture, final MaskSet into) {
        try (PointerScope scope = new PointerScope();
                InferenceMode mode = new InferenceMode(true)) {
            final Tensor[] outputs = run(picture);
            final List<Detection> detections = detections(outputs);
            into.reset(letterbox.pictureWidth(), letterbox.pictureHeight(), covered(picture));
            for (int i = 0; i < detections.size(); i += BATCH) {
                paint(outputs[outputs.length - 1], detections.subList(i, Math.min(i + BATCH, detections.size())), into);
            }
        }
    }

    /** Does not mix the prototypes for masks that are too many anyway. */
    private void paint(final Tensor prototypes, final List<Detection> detections, final MaskSet into) {
        if (painter.isFull(into)) {
            return;
        }
        final int width = Math.toIntExact(prototypes.size(3));
        final int height = Math.toIntExact(prototypes.size(2));
        final FloatBuffer logits = mixed(prototypes, detections);
        painter.paint(logits, width, height, letterbox.window(width, height), back(detections), into);
    }

    /**
     * Finds the boxes of the objects, without their masks: prompts for a network that draws better ones.
     *
     * @param picture the frame
     * @return the detections, the surest first; boxes in pixels of the picture
     */
    @SuppressWarnings("try") // the scope and the mode only have to be open
    public List<Detection> boxes(final Picture picture) {
        try (PointerScope scope = new PointerScope();
                InferenceMode mode = new InferenceMode(true)) {
            final List<Detection> detections = back(detections(run(picture)));
            final int x = picture.content().x();
            final int y = picture.content().y();
            return detections.stream()
                    .map(box -> box.in(x + box.left(), y + box.top(), x + box.right(), y + box.bottom()))
                    .toList();
        }
    }

    private Tensor[] run(final Picture picture) {
        drawFor(picture.content());
        letterbox.fit(picture, frame);
        return program.outputs(PictureTensor.of(frame));
    }

    /** In pixels of the network's input. */
    private List<Detection> detections(final Tensor... outputs) {
        final int coefficients = Math.toIntExact(outputs[outputs.length - 1].size(1));
        final CellDecoder decoder = new CellDecoder(network.distances(), coefficients, settings.confidence());
        final List<Detection> candidates = new ArrayList<>();
        for (int level = 0; level < outputs.length - 1; level++) {
            final Tensor cells = outputs[level].to(ScalarType.Float).contiguous(MemoryFormat.ChannelsLast);
            final int width = Math.toIntExact(cells.size(3));
            final int height = Math.toIntExact(cells.size(2));
            decoder.decode(floats(cells), width, height, letterbox.width() / width, candidates);
        }
        return BoxRules.completed(BoxRules.suppressed(candidates, settings), letterbox.width(), letterbox.height());
    }

    private List<Detection> back(final List<Detection> detections) {
        return detections.stream().map(letterbox::back).toList();
    }

    /**
     * Mixes the prototypes.
     *
     * @param prototypes {@code [1,M,h,w]}
     * @param detections N with M coefficients each
     * @return {@code [N,h,w]} logits; they belong to the caller's scope
     */
    public static FloatBuffer mixed(final Tensor prototypes, final List<Detection> detections) {
        final int count = Math.toIntExact(prototypes.size(1));
        final float[] coefficients = new float[detections.size() * count];
        for (int i = 0; i < detections.size(); i++) {
            System.arraycopy(detections.get(i).coefficients(), 0, coefficients, i * count, count);
        }
        final Tensor factors = Tensor.create(coefficients, new long[] {detections.size(), count});
        // Channels last, the prototypes are a matrix of a row a pixel, whatever shape it is called.
        final Tensor maps =
                prototypes.to(ScalarType.Float).permute(0, 2, 3, 1).contiguous().view(new long[] {-1, count});
        return floats(torch.matmul(factors, maps.t()).contiguous());
    }

    private static FloatBuffer floats(final Tensor tensor) {
        return new FloatPointer(tensor.data_ptr()).capacity(tensor.numel()).asBuffer();
    }

    private static Region covered(final Picture picture) {
        final Region content = picture.content();
        final boolean whole = content.width() == picture.width() && content.height() == picture.height();
        return whole ? null : content;
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
        frame = letterbox.frame();
        program = Program.of(sketch -> {
            final Node bytes = sketch.input(3, frame.height(), frame.width());
            final Node input = Normalisation.NONE.draw(sketch, bytes, frame.height(), frame.width());
            return network.draw(sketch, input).all();
        });
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
