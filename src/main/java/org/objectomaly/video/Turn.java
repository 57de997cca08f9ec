package org.objectomaly.video;

import static org.bytedeco.ffmpeg.global.avcodec.AV_PKT_DATA_DISPLAYMATRIX;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_side_data_get;
import static org.bytedeco.ffmpeg.global.avutil.AV_PIX_FMT_YUV420P;
import static org.bytedeco.ffmpeg.global.avutil.av_display_rotation_get;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_alloc;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_copy_props;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_free;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_get_buffer;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_move_ref;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_unref;

import org.bytedeco.ffmpeg.avcodec.AVCodecParameters;
import org.bytedeco.ffmpeg.avcodec.AVPacketSideData;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.IntPointer;

/**
 * Stands frames upright that a phone has filmed lying or upside down and only says so in its file: networks and people
 * shall see a road with the sky above it.
 */
final class Turn implements AutoCloseable {
    /** A quarter turn visits a column of the source for each row: in squares of this side both stay in the cache. */
    private static final int TILE = 32;

    private final int degrees;
    private AVFrame turned = av_frame_alloc();
    private byte[] from = new byte[0];
    private byte[] to = new byte[0];

    private Turn(final int degrees) {
        this.degrees = degrees;
    }

    /**
     * The turn that a stream asks for.
     *
     * @param parameters of the stream
     * @return null if its frames stand upright, or are to be mirrored or tilted, which is left to the player
     */
    static Turn of(final AVCodecParameters parameters) {
        final AVPacketSideData matrix = av_packet_side_data_get(
                parameters.coded_side_data(), parameters.nb_coded_side_data(), AV_PKT_DATA_DISPLAYMATRIX);
        if (matrix == null) {
            return null;
        }
        final IntPointer values = new IntPointer(matrix.data());
        final double counterClockwise = av_display_rotation_get(values);
        final boolean mirrored = (double) values.get(0) * values.get(4) < (double) values.get(1) * values.get(3);
        if (Double.isNaN(counterClockwise) || mirrored || counterClockwise % 90 != 0) {
            return null;
        }
        final int clockwise = Math.floorMod(-(int) counterClockwise, 360);
        return clockwise == 0 ? null : new Turn(clockwise);
    }

    /** 90, 180 or 270, clockwise. */
    int degrees() {
        return degrees;
    }

    /** Whether rows become columns. */
    boolean isQuarter() {
        return degrees != 180;
    }

    /**
     * Turns a frame.
     *
     * @param frame in 8-bit 4:2:0, which is given back; afterwards the turned one
     */
    void apply(final AVFrame frame) {
        turned.format(AV_PIX_FMT_YUV420P)
                .width(isQuarter() ? frame.height() : frame.width())
                .height(isQuarter() ? frame.width() : frame.height());
        AvError.check(av_frame_get_buffer(turned, 0), "av_frame_get_buffer");
        plane(frame, 0, frame.width(), frame.height());
        plane(frame, 1, (frame.width() + 1) / 2, (frame.height() + 1) / 2);
        plane(frame, 2, (frame.width() + 1) / 2, (frame.height() + 1) / 2);
        av_frame_copy_props(turned, frame);
        av_frame_unref(frame);
        av_frame_move_ref(frame, turned);
    }

    private void plane(final AVFrame frame, final int index, final int width, final int height) {
        final int samples = width * height;
        if (from.length < samples) {
            from = new byte[samples];
            to = new byte[samples];
        }
        final BytePointer source = frame.data(index);
        for (int y = 0; y < height; y++) {
            source.position((long) y * frame.linesize(index)).get(from, y * width, width);
        }
        switch (degrees) {
            case 90 -> turn(height, width, (height - 1) * width, -width, 1);
            case 180 -> turn(width, height, samples - 1, -1, -width);
            default -> turn(height, width, width - 1, width, -1);
        }
        final int columns = isQuarter() ? height : width;
        final BytePointer target = turned.data(index);
        for (int y = 0; y < samples / columns; y++) {
            target.position((long) y * turned.linesize(index)).put(to, y * columns, columns);
        }
    }

    /** From the sample at the start, a step for each column and one for each row. */
    private void turn(final int columns, final int rows, final int start, final int across, final int down) {
        for (int top = 0; top < rows; top += TILE) {
            for (int left = 0; left < columns; left += TILE) {
                final int right = Math.min(columns, left + TILE);
                for (int y = top; y < Math.min(rows, top + TILE); y++) {
                    int at = start + y * down + left * across;
                    for (int x = left; x < right; x++) {
                        to[y * columns + x] = from[at];
                        at += across;
                    }
                }
            }
        }
    }

    @Override
    public void close() {
        if (turned != null) {
            av_frame_free(turned);
            turned = null;
        }
    }
}
