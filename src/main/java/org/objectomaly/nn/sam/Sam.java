package org.objectomaly.nn.sam;

import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.objectomaly.image.Picture;
import org.objectomaly.image.PilResize;
import org.objectomaly.image.Region;
import org.objectomaly.nn.MaskPredictor;
import org.objectomaly.nn.PictureTensor;
import org.objectomaly.nn.Weights;
import org.objectomaly.nn.eager.Compute;
import org.objectomaly.nn.eager.DeviceWeights;
import org.objectomaly.nn.eager.FeatureTrace;
import org.objectomaly.nn.eager.Scope;

/**
 * Segment Anything, or MobileSAM: an image encoder, a prompt encoder and a mask decoder.
 *
 * <p>The caller of each method has a scope and an inference mode open, as {@link MaskPredictor} says.
 */
public final class Sam implements MaskPredictor {
    private static final float[] MEAN = {123.675f, 116.28f, 103.53f};
    private static final float[] DEVIATION = {58.395f, 57.12f, 57.375f};

    private final DeviceWeights weights;
    private final Compute compute;
    private final ImageEncoder imageEncoder;
    private final PromptEncoder promptEncoder;
    private final MaskDecoder maskDecoder;

    private Sam(final DeviceWeights weights, final ImageEncoder imageEncoder) {
        this.weights = weights;
        this.compute = weights.compute();
        this.imageEncoder = imageEncoder;
        this.promptEncoder =
                PromptEncoder.of(weights.at("prompt_encoder"), imageEncoder.imageSize(), imageEncoder.grid());
        this.maskDecoder = MaskDecoder.of(weights.at("mask_decoder"));
        weights.requireAllUsed(TinyVit::isNeedless);
    }

    /**
     * Takes the weights of a checkpoint.
     *
     * @param weights of SAM with any encoder, or of MobileSAM
     * @param compute where it shall run, and how precisely
     * @return the network; the caller's to close
     * @throws org.objectomaly.Fault of kind MODEL if they belong to another network
     */
    public static Sam of(final Weights weights, final Compute compute) {
        final DeviceWeights tensors = DeviceWeights.of(weights, compute);
        try {
            final DeviceWeights encoder = tensors.at("image_encoder");
            return new Sam(tensors, TinyVit.recognises(weights) ? TinyVit.of(encoder) : ImageEncoderVit.of(encoder));
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
            final Tensor mean = compute.single(Tensor.create(MEAN, 1, 3, 1, 1));
            final Tensor deviation = compute.single(Tensor.create(DEVIATION, 1, 3, 1, 1));
            final Tensor normalised =
                    compute.single(PictureTensor.of(resized)).sub(mean).div(deviation);
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
        try (Scope scope = new Scope()) {
            final Tensor square = torch.upsample_bilinear2d(logits, new long[] {fit.side(), fit.side()}, false);
            final Tensor inside = square.narrow(2, 0, fit.rows()).narrow(3, 0, fit.columns());
            return scope.keep(torch.upsample_bilinear2d(inside, new long[] {fit.height(), fit.width()}, false));
        }
    }

    @Override
    @SuppressWarnings("try") // the scope only has to be open
    public Look look(final Picture picture, final Region region) {
        try (Scope scope = new Scope()) {
            final Tensor embedding = imageEncoder.apply(input(picture, region), FeatureTrace.NONE);
            embedding.retainReference();
            return new Embedded(embedding, new LongestSide(region.height(), region.width(), imageEncoder.imageSize()));
        }
    }

    @Override
    public void close() {
        weights.close();
    }

    /** A part of a picture, encoded. */
    private final class Embedded implements Look {
        private final Tensor embedding;
        private final LongestSide fit;

        Embedded(final Tensor embedding, final LongestSide fit) {
            this.embedding = embedding;
            this.fit = fit;
        }

        @Override
        public Masks masksAt(final double... points) {
            final double[] inSquare = points.clone();
            for (int i = 0; i < inSquare.length; i += 2) {
                inSquare[i] = fit.x(points[i]);
                inSquare[i + 1] = fit.y(points[i + 1]);
            }
            final Tensor tensor =
                    Tensor.create(inSquare, points.length / 2, 1, 2).to(embedding.device(), ScalarType.Double);
            final Tensor inside = torch.full_like(tensor.select(2, 0), new Scalar(1));
            final MaskDecoder.Answer answer =
                    decode(embedding, Prompts.ofPoints(tensor, inside), true, FeatureTrace.NONE);
            return new Masks(answer.logits(), answer.iou());
        }

        @Override
        public Tensor enlarge(final Tensor logits) {
            return Sam.enlarge(logits.unsqueeze(0), fit).squeeze(0);
        }

        @Override
        public void close() {
            embedding.releaseReference();
        }
    }
}
