package org.objectomaly.video;

import static org.bytedeco.ffmpeg.global.avutil.*;

import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.Pointer;

/** Makes frames of odd width or height even, which encoders demand, by repeating the last column and row. */
final class EvenFrame implements AutoCloseable {
    private final int width;
    private final int height;
    private AVFrame padded;

    /**
     * For frames of one size.
     *
     * @param width columns of every frame
     * @param height rows of every frame
     */
    EvenFrame(final int width, final int height) {
        this.width = width;
        this.height = height;
    }

    /**
     * The frame to encode.
     *
     * @param frame an 8-bit 4:2:0 frame of the expected size
     * @return the frame itself if it is even, or a padded copy, valid until the next call
     */
    AVFrame of(final AVFrame frame) {
        if (frame.width() != width || frame.height() != height) {
            throw new IllegalArgumentException("a frame of " + frame.width() + " x " + frame.height()
                    + " does not fit a video of " + width + " x " + height);
        }
        if (width % 2 == 0 && height % 2 == 0) {
            return frame;
        }
        if (padded == null) {
            padded = av_frame_alloc();
        }
        if (av_frame_is_writable(padded) == 0) {
            av_frame_unref(padded);
            padded.format(AV_PIX_FMT_YUV420P).width(width + width % 2).height(height + height % 2);
            AvError.check(av_frame_get_buffer(padded, 0), "av_frame_get_buffer");
        }
        final BytePointer to = padded.data(0);
        final int stride = padded.linesize(0);
        copy(to, stride, frame.data(0), frame.linesize(0), width, height);
        if (width % 2 == 1) {
            for (int y = 0; y < height; y++) {
                to.put((long) y * stride + width, to.get((long) y * stride + width - 1));
            }
        }
        if (height % 2 == 1) {
            final long last = (long) (height - 1) * stride;
            Pointer.memcpy(to.getPointer(last + stride), to.getPointer(last), width + width % 2);
        }
        // Half of an odd size, rounded up, is half of the even size: the chroma planes already fit.
        for (int plane = 1; plane <= 2; plane++) {
            copy(
                    padded.data(plane),
                    padded.linesize(plane),
                    frame.data(plane),
                    frame.linesize(plane),
                    (width + 1) / 2,
                    (height + 1) / 2);
        }
        return padded;
    }

    private static void copy(
            final BytePointer to,
            final int toStride,
            final BytePointer from,
            final int fromStride,
            final int columns,
            final int rows) {
        av_image_copy_plane(to, toStride, from, fromStride, columns, rows);
    }

    @Override
    public void close() {
        if (padded != null) {
            av_frame_free(padded);
            padded = null;
        }
    }
}
