package org.objectomaly.motion;

import static org.bytedeco.opencv.global.opencv_core.CV_32FC2;

import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.opencv.opencv_core.Mat;

/** Grids of pixel positions. */
final class Grids {
    private Grids() {}

    /**
     * Where the pixels of a coarser grid lie on the finer one under it.
     *
     * @param columns its width
     * @param rows its height
     * @param across pixels of the finer grid in one of its columns
     * @param down pixels of the finer grid in one of its rows
     * @return the positions of the middle of its pixels, in pixels of the finer grid; the caller's to close
     */
    static Mat ownPositions(final int columns, final int rows, final double across, final double down) {
        final Mat positions = new Mat(rows, columns, CV_32FC2);
        final float[] line = new float[2 * columns];
        try (FloatPointer values = new FloatPointer(positions.data())) {
            for (int y = 0; y < rows; y++) {
                for (int x = 0; x < columns; x++) {
                    line[2 * x] = (float) ((x + 0.5) * across - 0.5);
                    line[2 * x + 1] = (float) ((y + 0.5) * down - 0.5);
                }
                values.position(2L * y * columns).put(line, 0, line.length);
            }
        }
        return positions;
    }

    /**
     * The map of every pixel's own position, to which a flow is added.
     *
     * @param columns its width
     * @param rows its height
     * @return {@code [rows,columns,2]} as (x, y); the caller's to close
     */
    static Mat ownPositions(final int columns, final int rows) {
        return ownPositions(columns, rows, 1, 1);
    }
}
