package org.objectomaly.video;

import static org.bytedeco.ffmpeg.global.avutil.AV_PIX_FMT_BGR24;
import static org.bytedeco.opencv.global.opencv_core.CV_8UC3;
import static org.bytedeco.opencv.global.opencv_imgcodecs.IMWRITE_JPEG_QUALITY;
import static org.bytedeco.opencv.global.opencv_imgcodecs.imencode;

import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.IntPointer;
import org.bytedeco.opencv.opencv_core.Mat;
import org.objectomaly.Fault;
import org.objectomaly.Natives;
import org.objectomaly.image.Picture;

/**
 * Makes JPEG pictures of frames, in the colours that {@link VideoFrame#toRgb} shows.
 *
 * <p>JPEG knows only BT.601 in full range, which hardly any video has. Measured in processor time on a dashcam picture
 * of 1280 x 720 at about 115 kB: 4.3 ms through RGB and libjpeg-turbo as it is here; FFmpeg's own encoder 6.1 ms, and
 * 3.2 ms more where the matrix is BT.709. One thread at a time may use an encoder; each size wants one of its own,
 * which keeps its memory.
 */
public final class JpegEncoder implements AutoCloseable {
    private final RgbConverter converter;
    private final IntPointer settings;
    private final BytePointer coded = new BytePointer();
    private Picture picture;
    private Mat view;

    /**
     * An encoder.
     *
     * @param quality 1 (smallest) to 100 (best), as libjpeg has it
     * @throws Fault of kind USAGE for another quality
     */
    public JpegEncoder(final int quality) {
        if (quality < 1 || quality > 100) {
            throw Fault.of(Fault.Kind.USAGE, "The quality of a JPEG goes from 1 to 100, not %d.", quality);
        }
        Natives.loadAll();
        this.converter = new RgbConverter(AV_PIX_FMT_BGR24);
        this.settings = new IntPointer(IMWRITE_JPEG_QUALITY, quality);
    }

    /**
     * A picture of a frame in its own size.
     *
     * @param frame a frame with a picture
     * @return the JPEG file
     */
    public byte[] encode(final VideoFrame frame) {
        return encode(frame, frame.width());
    }

    /**
     * A picture of a frame, made smaller where it is too wide.
     *
     * @param frame a frame with a picture
     * @param widest columns at most, 1 or more; the height follows
     * @return the JPEG file
     */
    public byte[] encode(final VideoFrame frame, final int widest) {
        final int width = Math.min(widest, frame.width());
        final int height = (int) Math.max(1, Math.round((double) frame.height() * width / frame.width()));
        prepare(width, height);
        converter.convert(frame.nativeFrame(), frame.colours(), picture);
        if (!imencode(".jpg", view, coded, settings)) {
            throw new IllegalStateException("no JPEG of " + width + " x " + height + " pixels could be made");
        }
        final byte[] bytes = new byte[(int) coded.limit()];
        coded.get(bytes);
        return bytes;
    }

    private void prepare(final int width, final int height) {
        if (picture != null && picture.width() == width && picture.height() == height) {
            return;
        }
        closePicture();
        picture = new Picture(width, height);
        view = new Mat(height, width, CV_8UC3, picture.rgb(), picture.stride());
    }

    private void closePicture() {
        if (picture != null) {
            view.close();
            picture.close();
        }
    }

    @Override
    public void close() {
        closePicture();
        picture = null;
        converter.close();
        settings.close();
        coded.close();
    }
}
