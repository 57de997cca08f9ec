package org.objectomaly.video;

import static org.bytedeco.ffmpeg.global.avutil.*;
import static org.bytedeco.ffmpeg.global.swscale.*;

import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.ffmpeg.swscale.SwsContext;
import org.bytedeco.javacpp.DoublePointer;
import org.bytedeco.javacpp.IntPointer;

/**
 * Brings every decoded frame to one form: 8-bit 4:2:0 in the size and colours of the first frame, or in a size that was
 * asked for. Frames that have it already, which is nearly all of them, pass untouched.
 */
final class FrameConverter implements AutoCloseable {
    private static final int UNITY = 1 << 16;

    private final int width;
    private final int height;
    private final Colours colours;
    private AVFrame converted = av_frame_alloc();
    private SwsContext tables;
    private int sourceWidth;
    private int sourceHeight;
    private int sourceFormat = AV_PIX_FMT_NONE;
    private boolean sourceFull;

    /**
     * A converter to the form of one video.
     *
     * @param first the first decoded frame
     * @param options may ask for a size
     */
    FrameConverter(final AVFrame first, final ReaderOptions options) {
        this.width = options.width() == 0 ? first.width() : options.width();
        this.height = options.height() == 0 ? first.height() : options.height();
        this.colours = Colours.of(first);
    }

    Colours colours() {
        return colours;
    }

    int width() {
        return width;
    }

    int height() {
        return height;
    }

    /**
     * Converts in place where it must.
     *
     * @param frame a decoded frame; afterwards 8-bit 4:2:0 of the first frame's size
     */
    void convert(final AVFrame frame) {
        final int format = Colours.plainFormat(frame.format());
        final boolean full = Colours.isFullRange(frame);
        final boolean sameRange = full == colours.fullRange() || Colours.isRgb(format);
        if (format == AV_PIX_FMT_YUV420P && frame.width() == width && frame.height() == height && sameRange) {
            frame.format(format);
            return;
        }
        prepare(frame, format, full);
        converted.format(AV_PIX_FMT_YUV420P).width(width).height(height);
        AvError.check(av_frame_get_buffer(converted, 0), "av_frame_get_buffer");
        sws_scale(tables, frame.data(), frame.linesize(), 0, frame.height(), converted.data(), converted.linesize());
        av_frame_copy_props(converted, frame);
        av_frame_unref(frame);
        av_frame_move_ref(frame, converted);
    }

    private void prepare(final AVFrame frame, final int format, final boolean full) {
        if (tables != null
                && sourceFormat == format
                && sourceWidth == frame.width()
                && sourceHeight == frame.height()
                && sourceFull == full) {
            return;
        }
        sws_freeContext(tables);
        sourceFormat = format;
        sourceWidth = frame.width();
        sourceHeight = frame.height();
        sourceFull = full;
        tables = sws_getContext(
                sourceWidth,
                sourceHeight,
                format,
                width,
                height,
                AV_PIX_FMT_YUV420P,
                SWS_BICUBIC | SWS_ACCURATE_RND | SWS_FULL_CHR_H_INP,
                null,
                null,
                (DoublePointer) null);
        if (tables == null) {
            throw new IllegalStateException("no conversion from pixel format "
                    + av_get_pix_fmt_name(format).getString());
        }
        // Same coefficients on both sides: samples keep their meaning, only RGB goes through the matrix. Grey counts as
        // full range in swscale, so both ranges are given as limited, which means "leave the luma alone".
        final IntPointer coefficients = sws_getCoefficients(colours.matrix());
        final boolean rangeDiffers = full != colours.fullRange() && !Colours.isRgb(format);
        final int from = rangeDiffers && full ? 1 : 0;
        final int to = rangeDiffers && colours.fullRange() ? 1 : 0;
        sws_setColorspaceDetails(tables, coefficients, from, coefficients, to, 0, UNITY, UNITY);
    }

    @Override
    public void close() {
        if (converted != null) {
            sws_freeContext(tables);
            tables = null;
            av_frame_free(converted);
            converted = null;
        }
    }
}
