package org.objectomaly.train;

import java.util.random.RandomGenerator;
import org.bytedeco.opencv.global.opencv_core;
import org.bytedeco.opencv.global.opencv_imgproc;
import org.bytedeco.opencv.opencv_core.Mat;
import org.bytedeco.opencv.opencv_core.Size;

/**
 * Puts a cut-out into a scene: scaled, mirrored, lit like the place it comes to, with soft edges and at times a shadow on
 * the ground below it.
 */
final class Paste {
    private static final float LARGEST_SCALE = 2.5f;

    private Paste() {}

    /**
     * Pastes.
     *
     * @param cutout what
     * @param side square root of the area it shall cover, in pixels of the scene
     * @param bottomX the column of the middle of its foot
     * @param bottomY the row of its foot
     * @param random decides all else
     * @param rgb the scene, {@code [height, width, 3]}
     * @param cover {@code [height, width]}: where the thing covers the scene, 0..1; written where it does
     * @param width columns of the scene
     * @param height rows of the scene
     */
    static void into(
            final Cutout cutout,
            final float side,
            final int bottomX,
            final int bottomY,
            final RandomGenerator random,
            final byte[] rgb,
            final float[] cover,
            final int width,
            final int height) {
        final float scale = Math.min(LARGEST_SCALE, side / (float) Math.sqrt(cutout.area()));
        final int w = Math.max(3, Math.round(cutout.width() * scale * (0.85f + 0.3f * random.nextFloat())));
        final int h = Math.max(3, Math.round(cutout.height() * scale * (0.85f + 0.3f * random.nextFloat())));
        final byte[] thing = resized(cutout.rgb(), opencv_core.CV_8UC3, cutout, w, h, 0);
        final byte[] soft = resized(cutout.cover(), opencv_core.CV_8UC1, cutout, w, h, 0.4 + 0.8 * random.nextDouble());
        final boolean mirrored = random.nextBoolean();
        final int left = bottomX - w / 2;
        final int top = bottomY - h;
        final float[] light = light(thing, soft, w, h, rgb, left, top, width, height, random);
        if (random.nextInt(2) == 0) {
            shade(rgb, width, height, bottomX, bottomY, 0.55f * w, random);
        }
        for (int y = Math.max(0, -top); y < h && top + y < height; y++) {
            for (int x = Math.max(0, -left); x < w && left + x < width; x++) {
                final int from = y * w + (mirrored ? w - 1 - x : x);
                final float alpha = (soft[from] & 0xff) / 255f;
                if (alpha > 0) {
                    final int to = (top + y) * width + left + x;
                    for (int c = 0; c < 3; c++) {
                        final float lit =
                                Math.max(0, Math.min(255, light[0] * (thing[3 * from + c] & 0xff) + light[1]));
                        rgb[3 * to + c] = (byte) Math.round(alpha * lit + (1 - alpha) * (rgb[3 * to + c] & 0xff));
                    }
                    cover[to] = Math.max(cover[to], alpha);
                }
            }
        }
    }

    private static byte[] resized(
            final byte[] values, final int type, final Cutout cutout, final int w, final int h, final double blur) {
        try (Mat from = Mats.of(values, cutout.width(), cutout.height(), type);
                Mat to = new Mat();
                Size size = new Size(w, h);
                Size kernel = new Size(5, 5)) {
            final int filter = w < cutout.width() ? opencv_imgproc.INTER_AREA : opencv_imgproc.INTER_LINEAR;
            opencv_imgproc.resize(from, to, size, 0, 0, filter);
            if (blur > 0) {
                opencv_imgproc.GaussianBlur(to, to, kernel, blur);
            }
            return Mats.bytes(to);
        }
    }

    /** Factor and summand that bring the thing's light part of the way to that of its new place. */
    private static float[] light(
            final byte[] thing,
            final byte[] soft,
            final int w,
            final int h,
            final byte[] rgb,
            final int left,
            final int top,
            final int width,
            final int height,
            final RandomGenerator random) {
        double own = 0;
        int ownCount = 0;
        double place = 0;
        int placeCount = 0;
        for (int y = 0; y < h; y += 2) {
            for (int x = 0; x < w; x += 2) {
                if (soft[y * w + x] < 0) {
                    own += thing[3 * (y * w + x) + 1] & 0xff;
                    ownCount++;
                }
                if (top + y >= 0 && top + y < height && left + x >= 0 && left + x < width) {
                    place += rgb[3 * ((top + y) * width + left + x) + 1] & 0xff;
                    placeCount++;
                }
            }
        }
        final float mean = ownCount == 0 ? 128 : (float) (own / ownCount);
        final float there = placeCount == 0 ? 128 : (float) (place / placeCount);
        final float contrast = 0.6f + 0.6f * random.nextFloat();
        final float wanted = mean + (there - mean) * 0.8f * random.nextFloat();
        return new float[] {contrast, wanted - contrast * mean};
    }

    /** A soft dark ellipse on the ground. */
    private static void shade(
            final byte[] rgb,
            final int width,
            final int height,
            final int centreX,
            final int centreY,
            final float radius,
            final RandomGenerator random) {
        final float depth = 0.2f + 0.4f * random.nextFloat();
        final float flat = 3 + 3 * random.nextFloat();
        final int reach = Math.round(1.5f * radius);
        for (int y = Math.max(0, centreY - reach / 2); y < Math.min(height, centreY + reach / 2); y++) {
            for (int x = Math.max(0, centreX - reach); x < Math.min(width, centreX + reach); x++) {
                final float dx = (x - centreX) / radius;
                final float dy = flat * (y - centreY) / radius;
                final float light = 1 - depth * Math.max(0, 1 - (dx * dx + dy * dy) / 2);
                for (int c = 0; c < 3; c++) {
                    final int at = 3 * (y * width + x) + c;
                    rgb[at] = (byte) Math.round(light * (rgb[at] & 0xff));
                }
            }
        }
    }
}
