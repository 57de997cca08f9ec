package org.objectomaly.train;

import java.util.SplittableRandom;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.IntPointer;
import org.bytedeco.opencv.global.opencv_core;
import org.bytedeco.opencv.global.opencv_imgcodecs;
import org.bytedeco.opencv.global.opencv_imgproc;
import org.bytedeco.opencv.opencv_core.Mat;
import org.bytedeco.opencv.opencv_core.Size;

/** Makes a sample look as other cameras, weather and encoders would have it. Colours are in 0..1. */
final class Look {
    private static final double BLURRED = 0.25;
    private static final double COMPRESSED = 0.3;
    private static final double NOISY = 0.3;
    private static final double GREY = 0.05;
    /** Weights of R, G and B in the luma of Rec. 601. */
    private static final float[] LUMA = {0.299f, 0.587f, 0.114f};

    private Look() {}

    /** Blurs and compresses some of the samples. */
    static void degrade(final SplittableRandom random, final Mat rgb) {
        final double blur = random.nextDouble();
        final double sigma = uniform(random, 0.4, 1.6);
        if (blur < BLURRED) {
            blur(rgb, rgb, sigma);
        }
        final double compression = random.nextDouble();
        final int quality = random.nextInt(20, 90);
        if (compression < COMPRESSED) {
            compress(rgb, quality);
        }
    }

    static void blur(final Mat from, final Mat into, final double sigma) {
        final int side = 2 * (int) Math.ceil(2 * sigma) + 1;
        try (Size window = new Size(side, side)) {
            opencv_imgproc.GaussianBlur(from, into, window, sigma);
        }
    }

    /** The codec takes the channels for blue, green and red, which hardly changes what it does to them. */
    private static void compress(final Mat rgb, final int quality) {
        try (BytePointer encoded = new BytePointer();
                IntPointer settings = new IntPointer(opencv_imgcodecs.IMWRITE_JPEG_QUALITY, quality)) {
            opencv_imgcodecs.imencode(".jpg", rgb, encoded, settings);
            try (Mat bytes = new Mat(1, Math.toIntExact(encoded.limit()), opencv_core.CV_8UC1, encoded);
                    Mat decoded = opencv_imgcodecs.imdecode(bytes, opencv_imgcodecs.IMREAD_COLOR_BGR)) {
                decoded.copyTo(rgb);
            }
        }
    }

    /**
     * Changes colours, adds noise to some of the samples, and takes the channels apart.
     *
     * @param rgb {@code [h,w,3]}
     * @param planes {@code [3,h,w]}, 0..1
     */
    static void colour(final SplittableRandom random, final byte[] rgb, final float[] planes) {
        final double gamma = Math.exp(uniform(random, -0.45, 0.45));
        final float[] bright = new float[256];
        for (int i = 0; i < bright.length; i++) {
            bright[i] = (float) Math.pow(i / 255.0, gamma);
        }
        final double contrast = Math.exp(uniform(random, -0.3, 0.3));
        final double offset = uniform(random, -0.08, 0.08);
        final boolean isGrey = random.nextDouble() < GREY;
        final float saturation = (float) (isGrey ? 0 : uniform(random, 0.4, 1.5));
        final float[] gain = new float[3];
        for (int c = 0; c < 3; c++) {
            gain[c] = (float) (contrast * Math.exp(uniform(random, -0.1, 0.1)));
        }
        // Contrast leaves the middle where it is.
        final float shift = (float) (0.5 - 0.5 * contrast + offset);
        final int pixels = rgb.length / 3;
        for (int i = 0; i < pixels; i++) {
            final float r = bright[rgb[3 * i] & 0xFF];
            final float g = bright[rgb[3 * i + 1] & 0xFF];
            final float b = bright[rgb[3 * i + 2] & 0xFF];
            final float luma = (1 - saturation) * (LUMA[0] * r + LUMA[1] * g + LUMA[2] * b);
            planes[i] = clamp(gain[0] * (saturation * r + luma) + shift);
            planes[pixels + i] = clamp(gain[1] * (saturation * g + luma) + shift);
            planes[2 * pixels + i] = clamp(gain[2] * (saturation * b + luma) + shift);
        }
        final double noise = random.nextDouble();
        final float amount = (float) uniform(random, 0.005, 0.05);
        if (noise < NOISY) {
            addNoise(random, amount, planes);
        }
    }

    private static void addNoise(final SplittableRandom random, final float amount, final float[] planes) {
        for (int i = 0; i < planes.length; i++) {
            planes[i] = clamp(planes[i] + amount * grain(random.nextInt()));
        }
    }

    /** A number of mean 0 and deviation 1: the sum of two uniform ones. */
    private static float grain(final int bits) {
        return ((bits & 0xFFFF) + (bits >>> 16) - 65535) / 26754f;
    }

    private static float clamp(final float value) {
        return value < 0 ? 0 : value > 1 ? 1 : value;
    }

    private static double uniform(final SplittableRandom random, final double from, final double to) {
        return from + random.nextDouble() * (to - from);
    }
}
