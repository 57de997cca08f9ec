package org.objectomaly.nn.mask2former;

import java.util.function.Predicate;
import java.util.stream.Stream;
import org.bytedeco.pytorch.Tensor;
import org.objectomaly.nn.Compute;
import org.objectomaly.nn.MaskQuality;
import org.objectomaly.nn.Weights;
import org.objectomaly.nn.eager.DeviceWeights;
import org.objectomaly.nn.eager.FeatureTrace;
import org.objectomaly.nn.eager.Scope;

/**
 * Mask2Former with any of its encoders and decoders, and Mask2Anomaly.
 *
 * <p>The caller of {@link #apply} has a scope and an inference mode open.
 */
public final class Mask2Former implements AutoCloseable {
    private static final String HEAD = "sem_seg_head.";
    private static final String PREDICTOR = HEAD + "predictor.";

    /** What only training needs. */
    private static final Predicate<String> NEEDLESS = key -> key.startsWith("criterion.");

    /** The same of encoders. */
    private static final Predicate<String> NEEDLESS_IN_RESNET = key -> key.endsWith(".num_batches_tracked");

    private static final Predicate<String> NEEDLESS_IN_SWIN = key -> key.endsWith(".relative_position_index");

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
        final boolean isResNet = weights.has("backbone.stem.conv1.weight");
        this.encoder = isResNet ? ResNet.of(backbone) : Swin.of(backbone);
        this.pixelDecoder = PixelDecoder.of(weights.at(HEAD + "pixel_decoder"), encoder.channels());
        this.queryDecoder = QueryDecoder.of(
                weights.at(HEAD + "predictor"), encoder.channels().size());
        this.sampling = quality == MaskQuality.FAST && compute().onCpu() ? new BagSampling() : new GridSampling();
        weights.requireAllUsed(
                NEEDLESS.or(isResNet ? NEEDLESS_IN_RESNET : NEEDLESS_IN_SWIN).or(CrossAttention.NEEDLESS));
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
        return queries(weights) > 0 && weights.has(HEAD + "pixel_decoder.mask_features.weight");
    }

    /**
     * How many queries it has.
     *
     * @param weights of any checkpoint
     * @return their number; 0 if it is no such network
     */
    public static int queries(final Weights weights) {
        return Stream.of(QueryDecoder.LEARNED, QueryDecoder.OLDER)
                .map(name -> PREDICTOR + name)
                .filter(weights::has)
                .findFirst()
                .map(key -> weights.size(key, 0))
                .orElse(0);
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
     * @param pictures {@code [B,3,H,W]}, normalised; H and W divisible by {@link PaddedPicture#MULTIPLE}
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
