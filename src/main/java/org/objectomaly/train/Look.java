package org.objectomaly.train;

import java.util.random.RandomGenerator;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.IntPointer;
import org.bytedeco.opencv.global.opencv_core;
import org.bytedeco.opencv.global.opencv_imgcodecs;
import org.bytedeco.opencv.global.opencv_imgproc;
import org.bytedeco.opencv.opencv_core.Mat;
import org.bytedeco.opencv.opencv_core.Scalar;
import org.bytedeco.opencv.opencv_core.Size;
import org.objectomaly.nn.Normalisation;

/** Makes a sample look as other cameras, light, weather and encoders would have it; what it shows stays the same. */
final class Look {
    private static final double BLURRED = 0.2;
    private static final double MOVED = 0.12;
    private static final double COARSE = 0.15;
    private static final double COMPRESSED = 0.2;
    private static final double NOISY = 0.4;
    private static final double EXPOSED = 0.4;
    private static final double HAZY = 0.1;
    private static final double GREY = 0.06;
    /** Weights of R, G and B in the luma of Rec. 601. */
    private static final float[] LUMA = {0.299f, 0.587f, 0.114f};

    private Look() {}

    /**
     * Changes a picture and normalises it.
     *
     * @param random decides what is changed
     * @param rgb R, G, B of 8 bits; changed
     * @param into {@code [h,w,3]}: the picture as our networks take it
     */
    static void change(final RandomGenerator random, final Mat rgb, final float[] into) {
        degrade(random, rgb);
        final byte[] bytes = Mats.bytes(rgb);
        final float[][] curves = curves(random, mean(rgb));
        final float saturation = (float) (random.nextDouble() < GREY ? 0 : uniform(random, 0.4, 1.5));
        final float noise = (float) (random.nextDouble() < NOISY ? uniform(random, 0.005, 0.04) : 0);
        for (int at = 0; at < bytes.length; at += 3) {
            final float r = curves[0][bytes[at] & 0xFF];
            final float g = curves[1][bytes[at + 1] & 0xFF];
            final float b = curves[2][bytes[at + 2] & 0xFF];
            final float luma = LUMA[0] * r + LUMA[1] * g + LUMA[2] * b;
            into[at] = luma + saturation * (r - luma);
            into[at + 1] = luma + saturation * (g - luma);
            into[at + 2] = luma + saturation * (b - luma);
        }
        finish(random, noise, into);
    }

    static void blur(final Mat from, final Mat into, final double sigma) {
        final int side = 2 * (int) Math.ceil(2 * sigma) + 1;
        try (Size window = new Size(side, side)) {
            opencv_imgproc.GaussianBlur(from, into, window, sigma);
        }
    }

    private static void degrade(final RandomGenerator random, final Mat rgb) {
        final double kind = random.nextDouble();
        if (kind < BLURRED) {
            blur(rgb, rgb, uniform(random, 0.4, 1.6));
        } else if (kind < BLURRED + MOVED) {
            final int length = random.nextInt(2, 6);
            try (Size window = random.nextBoolean() ? new Size(length, 1) : new Size(1, length)) {
                opencv_imgproc.blur(rgb, rgb, window);
            }
        } else if (kind < BLURRED + MOVED + COARSE) {
            coarsen(rgb, uniform(random, 0.45, 0.95));
        }
        if (random.nextDouble() < COMPRESSED) {
            compress(rgb, random.nextInt(20, 90));
        }
    }

    /** As a camera with fewer pixels has it. */
    private static void coarsen(final Mat rgb, final double part) {
        try (Mat small = new Mat();
                Size fewer = new Size((int) Math.ceil(rgb.cols() * part), (int) Math.ceil(rgb.rows() * part));
                Size all = new Size(rgb.cols(), rgb.rows())) {
            opencv_imgproc.resize(rgb, small, fewer, 0, 0, opencv_imgproc.INTER_AREA);
            opencv_imgproc.resize(small, rgb, all, 0, 0, opencv_imgproc.INTER_LINEAR);
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

    private static double mean(final Mat rgb) {
        try (Scalar mean = opencv_core.mean(rgb)) {
            return (mean.get(0) + mean.get(1) + mean.get(2)) / (3 * 255);
        }
    }

    /** Exposure, gamma, contrast, brightness, tint and haze as one curve a channel, from bytes to 0..1. */
    private static float[][] curves(final RandomGenerator random, final double mean) {
        // Some pictures are exposed anew, so that dusk and noon are alike to the network.
        final double exposure =
                random.nextDouble() < EXPOSED ? Math.min(3, uniform(random, 0.25, 0.6) / Math.max(0.08, mean)) : 1;
        final double gamma = Math.exp(uniform(random, -0.4, 0.4));
        final double contrast = Math.exp(uniform(random, -0.4, 0.3));
        final double offset = uniform(random, -0.1, 0.1);
        final double haze = random.nextDouble() < HAZY ? uniform(random, 0, 0.5) : 0;
        final float[][] curves = new float[3][256];
        for (final float[] curve : curves) {
            final double tint = Math.exp(uniform(random, -0.11, 0.11));
            for (int value = 0; value < curve.length; value++) {
                final double bent = tint * Math.pow(Math.min(1, exposure * value / 255.0), gamma);
                // Contrast leaves the middle where it is; haze draws all to one light grey.
                final double lit = 0.5 + contrast * (bent - 0.5) + offset;
                curve[value] = clamp((float) (lit + haze * (0.8 - lit)));
            }
        }
        return curves;
    }

    private static void finish(final RandomGenerator random, final float noise, final float[] rgb) {
        final float[] factor = new float[3];
        final float[] summand = new float[3];
        for (int c = 0; c < 3; c++) {
            factor[c] = (float) (1 / Normalisation.IMAGENET.deviation()[c]);
            summand[c] = (float)
                    (-Normalisation.IMAGENET.mean()[c] / Normalisation.IMAGENET.deviation()[c]);
        }
        for (int at = 0; at < rgb.length; at += 3) {
            final float grain = noise == 0 ? 0 : noise * grain(random.nextInt());
            for (int c = 0; c < 3; c++) {
                rgb[at + c] = clamp(rgb[at + c] + grain) * factor[c] + summand[c];
            }
        }
    }

    /** A number of mean 0 and deviation 1: the sum of two uniform ones. */
    private static float grain(final int bits) {
        return ((bits & 0xFFFF) + (bits >>> 16) - 65535) / 26754f;
    }

    private static float clamp(final float value) {
        return value < 0 ? 0 : value > 1 ? 1 : value;
    }

    private static double uniform(final RandomGenerator random, final double from, final double to) {
        return from + random.nextDouble() * (to - from);
    }
}
