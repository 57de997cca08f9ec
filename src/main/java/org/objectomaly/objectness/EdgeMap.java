package org.objectomaly.objectness;

import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.opencv.global.opencv_core;
import org.bytedeco.opencv.global.opencv_imgproc;
import org.bytedeco.opencv.opencv_core.Mat;
import org.bytedeco.opencv.opencv_core.Size;

/**
 * The strength of the boundaries of a picture: one value a pixel, row-major, from 0 (inside something) to 1 (surely
 * between two things).
 *
 * <p>The array grows to what the video needs and is then reused for every frame; only its first {@code width x height}
 * values count.
 */
public final class EdgeMap {
    private int width;
    private int height;
    private float[] values = new float[0];

    /** A map of no pixel; {@link #reset} gives it a size. */
    public EdgeMap() {}

    /**
     * Sets the size. The values are whatever they were: the caller writes all of them.
     *
     * @param columns at least 1
     * @param rows at least 1
     */
    public void reset(final int columns, final int rows) {
        final int pixels = Math.multiplyExact(columns, rows);
        if (values.length < pixels) {
            values = new float[pixels];
        }
        width = columns;
        height = rows;
    }

    /**
     * Columns.
     *
     * @return pixels
     */
    public int width() {
        return width;
    }

    /**
     * Rows.
     *
     * @return pixels
     */
    public int height() {
        return height;
    }

    /**
     * The strengths themselves, not a copy.
     *
     * @return at least width x height values, row-major
     */
    public float[] values() {
        return values;
    }

    /**
     * The strengths at another size.
     *
     * @param columns of the result
     * @param rows of the result
     * @return {@code [rows, columns]}, bilinear; the strengths themselves, with whatever follows, if the size is theirs
     */
    public float[] stretched(final int columns, final int rows) {
        if (columns == width && rows == height) {
            return values;
        }
        // A network that answers at half the size, rounded up, answers for two by two pixels.
        final int across = width == (columns + 1) / 2 ? 2 * width : columns;
        final int down = height == (rows + 1) / 2 ? 2 * height : rows;
        try (FloatPointer memory = new FloatPointer(values);
                Mat from = new Mat(height, width, opencv_core.CV_32FC1, memory);
                Mat into = new Mat();
                Size size = new Size(across, down)) {
            opencv_imgproc.resize(from, into, size, 0, 0, opencv_imgproc.INTER_LINEAR);
            final float[] stretched = new float[columns * rows];
            final FloatPointer pixels = new FloatPointer(into.data());
            for (int y = 0; y < rows; y++) {
                pixels.position((long) y * across).get(stretched, y * columns, columns);
            }
            return stretched;
        }
    }
}
