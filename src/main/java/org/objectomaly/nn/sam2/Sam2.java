package org.objectomaly.nn.sam2;

import java.util.List;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.objectomaly.image.Picture;
import org.objectomaly.image.Region;
import org.objectomaly.nn.Compute;
import org.objectomaly.nn.MaskPredictor;
import org.objectomaly.nn.MaskQuality;
import org.objectomaly.nn.Precision;
import org.objectomaly.nn.Resampling;
import org.objectomaly.nn.Weights;
import org.objectomaly.nn.eager.DeviceWeights;
import org.objectomaly.nn.eager.FeatureTrace;
import org.objectomaly.nn.eager.Scope;
import org.objectomaly.nn.sam.FastMaskDecoder;
import org.objectomaly.nn.sam.FastUpscaling;
import org.objectomaly.nn.sam.PromptEncoder;
import org.objectomaly.nn.sam.Prompts;

/**
 * Segment Anything 2 or 2.1 with any of the published encoders (Hiera t, s, b+, l), for single pictures.
 *
 * <p>The caller of each method has a scope and an inference mode open, as {@link MaskPredictor} says.
 */
public final class Sam2 implements MaskPredictor {
    /** Side of the square of pixels that all published encoders see. */
    private static final int IMAGE_SIZE = 1024;

    /** Pixels of the square for each one of the embedding. */
    private static final int STRIDE = 16;

    /** Pixels of the square for each one of a mask. */
    private static final int MASK_STRIDE = 4;

    /** What the prompt encoder calls the corners of a box. */
    private static final float[] CORNERS = {2, 3};

    private static final Prompts NO_MASK = new Prompts(null, null, null, null);

    /** The part that remembers earlier frames of a video; 2.1 has more of it than 2. */
    private static final List<String> MEMORY = List.of(
            "memory_attention.",
            "memory_encoder.",
            "maskmem_tpos_enc",
            "no_mem_pos_enc",
            "mask_downsample.",
            "no_obj_ptr",
            "no_obj_embed_spatial",
            "obj_ptr_proj.",
            "obj_ptr_tpos_proj.");

    private final DeviceWeights weights;
    private final int imageSize;
    private final Sam2ImageEncoder imageEncoder;
    private final PromptEncoder promptEncoder;
    private final Sam2MaskDecoder maskDecoder;
    private final FastMaskDecoder fastDecoder;
    private final Tensor position;

    @SuppressWarnings("try") // the scope only has to be open
    private Sam2(
            final DeviceWeights weights, final HieraVariant variant, final int imageSize, final MaskQuality quality) {
        this.weights = weights;
        this.imageSize = imageSize;
        this.imageEncoder = Sam2ImageEncoder.of(weights, variant, imageSize);
        // Prompts are few numbers and decide a lot: they are never in half precision.
        final DeviceWeights single = weights.in(weights.compute().with(Precision.SINGLE));
        this.promptEncoder = PromptEncoder.of(single.at("sam_prompt_encoder"), imageSize, imageSize / STRIDE);
        this.maskDecoder = Sam2MaskDecoder.of(single.at("sam_mask_decoder"));
        this.fastDecoder = quality == MaskQuality.FAST ? maskDecoder.rearranged(weights) : null;
        try (PointerScope scope = new PointerScope()) {
            this.position = weights.keep(promptEncoder.densePosition());
        }
        weights.requireAllUsed(key -> MEMORY.stream().anyMatch(key::startsWith));
    }

    /**
     * Takes the weights of a checkpoint.
     *
     * @param weights of SAM 2 or SAM 2.1
     * @param compute where it shall run, and how precisely
     * @param quality whether {@link #look} answers as the original does, or sooner
     * @return the network; the caller's to close
     * @throws org.objectomaly.Fault of kind MODEL if they belong to another network
     */
    public static Sam2 of(final Weights weights, final Compute compute, final MaskQuality quality) {
        final DeviceWeights tensors = DeviceWeights.of(weights, compute);
        return of(tensors, HieraVariant.of(tensors.at("image_encoder.trunk")), IMAGE_SIZE, quality);
    }

    /** The same with any encoder. */
    static Sam2 of(
            final DeviceWeights tensors, final HieraVariant variant, final int imageSize, final MaskQuality quality) {
        try {
            return new Sam2(tensors, variant, imageSize, quality);
        } catch (final RuntimeException e) {
            tensors.close();
            throw e;
        }
    }

    /**
     * Whether these are weights of SAM 2 or SAM 2.1.
     *
     * @param weights of any checkpoint
     * @return true if {@link #of} is the one to take them
     */
    public static boolean recognises(final Weights weights) {
        return weights.has("sam_mask_decoder.iou_token.weight")
                && weights.has("image_encoder.trunk.patch_embed.proj.weight");
    }

