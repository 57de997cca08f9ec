package org.objectomaly.video;

import static org.bytedeco.ffmpeg.global.avutil.*;
import static org.bytedeco.ffmpeg.global.swscale.*;

import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.ffmpeg.swscale.SwsContext;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.DoublePointer;
import org.bytedeco.javacpp.IntPointer;
import org.bytedeco.javacpp.PointerPointer;
import org.objectomaly.image.Picture;

/** From 8-bit 4:2:0 planes to packed RGB, or BGR. Keeps its tables from frame to frame. */
final class RgbConverter implements AutoCloseable {
    private static final int UNITY = 1 << 16;

    private final PointerPointer<BytePointer> target = new PointerPointer<>(4);
    private final IntPointer targetStride = new IntPointer(4);
    private final int format;
    private SwsContext tables;
    private int width;
    private int height;
    private int pictureWidth;
    private int pictureHeight;
    private Colours colours;

    /** To RGB. */
    RgbConverter() {
        this(AV_PIX_FMT_RGB24);
    }

    /**
     * To one of the two orders.
     *
     * @param format AV_PIX_FMT_RGB24 or AV_PIX_FMT_BGR24
     */
    RgbConverter(final int format) {
        this.format = format;
    }

    /**
     * Converts one frame.
     *
     * @param frame planes in 8-bit 4:2:0
     * @param meaning their matrix and range
     * @param into a picture of any size
     */
    void convert(final AVFrame frame, final Colours meaning, final Picture into) {
        prepare(frame, meaning, into);
        target.put(0, into.overwrite());
        targetStride.put(0, into.stride());
        sws_scale(tables, frame.data(), frame.linesize(), 0, height, target, targetStride);
    }

    private void prepare(final AVFrame frame, final Colours meaning, final Picture into) {
        if (tables != null
                && width == frame.width()
                && height == frame.height()
                && pictureWidth == into.width()
                && pictureHeight == into.height()
                && meaning.equals(colours)) {
            return;
        }
        sws_freeContext(tables);
        width = frame.width();
        height = frame.height();
        pictureWidth = into.width();
        pictureHeight = into.height();
        colours = meaning;
        final boolean sameSize = width == pictureWidth && height == pictureHeight;
        tables = sws_getContext(
                width,
                height,
                AV_PIX_FMT_YUV420P,
                pictureWidth,
                pictureHeight,
                format,
                sameSize ? SWS_BILINEAR : SWS_AREA,
                null,
                null,
                (DoublePointer) null);
        if (tables == null) {
            throw new IllegalStateException("no conversion from " + width + "x" + height + " to RGB");
        }
        final IntPointer coefficients = sws_getCoefficients(meaning.matrix());
        sws_setColorspaceDetails(tables, coefficients, meaning.fullRange() ? 1 : 0, coefficients, 1, 0, UNITY, UNITY);
    }

    @Override
    public void close() {
        sws_freeContext(tables);
        tables = null;
        target.close();
        targetStride.close();
    }
}
