package org.objectomaly.train;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.bytedeco.opencv.global.opencv_core;
import org.bytedeco.opencv.global.opencv_imgproc;
import org.bytedeco.opencv.opencv_core.Mat;
import org.bytedeco.opencv.opencv_core.Size;
import org.objectomaly.dataset.Folder;
import org.objectomaly.dataset.PictureFile;
import org.objectomaly.dataset.RoadClasses;
import org.objectomaly.image.Picture;
import org.objectomaly.video.ReaderOptions;
import org.objectomaly.video.VideoFrame;
import org.objectomaly.video.VideoReader;

/** Reads pictures and videos into memory. */
final class Pictures {
    private Pictures() {}

    /** A picture at its own size. */
    static Mat read(final Path file) {
        try (Picture picture = PictureFile.read(file)) {
            return Mats.of(picture);
        }
    }

    /** All pictures of a folder, and every n-th frame of its videos, at so many rows. */
    static List<Mat> readAll(final Path folder, final int every, final int rows) {
        final List<Mat> pictures = new ArrayList<>();
        final Folder files = Folder.of(folder);
        files.pictures().forEach(file -> pictures.add(sized(read(file), rows)));
        files.videos().forEach(file -> readVideo(file, every, rows, pictures));
        return pictures;
    }

    private static void readVideo(final Path file, final int every, final int rows, final List<Mat> into) {
        try (VideoReader reader = VideoReader.open(file.toString(), ReaderOptions.defaults());
                VideoFrame frame = new VideoFrame();
                Picture picture =
                        new Picture(reader.info().width(), reader.info().height())) {
            while (reader.read(frame)) {
                if (frame.index() % every == 0) {
                    frame.toRgb(picture);
                    into.add(sized(Mats.of(picture), rows));
                }
            }
        }
    }

    /** At so many rows, and an even share of the columns; closes what it was given if it had another size. */
    static Mat sized(final Mat picture, final int rows) {
        if (picture.rows() == rows) {
            return picture;
        }
        final Mat sized = new Mat();
        final int columns =
                Math.round((float) picture.cols() * rows / picture.rows() / RoadFrame.STRIDE) * RoadFrame.STRIDE;
        try (Size size = new Size(columns, rows)) {
            opencv_imgproc.resize(picture, sized, size, 0, 0, opencv_imgproc.INTER_AREA);
        }
        picture.close();
        return sized;
    }

    /** Labels that say nothing. */
    static Mat unknown(final Mat picture) {
        final byte[] labels = new byte[picture.rows() * picture.cols()];
        Arrays.fill(labels, (byte) RoadClasses.UNKNOWN);
        return Mats.of(labels, picture.cols(), picture.rows(), opencv_core.CV_8UC1);
    }
}
