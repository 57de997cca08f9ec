package org.objectomaly.objectness;

import java.util.List;
import org.objectomaly.image.MaskSet;
import org.objectomaly.image.Picture;
import org.objectomaly.models.ModelFile;
import org.objectomaly.nn.AnalysisSize;
import org.objectomaly.nn.Compute;
import org.objectomaly.nn.FastSam;
import org.objectomaly.nn.Weights;

/**
 * Masks by FastSAM, in the size of the picture's content. For one thread at a time.
 *
 * <pre>
 *   picture - Letterbox - FastSam - CellDecoder - BoxRules - MaskLogits - PrototypeMasks - masks
 * </pre>
 *
 * <p>On a GPU logits stay there, and {@link DevicePrototypes} paints.
 */
public final class FastSamMasks implements MaskGenerator {
    /** The checkpoints known by name. */
    public static final List<ModelFile> FILES = List.of(ModelFile.named("fastsam-s"), ModelFile.named("fastsam-x"));

    /** The size the network was made for, as users write it: its longer side counts. */
    public static final String USUAL_SIZE = "1024x1024";

    /** Masks that are mixed at a time: some of those found may be too many. */
    private static final int BATCH = 64;

    private final FastSamDetector detector;
    private final RegionSettings bounds;
    private final PrototypeMasks painter;
    private final DevicePrototypes there;

    /**
     * A generator over a detector.
     *
     * @param detector finds the objects; closed with this generator
     * @param bounds on the masks
     */
    public FastSamMasks(final FastSamDetector detector, final RegionSettings bounds) {
        this.detector = detector;
        this.bounds = bounds;
        this.painter = new PrototypeMasks(bounds);
        this.there = detector.gpu() == null ? null : new DevicePrototypes(painter, detector.gpu());
    }

    /**
     * A generator with the weights of a checkpoint, and FastSAM's own thresholds.
     *
     * @param weights that {@link #recognises} knows
     * @param size whose longer side the network's input gets; the picture keeps its aspect
     * @param bounds on the masks
     * @param compute where the network runs
     * @return the generator, to be closed by the caller
     * @throws org.objectomaly.Fault of kind MODEL if they belong to another network
     */
    public static FastSamMasks of(
            final Weights weights, final AnalysisSize size, final RegionSettings bounds, final Compute compute) {
        final FastSam network = FastSam.of(weights);
        return new FastSamMasks(new FastSamDetector(network, size, DetectionSettings.fastSam(), compute), bounds);
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

    /**
     * Whether a user means FastSAM, as far as can be told without reading a file.
     *
     * @param nameOrFile a model's name, or the path of a checkpoint
     * @return true for the names of {@link #FILES} and for files of the published names
     */
    public static boolean isMeantBy(final String nameOrFile) {
        return ModelFile.isMeantBy(nameOrFile, FILES);
    }

    @Override
    public void generate(final Picture picture, final MaskSet into) {
        bounds.begin(picture, into);
        detector.detect(picture, found -> paint(found, into));
    }

    private void paint(final FastSamDetector.Found found, final MaskSet into) {
        final List<Detection> all = found.detections();
        for (int i = 0; i < all.size() && !painter.isFull(into); i += BATCH) {
            final List<Detection> some = all.subList(i, Math.min(i + BATCH, all.size()));
            if (there == null) {
                painter.paint(MaskLogits.of(found.prototypes(), some), found.window(), found.back(some), into);
            } else {
                there.paint(MaskLogits.mixed(found.prototypes(), some), found.window(), found.back(some), into);
            }
        }
    }

    @Override
    public void close() {
        detector.close();
    }
}
