package org.objectomaly.nn.mask2former;

import java.util.function.Predicate;
import org.bytedeco.pytorch.Tensor;
import org.objectomaly.nn.MaskQuality;
import org.objectomaly.nn.Weights;
import org.objectomaly.nn.eager.Compute;
import org.objectomaly.nn.eager.DeviceWeights;
import org.objectomaly.nn.eager.FeatureTrace;
import org.objectomaly.nn.eager.Scope;

/**
 * Mask2Former with any of its encoders and decoders, and Mask2Anomaly.
 *
 * <p>The caller of {@link #apply} has a scope and an inference mode open.
 */
public final class Mask2Former implements AutoCloseable {
    /** Both sides of what it sees are divisible by this. */
    public static final int MULTIPLE = 32;

    private static final String HEAD = "sem_seg_head.";

    /** What only training needs, what is a table that follows from the sizes, and a layer that the authors do not use. */
    private static final Predicate<String> NEEDLESS = key -> key.startsWith("criterion.")
            || key.endsWith(".num_batches_tracked")
            || key.endsWith(".relative_position_index")
            || key.contains(".fusion_layer.");

    private final DeviceWeights weights;
    private final PictureEncoder encoder;
    private final PixelDecoder pixelDecoder;
    private final QueryDecoder queryDecoder;
    private final MaskQuality quality;
    private final Sampling sampling;

    private Mask2Former(final DeviceWeights weights, final MaskQuality quality) {
        this.weights = weights;
        this.quality = quality;
        final DeviceWeights backbone = weights.at("backbone");
        this.encoder = weights.has("backbone.stem.conv1.weight") ? ResNet.of(backbone) : Swin.of(backbone);
        this.pixelDecoder = PixelDecoder.of(weights.at(HEAD + "pixel_decoder"), encoder.channels());
        this.queryDecoder = QueryDecoder.of(weights.at(HEAD + "predictor"));
        this.sampling = quality == MaskQuality.FAST && compute().onCpu() ? new BagSampling() : new GridSampling();
        weights.requireAllUsed(NEEDLESS);
    }

    /**
     * Takes the weights of a checkpoint.
     *
     * @param weights that {@link #recognises} knows
     * @param compute where it shall run, and how precisely
     * @param quality step by step as the original, or the same sooner
     * @return the network; the caller's to close
     * @throws org.objectomaly.Fault of kind MODEL if they belong to another network
     */
    public static Mask2Former of(final Weights weights, final Compute compute, final MaskQuality quality) {
        final DeviceWeights tensors = DeviceWeights.of(weights, compute);
        try {
            return new Mask2Former(tensors, quality);
        } catch (final RuntimeException e) {
            tensors.close();
            throw e;
        }
    }

    /**
     * Whether these are weights of Mask2Former or of a network that stands on it.
     *
     * @param weights of any checkpoint
     * @return true if {@link #of} is the one to take them
     */
    public static boolean recognises(final Weights weights) {
        return weights.has(HEAD + "predictor.query_feat.weight")
                && weights.has(HEAD + "pixel_decoder.mask_features.weight");
    }

    /**
     * Where it runs, and how precisely.
     *
     * @return the choice made when it was made
     */
    public Compute compute() {
        return weights.compute();
    }

    /**
     * Sees pictures.
     *
     * @param pictures {@code [B,3,H,W]}, normalised; H and W divisible by {@link #MULTIPLE}
     * @param trace sees what the modules make, by the reference's names
     * @return classes and masks
     */
    public QueryAnswer apply(final Tensor pictures, final FeatureTrace trace) {
        try (Scope scope = new Scope()) {
            final PixelDecoder.Features features = pixelDecoder.apply(
                    encoder.apply(pictures, trace.at("backbone.")), sampling, trace.at("pixel_decoder."));
            final QueryAnswer answer =
                    queryDecoder.apply(features, quality == MaskQuality.EXACT, trace.at("predictor."));
            scope.keep(trace.named("pred_logits", answer.logits()));
            scope.keep(trace.named("pred_masks", answer.masks()));
            return answer;
        }
    }

    @Override
    public void close() {
        weights.close();
    }
}
