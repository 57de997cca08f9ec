package org.objectomaly.train;

import java.util.List;
import org.bytedeco.javacpp.IntPointer;
import org.bytedeco.opencv.global.opencv_imgproc;
import org.bytedeco.opencv.opencv_core.Mat;
import org.objectomaly.dataset.RoadClasses;

/**
 * A thing cut out of a picture, to be pasted into another.
 *
 * @param width columns
 * @param height rows
 * @param rgb {@code [height, width, 3]}
 * @param cover {@code [height, width]}: 255 where the thing is
 * @param area pixels covered
 * @param label what it is among {@link RoadClasses}
 */
record Cutout(int width, int height, byte[] rgb, byte[] cover, int area, int label) {
    /** Cuts each connected part of a mask out of its picture, if it is neither too small nor too large. */
    static void cut(
            final byte[] rgb,
            final byte[] mask,
            final int width,
            final int height,
            final int smallest,
            final int largest,
            final int label,
            final List<Cutout> into) {
        try (Mat from = Mats.of(mask, width, height);
                Mat numbers = new Mat();
                Mat stats = new Mat();
                Mat centres = new Mat()) {
            final int parts = opencv_imgproc.connectedComponentsWithStats(from, numbers, stats, centres);
            for (int part = 1; part < parts; part++) {
                final int x = number(stats, part, opencv_imgproc.CC_STAT_LEFT);
                final int y = number(stats, part, opencv_imgproc.CC_STAT_TOP);
                final int w = number(stats, part, opencv_imgproc.CC_STAT_WIDTH);
                final int h = number(stats, part, opencv_imgproc.CC_STAT_HEIGHT);
                final int area = number(stats, part, opencv_imgproc.CC_STAT_AREA);
                if (area < smallest || area > largest) {
                    continue;
                }
                final byte[] inside = new byte[w * h];
                final byte[] colours = new byte[3 * w * h];
                for (int row = 0; row < h; row++) {
                    System.arraycopy(rgb, 3 * ((y + row) * width + x), colours, 3 * row * w, 3 * w);
                    for (int column = 0; column < w; column++) {
                        inside[row * w + column] = (byte) (number(numbers, y + row, x + column) == part ? 255 : 0);
                    }
                }
                into.add(new Cutout(w, h, colours, inside, area, label));
            }
        }
    }

    private static int number(final Mat numbers, final int row, final int column) {
        return new IntPointer(numbers.ptr(row, column)).get();
    }
}