    /**
     * The image encoder.
     *
     * @return Hiera with its pyramid
     */
    public Sam2ImageEncoder imageEncoder() {
        return imageEncoder;
    }

    /**
     * The prompt encoder.
     *
     * @return for the encoder's sizes
     */
    public PromptEncoder promptEncoder() {
        return promptEncoder;
    }

    /**
     * How a picture of some size lies in the encoder's square.
     *
     * @param height rows of the picture
     * @param width columns of the picture
     * @return from the picture to the square and back
     */
    public Sam2Input fit(final int height, final int width) {
        return new Sam2Input(height, width, imageSize);
    }

    /**
     * What the image encoder sees of a part of a picture.
     *
     * @param picture the frame
     * @param region the part
     * @return {@code [1,3,1024,1024]}, normalised
     */
    public Tensor input(final Picture picture, final Region region) {
        return fit(region.height(), region.width()).of(picture, region, true, weights.compute());
    }

    /**
     * Decodes prompts.
     *
     * @param features of the picture
     * @param prompts B of them, in pixels of the encoder's square; boxes are best given as two points with labels 2 and
     *     3 before all others, as the original does
     * @param multimask whether each gets three masks of different extent, or one
     * @param trace sees what the decoder's modules make
     * @return logits at four times the grid, predicted IoU, and whether there is an object
     */
    public Sam2MaskDecoder.Answer decode(
            final Sam2Features features, final Prompts prompts, final boolean multimask, final FeatureTrace trace) {
        final Tensor sparse = promptEncoder.sparse(prompts);
        return maskDecoder.apply(features, position, sparse, promptEncoder.dense(prompts), multimask, trace);
    }

    @Override
    @SuppressWarnings("try") // the scope only has to be open
    public Look look(final Picture picture, final Region region) {
        try (Scope scope = new Scope()) {
            final Sam2Features features = imageEncoder.apply(input(picture, region), FeatureTrace.NONE);
            features.retain();
            return new Encoded(features, fit(region.height(), region.width()));
        }
    }

    @Override
    public void close() {
        weights.close();
    }

    /** A part of a picture, encoded. */
    private final class Encoded implements Look {
        private final Sam2Features features;
        private final FastMaskDecoder.View view;
        private final Sam2Input fit;

        Encoded(final Sam2Features features, final Sam2Input fit) {
            this.features = features;
            this.fit = fit;
            this.view = fastDecoder == null
                    ? null
                    : fastDecoder.view(
                            features.embedding(),
                            position,
                            promptEncoder.dense(NO_MASK),
                            FastUpscaling.Part.whole(position),
                            features.twice(),
                            features.fourTimes());
        }

        @Override
        public Masks masksAt(final double leastIou, final double... points) {
            final Tensor places = inSquare(points).view(-1, 1, 2);
            final Prompts prompts = Prompts.ofPoints(places, torch.full_like(places.select(2, 0), new Scalar(1)));
            if (view != null) {
                return fastDecoder.apply(view, promptEncoder.sparse(prompts), true, leastIou);
            }
            final Sam2MaskDecoder.Answer answer = decode(features, prompts, true, FeatureTrace.NONE);
            return Masks.of(answer.logits(), answer.iou(), leastIou);
        }

        /** Which mask answers a box depends on how stable the first is, so each is drawn. */
        @Override
        public Masks masksIn(final double... corners) {
            final Tensor places = inSquare(corners).view(-1, 2, 2);
            final Tensor kinds = weights.compute().single(Tensor.create(CORNERS, 1, 2));
            final Prompts prompts = Prompts.ofPoints(places, kinds.expand(places.size(0), 2));
            final Sam2MaskDecoder.Answer answer = decode(features, prompts, false, FeatureTrace.NONE);
            return Masks.of(answer.logits(), answer.iou(), Double.NEGATIVE_INFINITY);
        }

        /** Coordinates of the region as those of the square, where the network runs. */
        private Tensor inSquare(final double... xy) {
            final float[] places = new float[xy.length];
            for (int i = 0; i < xy.length; i += 2) {
                places[i] = fit.x(xy[i]);
                places[i + 1] = fit.y(xy[i + 1]);
            }
            return weights.compute().single(Tensor.create(places, (long) places.length));
        }

        @Override
        public Tensor enlarge(final Tensor logits) {
            return fit.enlarge(logits.unsqueeze(0)).squeeze(0);
        }

        @Override
        public Resampling columns() {
            return Resampling.bilinear(imageSize / MASK_STRIDE, fit.width());
        }

        @Override
        public Resampling rows() {
            return Resampling.bilinear(imageSize / MASK_STRIDE, fit.height());
        }

        @Override
        public void close() {
            features.release();
            if (view != null) {
                view.close();
            }
        }
    }
}
