package org.objectomaly.nn.sam;

import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.objectomaly.image.Picture;
import org.objectomaly.image.PilResize;
import org.objectomaly.image.Region;
import org.objectomaly.nn.Compute;
import org.objectomaly.nn.MaskPredictor;
import org.objectomaly.nn.MaskQuality;
import org.objectomaly.nn.PictureTensor;
import org.objectomaly.nn.Precision;
import org.objectomaly.nn.Resampling;
import org.objectomaly.nn.Weights;
import org.objectomaly.nn.eager.DeviceWeights;
import org.objectomaly.nn.eager.FeatureTrace;
import org.objectomaly.nn.eager.ImageNet;
import org.objectomaly.nn.eager.Scope;

/**
 * Segment Anything, or MobileSAM: an image encoder, a prompt encoder and a mask decoder.
 *
 * <p>The caller of each method has a scope and an inference mode open, as {@link MaskPredictor} says.
 */
public final class Sam implements MaskPredictor {

    /** Pixels of a mask across a pixel of the embedding. */
    private static final int MASK_PIXELS = 4;

    private static final Prompts NO_MASK = new Prompts(null, null, null, null);

    private final DeviceWeights weights;
    private final Compute compute;
    private final ImageEncoder imageEncoder;
    private final PromptEncoder promptEncoder;
    private final MaskDecoder maskDecoder;
    private final FastMaskDecoder fastDecoder;

    private Sam(final DeviceWeights weights, final ImageEncoder imageEncoder, final MaskQuality quality) {
        this.weights = weights;
        this.compute = weights.compute();
        this.imageEncoder = imageEncoder;
        // Prompts are few numbers and decide a lot: they are never in half precision.
        final DeviceWeights single = weights.in(compute.with(Precision.SINGLE));
        this.promptEncoder =
                PromptEncoder.of(single.at("prompt_encoder"), imageEncoder.imageSize(), imageEncoder.grid());
        this.maskDecoder = MaskDecoder.of(single.at("mask_decoder"));
        this.fastDecoder = quality == MaskQuality.FAST ? maskDecoder.rearranged(weights) : null;
        weights.requireAllUsed(TinyVit::isNeedless);
    }

    /**
     * Takes the weights of a checkpoint.
     *
     * @param weights of SAM with any encoder, or of MobileSAM
     * @param compute where it shall run, and how precisely
     * @param quality whether {@link #look} answers as the original does, or sooner
     * @return the network; the caller's to close
     * @throws org.objectomaly.Fault of kind MODEL if they belong to another network
     */
    public static Sam of(final Weights weights, final Compute compute, final MaskQuality quality) {
        final DeviceWeights tensors = DeviceWeights.of(weights, compute);
        try {
            final DeviceWeights encoder = tensors.at("image_encoder");
            return new Sam(
                    tensors, TinyVit.recognises(weights) ? TinyVit.of(encoder) : ImageEncoderVit.of(encoder), quality);
        } catch (final RuntimeException e) {
            tensors.close();
            throw e;
        }
    }

    /**
     * Whether these are weights of SAM or MobileSAM.
     *
     * @param weights of any checkpoint
     * @return true if {@link #of} is the one to take them
     */
    public static boolean recognises(final Weights weights) {
        return weights.has("mask_decoder.iou_token.weight")
                && (weights.has("image_encoder.pos_embed") || TinyVit.recognises(weights));
    }

