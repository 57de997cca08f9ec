package org.objectomaly.train;

import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.opencv.global.opencv_core;
import org.bytedeco.opencv.opencv_core.Mat;
import org.objectomaly.image.Picture;

/** Bytes to OpenCV's matrices and back. A matrix that leaves this class is the caller's to close. */
final class Mats {
    private Mats() {}

    /** A picture's pixels, copied. */
    static Mat of(final Picture picture) {
        try (Mat view = new Mat(picture.height(), picture.width(), opencv_core.CV_8UC3, picture.rgb())) {
            return view.clone();
        }
    }

    /** RGB pixels, copied. The picture is the caller's to close. */
    static Picture picture(final Mat rgb) {
        final Picture picture = new Picture(rgb.cols(), rgb.rows());
        try (Mat view = new Mat(rgb.rows(), rgb.cols(), opencv_core.CV_8UC3, picture.overwrite())) {
            rgb.copyTo(view);
        }
        return picture;
    }

    /** One channel of bytes, copied. */
    static Mat of(final byte[] values, final int width, final int height) {
        return of(values, width, height, opencv_core.CV_8UC1);
    }

    static Mat of(final byte[] values, final int width, final int height, final int type) {
        try (BytePointer memory = new BytePointer(values);
                Mat view = new Mat(height, width, type, memory)) {
            return view.clone();
        }
    }

    /** All bytes of a matrix without gaps. */
    static byte[] bytes(final Mat mat) {
        final byte[] values = new byte[Math.toIntExact(mat.total() * mat.elemSize())];
        mat.data().get(values);
        return values;
    }
}
