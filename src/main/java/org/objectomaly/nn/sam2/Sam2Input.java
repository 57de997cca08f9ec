package org.objectomaly.nn.sam2;

import org.bytedeco.pytorch.BoolOptional;
import org.bytedeco.pytorch.InterpolateFuncOptions;
import org.bytedeco.pytorch.InterpolateMode;
import org.bytedeco.pytorch.LongVector;
import org.bytedeco.pytorch.LongVectorOptional;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.kBilinear;
import org.objectomaly.image.Picture;
import org.objectomaly.image.Region;
import org.objectomaly.nn.Compute;
import org.objectomaly.nn.PictureTensor;
import org.objectomaly.nn.eager.Scope;

/**
 * How SAM 2 brings a picture into its square: each side fills it, whatever the proportions; as {@code SAM2Transforms}.
 *
 * @param height rows of the picture
 * @param width columns of the picture
 * @param side of the square
 */
public record Sam2Input(int height, int width, int side) {
    private static final double WHITE = 255;
    private static final float[] MEAN = {0.485f, 0.456f, 0.406f};
    private static final float[] DEVIATION = {0.229f, 0.224f, 0.225f};

    /**
     * From the picture to the square, in single precision as the original.
     *
     * @param x in pixels of the picture
     * @return in pixels of the square
     */
    public float x(final double x) {
        return (float) x / width * side;
    }

    /**
     * From the picture to the square, in single precision as the original.
     *
     * @param y in pixels of the picture
     * @return in pixels of the square
     */
    public float y(final double y) {
        return (float) y / height * side;
    }

    /**
     * What the image encoder sees of a part of a picture.
     *
     * @param picture the frame
     * @param region the part, as large as this record says
     * @param antialias whether all pixels count where the picture is shrunk, as the original does with today's
     *     torchvision; false as with versions before 0.17
     * @param compute where
     * @return {@code [1,3,side,side]}, normalised
     */
    public Tensor of(final Picture picture, final Region region, final boolean antialias, final Compute compute) {
        try (Scope scope = new Scope()) {
            final Tensor pixels = compute.single(PictureTensor.of(picture, region))
                    .div(new Scalar(WHITE))
                    .contiguous();
            final Tensor mean = compute.single(Tensor.create(MEAN, 1, 3, 1, 1));
            final Tensor deviation = compute.single(Tensor.create(DEVIATION, 1, 3, 1, 1));
            return scope.keep(resized(pixels, antialias).sub(mean).div(deviation));
        }
    }

    private Tensor resized(final Tensor pixels, final boolean antialias) {
        final InterpolateFuncOptions options = new InterpolateFuncOptions();
        options.size().put(new LongVectorOptional(new LongVector(side, side)));
        options.mode().put(new InterpolateMode(new kBilinear()));
        options.align_corners().put(new BoolOptional(false));
        options.antialias().put(antialias);
        return torch.interpolate(pixels, options);
    }

    /**
     * Brings the decoder's logits to the size of the picture.
     *
     * @param logits {@code [B,masks,h,w]}
     * @return {@code [B,masks,height,width]}
     */
    public Tensor enlarge(final Tensor logits) {
        return torch.upsample_bilinear2d(logits, new long[] {height, width}, false);
    }
}