    /**
     * The image encoder.
     *
     * @return of either kind
     */
    public ImageEncoder imageEncoder() {
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
     * The mask decoder.
     *
     * @return with one token for a single mask and three for masks of different extent
     */
    public MaskDecoder maskDecoder() {
        return maskDecoder;
    }

    /**
     * What the image encoder sees of a part of a picture.
     *
     * @param picture the frame
     * @param region the part
     * @return {@code [1,3,imageSize,imageSize]}, normalised; zeros where there is no picture
     */
    public Tensor input(final Picture picture, final Region region) {
        final int side = imageEncoder.imageSize();
        final LongestSide fit = new LongestSide(region.height(), region.width(), side);
        try (Scope scope = new Scope();
                Picture resized = PilResize.of(picture, region, fit.rows(), fit.columns())) {
            final Tensor normalised = ImageNet.normalised(PictureTensor.of(resized), compute);
            return scope.keep(torch.constant_pad_nd(normalised, 0, side - fit.columns(), 0, side - fit.rows()));
        }
    }

    /**
     * Decodes prompts.
     *
     * @param embedding of the picture, {@code [1,C,grid,grid]}
     * @param prompts B of them
     * @param multimask whether each gets three masks of different extent, or one
     * @param trace sees what the decoder's modules make
     * @return logits at four times the grid, and predicted IoU
     */
    public MaskDecoder.Answer decode(
            final Tensor embedding, final Prompts prompts, final boolean multimask, final FeatureTrace trace) {
        final Tensor position = promptEncoder.densePosition();
        final Tensor sparse = promptEncoder.sparse(prompts);
        return maskDecoder.apply(embedding, position, sparse, promptEncoder.dense(prompts), multimask, trace);
    }

    /**
     * Brings the decoder's logits to the size of the picture.
     *
     * @param logits {@code [B,masks,h,w]}
     * @param fit how the picture lay in the encoder's square
     * @return {@code [B,masks,fit.height,fit.width]}
     */
    public static Tensor enlarge(final Tensor logits, final LongestSide fit) {
        final long[] inside = {fit.rows(), fit.columns()};
        return enlarge(logits, fit.side(), inside, fit.height(), fit.width());
    }

    /**
     * The same with all sizes given.
     *
     * @param logits {@code [B,masks,h,w]}
     * @param side of the encoder's square
     * @param inside rows and columns of the picture in that square
     * @param size rows and columns of the picture itself
     * @return {@code [B,masks,rows,columns]}
     */
    public static Tensor enlarge(final Tensor logits, final long side, final long[] inside, final long... size) {
        try (Scope scope = new Scope()) {
            final Tensor square = torch.upsample_bilinear2d(logits, new long[] {side, side}, false);
            final Tensor picture = square.narrow(2, 0, inside[0]).narrow(3, 0, inside[1]);
            return scope.keep(torch.upsample_bilinear2d(picture, size, false));
        }
    }

    @Override
    @SuppressWarnings("try") // the scope only has to be open
    public Look look(final Picture picture, final Region region) {
        try (Scope scope = new Scope()) {
            return new Embedded(
                    imageEncoder.apply(input(picture, region), FeatureTrace.NONE),
                    new LongestSide(region.height(), region.width(), imageEncoder.imageSize()));
        }
    }

    @Override
    public void close() {
        weights.close();
    }

    /** A part of a picture, encoded. */
    private final class Embedded implements Look {
        private final Tensor embedding;
        private final FastMaskDecoder.View view;
        private final LongestSide fit;

        Embedded(final Tensor embedding, final LongestSide fit) {
            this.embedding = embedding;
            this.fit = fit;
            this.view = fastDecoder == null
                    ? null
                    : fastDecoder.view(embedding, promptEncoder.densePosition(), promptEncoder.dense(NO_MASK), seen());
            embedding.retainReference();
        }

        /** The part of the grid that the picture has anything of. */
        private FastUpscaling.Part seen() {
            return new FastUpscaling.Part(cells(rows()), cells(columns()));
        }

        private static int cells(final Resampling axis) {
            return (axis.used() + MASK_PIXELS - 1) / MASK_PIXELS;
        }

        @Override
        public Masks masksAt(final double leastIou, final double... points) {
            final Tensor places = inSquare(points).view(-1, 1, 2);
            final Tensor inside = torch.full_like(places.select(2, 0), new Scalar(1));
            return answer(Prompts.ofPoints(places, inside), true, leastIou);
        }

        @Override
        public Masks masksIn(final double... corners) {
            final Tensor boxes = inSquare(corners).view(-1, 4);
            return answer(new Prompts(null, null, boxes, null), false, Double.NEGATIVE_INFINITY);
        }

        private Masks answer(final Prompts prompts, final boolean multimask, final double leastIou) {
            if (fastDecoder != null) {
                return fastDecoder.apply(view, promptEncoder.sparse(prompts), multimask, leastIou);
            }
            final MaskDecoder.Answer answer = decode(embedding, prompts, multimask, FeatureTrace.NONE);
            return Masks.of(answer.logits(), answer.iou(), leastIou);
        }

        /** Coordinates of the region as those of the square, where the network runs. */
        private Tensor inSquare(final double... xy) {
            final double[] places = new double[xy.length];
            for (int i = 0; i < xy.length; i += 2) {
                places[i] = fit.x(xy[i]);
                places[i + 1] = fit.y(xy[i + 1]);
            }
            return Tensor.create(places, (long) places.length).to(embedding.device(), ScalarType.Double);
        }

        @Override
        public Tensor enlarge(final Tensor logits) {
            final long side = (long) MASK_PIXELS * imageEncoder.grid();
            final long below = side - logits.size(1);
            final long right = side - logits.size(2);
            // The fast way draws no more than the picture.
            final Tensor square = below + right == 0 ? logits : torch.constant_pad_nd(logits, 0, right, 0, below);
            return Sam.enlarge(square.unsqueeze(0), fit).squeeze(0);
        }

        @Override
        public Resampling columns() {
            return axis(fit.columns(), fit.width());
        }

        @Override
        public Resampling rows() {
            return axis(fit.rows(), fit.height());
        }

        private Resampling axis(final int inside, final int pixels) {
            return Resampling.bilinear(MASK_PIXELS * imageEncoder.grid(), fit.side())
                    .cut(inside)
                    .then(Resampling.bilinear(inside, pixels));
        }

        @Override
        public void close() {
            embedding.releaseReference();
            if (view != null) {
                view.close();
            }
        }
    }
}
