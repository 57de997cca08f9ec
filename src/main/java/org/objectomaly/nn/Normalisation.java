package org.objectomaly.nn;

/**
 * How a network wants its picture: R, G, B in 0..1, minus a mean, divided by a deviation.
 *
 * @param mean of R, G, B
 * @param deviation of R, G, B
 */
public record Normalisation(double[] mean, double[] deviation) {
    /** 0..1 as it is. */
    public static final Normalisation NONE = new Normalisation(new double[3], new double[] {1, 1, 1});

    /** The statistics of ImageNet. */
    public static final Normalisation IMAGENET =
            new Normalisation(new double[] {0.485, 0.456, 0.406}, new double[] {0.229, 0.224, 0.225});

    /**
     * What a byte is multiplied by.
     *
     * @param channel 0 to 2 for R, G, B
     * @return the factor
     */
    float scale(final int channel) {
        return (float) (1 / (255 * deviation[channel]));
    }

    /**
     * What is added to it then.
     *
     * @param channel 0 to 2 for R, G, B
     * @return the summand
     */
    float shift(final int channel) {
        return (float) (-mean[channel] / deviation[channel]);
    }

    /**
     * Draws the way from a picture to a network's input: resized as 8 bits with the antialiased bilinear filter of PIL,
     * which the networks were trained with, then normalised.
     *
     * @param sketch to be drawn into
     * @param picture {@code [1,3,h,w]} of bytes, of any size
     * @param height rows that the network shall see
     * @param width columns that the network shall see
     * @return {@code [1,3,height,width]} of floats
     */
    public Node draw(final Sketch sketch, final Node picture, final int height, final int width) {
        final boolean fits = picture.height() == height && picture.width() == width;
        final Node resized = fits ? picture : sketch.resizeBytes(picture, height, width);
        sketch.named("resized_u8", resized);
        final float[] scale = new float[3];
        final float[] shift = new float[3];
        for (int c = 0; c < 3; c++) {
            scale[c] = scale(c);
            shift[c] = shift(c);
        }
        return sketch.named(
                "input_normalised",
                sketch.norm(sketch.converted(sketch.moved(resized)), new Norm(scale, shift), Activation.NONE));
    }
}
