package org.objectomaly.objectness;

import java.util.Arrays;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.IntPointer;
import org.bytedeco.opencv.global.opencv_core;
import org.bytedeco.opencv.global.opencv_imgproc;
import org.bytedeco.opencv.opencv_core.Mat;

/** Removes small holes and small islands from a mask; pixels that touch at a corner belong together. */
final class SmallRegions {
    private SmallRegions() {}

    /**
     * Fills holes.
     *
     * @param mask 1 inside and 0 outside, row-major; changed in place
     * @param width columns
     * @param area holes of fewer pixels are filled
     * @return whether there was one
     */
    static boolean fillHoles(final byte[] mask, final int width, final int area) {
        final byte[] outside = new byte[mask.length];
        for (int i = 0; i < mask.length; i++) {
            outside[i] = (byte) (1 - mask[i]);
        }
        final Labels labels = Labels.of(outside, width);
        final boolean[] small = labels.smallerThan(area);
        return labels.write(small, (byte) 1, mask);
    }

    /**
     * Removes islands; the largest stays if all are small.
     *
     * @param mask 1 inside and 0 outside, row-major; changed in place
     * @param width columns
     * @param area islands of fewer pixels are removed
     * @return whether there was one
     */
    static boolean removeIslands(final byte[] mask, final int width, final int area) {
        final Labels labels = Labels.of(mask, width);
        final boolean[] small = labels.smallerThan(area);
        final boolean any = count(small) > 0;
        if (any && count(small) == small.length - 1) {
            small[labels.largest()] = false;
        }
        labels.write(small, (byte) 0, mask);
        return any;
    }

    private static int count(final boolean[] chosen) {
        int count = 0;
        for (final boolean one : chosen) {
            count += one ? 1 : 0;
        }
        return count;
    }

    /** Connected regions: the number of each pixel's, and the pixels of each; number 0 is what lies between them. */
    private record Labels(int[] ofPixels, int[] areas) {
        static Labels of(final byte[] pixels, final int width) {
            final int height = pixels.length / width;
            try (BytePointer data = new BytePointer(pixels);
                    Mat image = new Mat(height, width, opencv_core.CV_8UC1, data, width);
                    Mat labels = new Mat();
                    Mat stats = new Mat();
                    Mat centroids = new Mat()) {
                final int count = opencv_imgproc.connectedComponentsWithStats(
                        image, labels, stats, centroids, 8, opencv_core.CV_32S);
                final int[] ofPixels = new int[pixels.length];
                final int[] areas = new int[count];
                try (IntPointer from = new IntPointer(labels.data());
                        IntPointer figures = new IntPointer(stats.data())) {
                    from.get(ofPixels);
                    Arrays.setAll(areas, i -> figures.get((long) i * stats.cols() + opencv_imgproc.CC_STAT_AREA));
                }
                return new Labels(ofPixels, areas);
            }
        }

        boolean[] smallerThan(final int area) {
            final boolean[] small = new boolean[areas.length];
            for (int i = 1; i < areas.length; i++) {
                small[i] = areas[i] < area;
            }
            return small;
        }

        /** The first of the largest. */
        int largest() {
            int largest = 1;
            for (int i = 2; i < areas.length; i++) {
                largest = areas[i] > areas[largest] ? i : largest;
            }
            return largest;
        }

        boolean write(final boolean[] chosen, final byte value, final byte[] pixels) {
            boolean any = false;
            for (int i = 0; i < pixels.length; i++) {
                if (chosen[ofPixels[i]]) {
                    pixels[i] = value;
                    any = true;
                }
            }
            return any;
        }
    }
}
