package org.objectomaly.objectness;

import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.objectomaly.models.ModelFile;
import org.objectomaly.nn.Compute;
import org.objectomaly.nn.MaskPredictor;
import org.objectomaly.nn.MaskQuality;
import org.objectomaly.nn.Weights;
import org.objectomaly.nn.sam.Sam;
import org.objectomaly.nn.sam2.Sam2;

/** The networks that answer prompts: SAM, MobileSAM, SAM 2 and SAM 2.1. */
public final class SegmentAnything {
    /** The checkpoints known by name. */
    public static final List<ModelFile> FILES = Stream.of(
                    "sam-vit-b",
                    "sam-vit-l",
                    "sam-vit-h",
                    "mobile-sam",
                    "sam2-hiera-t",
                    "sam2-hiera-s",
                    "sam2-hiera-b+",
                    "sam2-hiera-l",
                    "sam2.1-hiera-t",
                    "sam2.1-hiera-s",
                    "sam2.1-hiera-b+",
                    "sam2.1-hiera-l")
            .map(ModelFile::named)
            .toList();

    /** The square that all of them see, as users write it. */
    public static final String SIZE = "1024x1024";

    private SegmentAnything() {}

    /**
     * Whether weights are of one of these networks.
     *
     * @param weights of a checkpoint
     * @return true if {@link #everything} and {@link #boxed} may take them
     */
    public static boolean recognises(final Weights weights) {
        return Sam.recognises(weights) || Sam2.recognises(weights);
    }

    /**
     * Whether a user means one of these networks, as far as can be told without reading a file.
     *
     * @param nameOrFile a model's name, or the path of a checkpoint
     * @return true for the names of {@link #FILES} and for files of the published names
     */
    public static boolean isMeantBy(final String nameOrFile) {
        return ModelFile.isMeantBy(nameOrFile, FILES);
    }

    /**
     * Masks of everything, by a grid of points.
     *
     * @param weights that {@link #recognises} knows
     * @param quality how the network comes to its masks
     * @param changes to the original's defaults for that network
     * @param choice which points are asked
     * @param bounds on the masks
     * @param device where the network runs, and how precisely where it need not be exact
     * @return the generator, to be closed by the caller
     * @throws org.objectomaly.Fault of kind MODEL if they belong to another network, of kind USAGE if a change is out of
     *     range
     */
    public static AutomaticMasks everything(
            final Weights weights,
            final MaskQuality quality,
            final UnaryOperator<AutomaticSettings> changes,
            final PointChoice choice,
            final RegionSettings bounds,
            final Compute device) {
        final AutomaticSettings settings =
                changes.apply(Sam2.recognises(weights) ? AutomaticSettings.ofSam2() : AutomaticSettings.ofSam());
        return new AutomaticMasks(network(weights, quality, device), settings, quality, choice, bounds, device.gpu());
    }

    /**
     * One mask in each box that a detector finds.
     *
     * @param weights that {@link #recognises} knows
     * @param quality how the network comes to its masks
     * @param finder of the boxes; closed with the generator
     * @param bounds on the masks
     * @param device where the network runs, and how precisely where it need not be exact
     * @return the generator, to be closed by the caller
     * @throws org.objectomaly.Fault of kind MODEL if they belong to another network
     */
    public static BoxedMasks boxed(
            final Weights weights,
            final MaskQuality quality,
            final BoxFinder finder,
            final RegionSettings bounds,
            final Compute device) {
        return new BoxedMasks(network(weights, quality, device), finder, bounds, device.gpu());
    }

    private static MaskPredictor network(final Weights weights, final MaskQuality quality, final Compute device) {
        final Compute compute = device.in(quality);
        return Sam2.recognises(weights) ? Sam2.of(weights, compute, quality) : Sam.of(weights, compute, quality);
    }
}
