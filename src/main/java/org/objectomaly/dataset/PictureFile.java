package org.objectomaly.dataset;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.opencv.global.opencv_core;
import org.bytedeco.opencv.global.opencv_imgcodecs;
import org.bytedeco.opencv.opencv_core.Mat;
import org.objectomaly.Fault;
import org.objectomaly.Natives;
import org.objectomaly.image.Picture;

/**
 * Reads a picture as its pixels are stored: JPEG, PNG, WebP, BMP or TIFF. Grey becomes three equal channels, 16 bits
 * become 8, transparency is dropped. A camera's note that the picture should be turned is passed over, because label
 * pictures know nothing of it.
 */
public final class PictureFile {
    private static final int AS_STORED = opencv_imgcodecs.IMREAD_COLOR_RGB | opencv_imgcodecs.IMREAD_IGNORE_ORIENTATION;
    private static final int MARKER = 0xFF;
    private static final int START_OF_PICTURE = 0xD8;
    private static final int START_OF_SCAN = 0xDA;
    private static final int END_OF_PICTURE = 0xD9;

    private PictureFile() {}

    /**
     * Reads it.
     *
     * @param file the picture
     * @return a picture of the file's size, to be closed by the caller
     * @throws Fault of kind INPUT if the file is missing, damaged or cut short, or no picture
     */
    public static Picture read(final Path file) {
        Natives.loadAll();
        final byte[] bytes;
        try {
            bytes = Files.readAllBytes(file);
        } catch (final IOException e) {
            throw unreadable(file, e.toString()).because(e);
        }
        if (isCutShort(bytes)) {
            throw unreadable(file, "the file ends early");
        }
        if (bytes.length == 0) {
            throw unreadable(file, "the file is empty");
        }
        try (BytePointer memory = new BytePointer(bytes);
                Mat encoded = new Mat(1, bytes.length, opencv_core.CV_8UC1, memory);
                Mat decoded = opencv_imgcodecs.imdecode(encoded, AS_STORED)) {
            if (decoded.empty()) {
                throw unreadable(file, "damaged, or not a picture");
            }
            final Picture picture = new Picture(decoded.cols(), decoded.rows());
            Pointer.memcpy(picture.overwrite(), decoded.data(), (long) picture.stride() * picture.height());
            return picture;
        } catch (final Fault e) {
            throw e;
        } catch (final RuntimeException e) {
            throw unreadable(file, e.getMessage()).because(e);
        }
    }

    /**
     * Whether it is a JPEG without an end, which a decoder would quietly fill up with grey. The last scan must be
     * followed by the end marker; an end before it belongs to a preview.
     */
    private static boolean isCutShort(final byte[] bytes) {
        return marker(bytes, 0, START_OF_PICTURE) && last(bytes, END_OF_PICTURE) < last(bytes, START_OF_SCAN);
    }

    private static int last(final byte[] bytes, final int code) {
        int at = bytes.length - 2;
        while (at >= 0 && !marker(bytes, at, code)) {
            at--;
        }
        return at;
    }

    private static boolean marker(final byte[] bytes, final int at, final int code) {
        return bytes.length >= at + 2 && (bytes[at] & 0xFF) == MARKER && (bytes[at + 1] & 0xFF) == code;
    }

    private static Fault unreadable(final Path file, final String reason) {
        return Fault.of(Fault.Kind.INPUT, "The picture %s cannot be read (%s); get or save it again.", file, reason);
    }
}
