package org.objectomaly.video;

import static org.bytedeco.ffmpeg.global.avcodec.*;
import static org.bytedeco.ffmpeg.global.avutil.*;

import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avformat.AVStream;
import org.bytedeco.ffmpeg.avutil.AVRational;

/**
 * One stream on its way into a file.
 *
 * <p>Pictures and sound follow each other without gaps, so a packet lasts until the next one begins. The muxer believes
 * the stated duration at the end of each fragment, and source files round it; therefore each packet is held back until
 * its successor is known.
 */
final class OutputTrack implements AutoCloseable {
    private final FragmentedMp4 output;
    private final AVStream stream;
    private final AVRational sourceUnit;
    private final boolean gapless;
    private final AVPacket held = av_packet_alloc();
    private AVRational unit;
    private Timeline timeline;
    private boolean holding;

    /**
     * A track of a file that has not begun.
     *
     * @param output the file
     * @param stream its stream
     * @param sourceUnit time base of the packets to come; the track keeps it
     */
    OutputTrack(final FragmentedMp4 output, final AVStream stream, final AVRational sourceUnit) {
        this.output = output;
        this.stream = stream;
        this.sourceUnit = sourceUnit;
        final int type = stream.codecpar().codec_type();
        this.gapless = type == AVMEDIA_TYPE_VIDEO || type == AVMEDIA_TYPE_AUDIO;
    }

    /** To be called when the file has begun, which fixes the unit of time. */
    void begin() {
        unit = stream.time_base();
        timeline = new Timeline(Math.max(1, unit.den() / Math.max(1, unit.num())));
    }

    /**
     * Writes a packet, or the one before it.
     *
     * @param packet times in the source's unit; empty afterwards if it was held back
     * @return a negative error of FFmpeg if the muxer refused a packet
     */
    int put(final AVPacket packet) {
        packet.stream_index(stream.index());
        packet.pos(-1);
        av_packet_rescale_ts(packet, sourceUnit, unit);
        makeIncreasing(packet);
        if (!gapless) {
            return output.write(packet);
        }
        int code = 0;
        if (holding) {
            held.duration(packet.dts() - held.dts());
            code = output.write(held);
            av_packet_unref(held);
        }
        av_packet_move_ref(held, packet);
        holding = true;
        return code;
    }

    /**
     * Writes the last packet.
     *
     * @return a negative error of FFmpeg if the muxer refused it
     */
    int end() {
        if (!holding) {
            return 0;
        }
        holding = false;
        final int code = output.write(held);
        av_packet_unref(held);
        return code;
    }

    private void makeIncreasing(final AVPacket packet) {
        final long before = packet.dts() == Timeline.NONE ? packet.pts() : packet.dts();
        final long after = timeline.next(before, Math.max(1, packet.duration()));
        final boolean timed = packet.pts() != Timeline.NONE && before != Timeline.NONE;
        packet.pts(timed ? packet.pts() + after - before : after);
        packet.dts(after);
    }

    @Override
    public void close() {
        av_packet_free(held);
    }
}
