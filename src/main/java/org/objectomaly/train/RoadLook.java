package org.objectomaly.train;

import java.util.Random;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.IntPointer;
import org.bytedeco.opencv.global.opencv_core;
import org.bytedeco.opencv.global.opencv_imgcodecs;
import org.bytedeco.opencv.global.opencv_imgproc;
import org.bytedeco.opencv.opencv_core.Mat;
import org.bytedeco.opencv.opencv_core.Scalar;
import org.bytedeco.opencv.opencv_core.Size;
import org.objectomaly.nn.Normalisation;

/** How a picture looks, changed at random as cameras, light and compression do: what it shows stays the same. */
final class RoadLook {
    private RoadLook() {}

    /**
     * Changes a picture and normalises it.
     *
     * @param picture RGB, 8 bits; changed
     * @param random decides what is changed
     * @param into {@code [height, width, 3]}: the picture as networks take it
     */
    static void change(final Mat picture, final Random random, final float[] into) {
        blur(picture, random);
        if (random.nextInt(6) == 0) {
            compress(picture, random);
        }
        final float[][] curves = curves(mean(picture), random);
        final float saturation = random.nextInt(12) == 0 ? 0 : 0.5f + random.nextFloat();
        final float noise = random.nextInt(2) == 0 ? 0 : 8 * random.nextFloat() * random.nextFloat();
        final byte[] bytes = Mats.bytes(picture);
        final float[] factor = new float[3];
        final float[] summand = new float[3];
        for (int c = 0; c < 3; c++) {
            factor[c] = (float) (1 / (255 * Normalisation.IMAGENET.deviation()[c]));
            summand[c] = (float)
                    (-Normalisation.IMAGENET.mean()[c] / Normalisation.IMAGENET.deviation()[c]);
        }
        int state = random.nextInt() | 1;
        for (int at = 0; at < bytes.length; at += 3) {
            final float r = curves[0][bytes[at] & 0xff];
            final float g = curves[1][bytes[at + 1] & 0xff];
            final float b = curves[2][bytes[at + 2] & 0xff];
            final float grey = 0.3f * r + 0.59f * g + 0.11f * b;
            // Three sums of bytes of a simple generator: near enough to the noise of a sensor.
            state = state * 1664525 + 1013904223;
            final float dark = noise * ((state >>> 24) + (state >>> 16 & 0xff) - 255) / 104f;
            into[at] = norm(grey + saturation * (r - grey) + dark, factor[0], summand[0]);
            into[at + 1] = norm(grey + saturation * (g - grey) + dark, factor[1], summand[1]);
            into[at + 2] = norm(grey + saturation * (b - grey) + dark, factor[2], summand[2]);
        }
    }

    private static float norm(final float value, final float factor, final float summand) {
        return Math.max(0, Math.min(255, value)) * factor + summand;
    }

    /** Brightness, contrast, gamma, tint and haze as one curve a channel. */
    private static float[][] curves(final double mean, final Random random) {
        final double contrast = 0.6 + 0.8 * random.nextDouble();
        // Half of the pictures are exposed anew: day and dusk are to look alike to the network.
        final double exposure =
                random.nextBoolean() ? 1 : Math.min(3, (60 + 100 * random.nextDouble()) / Math.max(20, mean));
        final double bright = 50 * (random.nextDouble() - 0.5);
        final double gamma = Math.exp(0.8 * (random.nextDouble() - 0.5));
        final double haze = random.nextInt(8) == 0 ? 0.5 * random.nextDouble() : 0;
        final float[][] curves = new float[3][256];
        for (int c = 0; c < 3; c++) {
            final double tint = 1 + 0.24 * (random.nextDouble() - 0.5);
            for (int value = 0; value < 256; value++) {
                final double bent = 255 * Math.pow(Math.min(1, exposure * value / 255.0), gamma);
                final double lit = 128 + contrast * (bent * tint - 128) + bright;
                curves[c][value] = (float) Math.max(0, Math.min(255, lit + haze * (200 - lit)));
            }
        }
        return curves;
    }

    private static double mean(final Mat picture) {
        try (Scalar mean = opencv_core.mean(picture)) {
            return (mean.get(0) + mean.get(1) + mean.get(2)) / 3;
        }
    }

    private static void blur(final Mat picture, final Random random) {
        final int kind = random.nextInt(6);
        if (kind == 0) {
            try (Size kernel = new Size(5, 5)) {
                opencv_imgproc.GaussianBlur(picture, picture, kernel, 0.4 + random.nextDouble());
            }
        } else if (kind == 1) {
            final boolean across = random.nextBoolean();
            final int length = 2 + random.nextInt(4);
            try (Size kernel = across ? new Size(length, 1) : new Size(1, length)) {
                opencv_imgproc.blur(picture, picture, kernel);
            }
        } else if (kind == 2) {
            // A camera of fewer pixels.
            final double part = 0.45 + 0.5 * random.nextDouble();
            try (Mat small = new Mat();
                    Size size = new Size(
                            (int) Math.max(8, picture.cols() * part), (int) Math.max(8, picture.rows() * part));
                    Size full = new Size(picture.cols(), picture.rows())) {
                opencv_imgproc.resize(picture, small, size, 0, 0, opencv_imgproc.INTER_AREA);
                opencv_imgproc.resize(small, picture, full, 0, 0, opencv_imgproc.INTER_LINEAR);
            }
        }
    }

    private static void compress(final Mat picture, final Random random) {
        try (BytePointer encoded = new BytePointer();
                IntPointer options = new IntPointer(opencv_imgcodecs.IMWRITE_JPEG_QUALITY, 25 + random.nextInt(60))) {
            opencv_imgcodecs.imencode(".jpg", picture, encoded, options);
            try (Mat bytes = new Mat(1, (int) encoded.limit(), opencv_core.CV_8UC1, encoded);
                    Mat decoded = opencv_imgcodecs.imdecode(bytes, opencv_imgcodecs.IMREAD_COLOR)) {
                // Read as blue, green, red what was written as red, green, blue: the order comes back as it was.
                decoded.copyTo(picture);
            }
        }
    }
}
