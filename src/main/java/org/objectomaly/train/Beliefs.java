package org.objectomaly.train;

import java.nio.file.Files;
import java.nio.file.Path;
import org.bytedeco.opencv.global.opencv_core;
import org.bytedeco.opencv.global.opencv_imgcodecs;
import org.bytedeco.opencv.opencv_core.Mat;
import org.bytedeco.opencv.opencv_core.MatVector;
import org.bytedeco.opencv.opencv_core.Rect;

/**
 * What a teacher believes about a picture, at a quarter of its size: probabilities times 255, four classes in the
 * channels of each part.
 *
 * @param parts matrices of 8 bits and four channels; owned by whoever owns the frame
 */
record Beliefs(Mat[] parts) {
    /** Classes in a part. */
    static final int EACH = 4;

    /** Of probabilities {@code [rows, columns, classes]}. */
    static Beliefs of(final float[] probabilities, final int columns, final int rows) {
        final int classes = probabilities.length / (columns * rows);
        final Mat[] parts = new Mat[(classes + EACH - 1) / EACH];
        for (int part = 0; part < parts.length; part++) {
            final byte[] values = new byte[EACH * columns * rows];
            for (int pixel = 0; pixel < columns * rows; pixel++) {
                for (int c = EACH * part; c < Math.min(classes, EACH * part + EACH); c++) {
                    values[EACH * pixel + c % EACH] = (byte) Math.round(255 * probabilities[pixel * classes + c]);
                }
            }
            parts[part] = Mats.of(values, columns, rows, opencv_core.CV_8UC4);
        }
        return new Beliefs(parts);
    }

    /** The parts' values: {@code [rows, columns, 4]} each. */
    byte[][] values() {
        final byte[][] values = new byte[parts.length][];
        for (int i = 0; i < parts.length; i++) {
            values[i] = Mats.bytes(parts[i]);
        }
        return values;
    }

    /** One class at one pixel, 0..1. */
    static float at(final byte[][] values, final int pixel, final int c) {
        return (values[c / EACH][EACH * pixel + c % EACH] & 0xff) / 255f;
    }

    /** Keeps them as a PNG, the parts one below the other. */
    void write(final Path file) {
        try (MatVector all = new MatVector(parts);
                Mat stacked = new Mat()) {
            opencv_core.vconcat(all, stacked);
            opencv_imgcodecs.imwrite(file.toString(), stacked);
        }
    }

    /** Reads what {@link #write} wrote, or gives null where there is nothing. */
    static Beliefs read(final Path file, final int rows) {
        if (!Files.isRegularFile(file)) {
            return null;
        }
        try (Mat stacked = opencv_imgcodecs.imread(file.toString(), opencv_imgcodecs.IMREAD_UNCHANGED)) {
            if (stacked.empty() || stacked.channels() != EACH || stacked.rows() % rows != 0) {
                return null;
            }
            final Mat[] parts = new Mat[stacked.rows() / rows];
            for (int i = 0; i < parts.length; i++) {
                try (Rect area = new Rect(0, i * rows, stacked.cols(), rows);
                        Mat view = new Mat(stacked, area)) {
                    parts[i] = view.clone();
                }
            }
            return new Beliefs(parts);
        }
    }
}
