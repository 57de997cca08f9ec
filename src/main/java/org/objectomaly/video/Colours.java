package org.objectomaly.video;

import static org.bytedeco.ffmpeg.global.avutil.*;

import org.bytedeco.ffmpeg.avcodec.AVCodecContext;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.ffmpeg.avutil.AVPixFmtDescriptor;

/**
 * What the numbers of a YUV frame mean. Decided once, from the first frame, for the whole video.
 *
 * @param matrix the resolved matrix, one of AVCOL_SPC_*, never unspecified and never RGB
 * @param fullRange true for 0..255
 * @param tag the matrix as the output is tagged, AVCOL_SPC_UNSPECIFIED when the source did not say
 * @param rangeTag the range as the output is tagged, one of AVCOL_RANGE_*
 * @param primaries one of AVCOL_PRI_*
 * @param transfer one of AVCOL_TRC_*
 * @param chromaLocation one of AVCHROMA_LOC_*
 */
record Colours(int matrix, boolean fullRange, int tag, int rangeTag, int primaries, int transfer, int chromaLocation) {
    /** Rows from which players take untagged video for HD. */
    private static final int HD_ROWS = 720;

    /**
     * Reads the tags of a decoded frame. RGB becomes limited-range YUV in the matrix that players assume for its size.
     *
     * @param frame a frame as it came from the decoder
     * @return its colours
     */
    static Colours of(final AVFrame frame) {
        final int guess = assumed(frame.height());
        if (isRgb(frame.format())) {
            return new Colours(
                    guess,
                    false,
                    guess,
                    AVCOL_RANGE_MPEG,
                    frame.color_primaries(),
                    frame.color_trc(),
                    AVCHROMA_LOC_UNSPECIFIED);
        }
        final boolean named = frame.colorspace() != AVCOL_SPC_UNSPECIFIED && frame.colorspace() != AVCOL_SPC_RGB;
        final boolean full = isFullRange(frame);
        return new Colours(
                named ? frame.colorspace() : guess,
                full,
                named ? frame.colorspace() : AVCOL_SPC_UNSPECIFIED,
                full ? AVCOL_RANGE_JPEG : frame.color_range(),
                frame.color_primaries(),
                frame.color_trc(),
                frame.chroma_location());
    }

    /**
     * Colours of a frame that comes from nowhere: untagged and limited.
     *
     * @param height rows, which decide the matrix
     * @return the colours a player would assume
     */
    static Colours untagged(final int height) {
        return new Colours(
                assumed(height),
                false,
                AVCOL_SPC_UNSPECIFIED,
                AVCOL_RANGE_UNSPECIFIED,
                AVCOL_PRI_UNSPECIFIED,
                AVCOL_TRC_UNSPECIFIED,
                AVCHROMA_LOC_UNSPECIFIED);
    }

    /** Whether the matrix is BT.709, or BT.2020, which is closer to it than to BT.601. */
    boolean bt709() {
        return matrix == AVCOL_SPC_BT709 || matrix == AVCOL_SPC_BT2020_NCL || matrix == AVCOL_SPC_BT2020_CL;
    }

    /**
     * Tags an encoder. A video that says nothing stays so, unless its new height would make players assume otherwise.
     *
     * @param encoder a context that is not open yet, its size set
     */
    void tag(final AVCodecContext encoder) {
        encoder.color_range(rangeTag);
        encoder.color_primaries(primaries);
        encoder.color_trc(transfer);
        encoder.chroma_sample_location(chromaLocation);
        encoder.colorspace(tag == AVCOL_SPC_UNSPECIFIED && assumed(encoder.height()) != matrix ? matrix : tag);
    }

    /**
     * Whether a frame's samples use 0..255.
     *
     * @param frame a decoded frame
     * @return true by its tag, or by the older J formats that imply it
     */
    static boolean isFullRange(final AVFrame frame) {
        return frame.color_range() == AVCOL_RANGE_JPEG || plainFormat(frame.format()) != frame.format();
    }

    /**
     * The format without the range that the older J formats carry in their name.
     *
     * @param format one of AV_PIX_FMT_*
     * @return the same layout of samples
     */
    static int plainFormat(final int format) {
        if (format == AV_PIX_FMT_YUVJ420P) {
            return AV_PIX_FMT_YUV420P;
        } else if (format == AV_PIX_FMT_YUVJ422P) {
            return AV_PIX_FMT_YUV422P;
        } else if (format == AV_PIX_FMT_YUVJ444P) {
            return AV_PIX_FMT_YUV444P;
        } else if (format == AV_PIX_FMT_YUVJ440P) {
            return AV_PIX_FMT_YUV440P;
        } else if (format == AV_PIX_FMT_YUVJ411P) {
            return AV_PIX_FMT_YUV411P;
        }
        return format;
    }

    /**
     * Whether a format holds red, green and blue, by palette or directly.
     *
     * @param format one of AV_PIX_FMT_*
     * @return true for RGB
     */
    static boolean isRgb(final int format) {
        final AVPixFmtDescriptor descriptor = av_pix_fmt_desc_get(format);
        return descriptor != null && (descriptor.flags() & (AV_PIX_FMT_FLAG_RGB | AV_PIX_FMT_FLAG_PAL)) != 0;
    }

    private static int assumed(final int height) {
        return height >= HD_ROWS ? AVCOL_SPC_BT709 : AVCOL_SPC_SMPTE170M;
    }
}
