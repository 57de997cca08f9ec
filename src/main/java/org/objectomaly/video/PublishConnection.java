package org.objectomaly.video;

import static org.bytedeco.ffmpeg.global.avcodec.*;
import static org.bytedeco.ffmpeg.global.avformat.*;
import static org.bytedeco.ffmpeg.global.avutil.*;

import java.time.Duration;
import org.bytedeco.ffmpeg.avcodec.AVCodecParameters;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avformat.AVFormatContext;
import org.bytedeco.ffmpeg.avformat.AVIOContext;
import org.bytedeco.ffmpeg.avformat.AVStream;
import org.bytedeco.ffmpeg.avutil.AVDictionary;

/** One connection to a server that takes a stream. Every call ends within its deadline. */
final class PublishConnection implements AutoCloseable {
    private static final Duration GOODBYE = Duration.ofSeconds(1);

    private final PublishAddress address;
    private final Deadline deadline;
    private final AVPacket scratch = av_packet_alloc();
    private AVFormatContext container = new AVFormatContext(null);
    private AVIOContext bytes;
    private boolean begun;
    private long first = Timeline.NONE;

    /**
     * Not connected yet.
     *
     * @param address where to
     * @param each how long connecting or one write may take
     */
    PublishConnection(final PublishAddress address, final Duration each) {
        this.address = address;
        this.deadline = new Deadline(each);
    }

    /**
     * Connects.
     *
     * @param parameters of the stream
     * @return a negative error of FFmpeg if that fails
     */
    int open(final AVCodecParameters parameters) {
        deadline.restart();
        AvError.check(
                avformat_alloc_output_context2(container, null, address.format(), address.url()),
                "avformat_alloc_output_context2");
        deadline.watch(container);
        final AVStream added = avformat_new_stream(container, null);
        AvError.check(avcodec_parameters_copy(added.codecpar(), parameters), "avcodec_parameters_copy");
        added.codecpar().codec_tag(0);
        added.time_base(Encoders.rational(1, LiveEncoder.TICKS));
        container.flush_packets(1);
        final AVDictionary options = new AVDictionary(null);
        try {
            if (address.isRtsp()) {
                av_dict_set(options, "rtsp_transport", "tcp", 0);
            } else {
                bytes = new AVIOContext(null);
                final int code = avio_open2(
                        bytes, address.url(), AVIO_FLAG_WRITE, container.interrupt_callback(), (AVDictionary) null);
                if (code < 0) {
                    bytes = null;
                    return code;
                }
                container.pb(bytes);
                // A stream has no end at which a length could be written, and none of these can be searched.
                av_dict_set(options, "flvflags", "no_duration_filesize", 0);
            }
            final int code = avformat_write_header(container, options);
            begun = code >= 0;
            return code;
        } finally {
            av_dict_free(options);
        }
    }

    /**
     * Sends a packet.
     *
     * @param packet times in units of the encoder; left as it is
     * @return a negative error of FFmpeg if the connection is lost
     */
    int write(final AVPacket packet) {
        deadline.restart();
        if (first == Timeline.NONE) {
            first = packet.dts();
        }
        AvError.check(av_packet_ref(scratch, packet), "av_packet_ref");
        scratch.pts(scratch.pts() - first);
        scratch.dts(scratch.dts() - first);
        scratch.stream_index(0);
        av_packet_rescale_ts(
                scratch,
                Encoders.rational(1, LiveEncoder.TICKS),
                container.streams(0).time_base());
        final int code = av_write_frame(container, scratch);
        av_packet_unref(scratch);
        if (code >= 0 && isLate()) {
            // The muxer of RTSP does not say when a write was given up.
            return AVERROR_EXIT();
        }
        return code < 0 || bytes == null ? code : bytes.error();
    }

    /** Whether the last call was given up because it took too long. */
    boolean isLate() {
        return deadline.left() < 0;
    }

    @Override
    public void close() {
        if (container == null) {
            return;
        }
        deadline.shorten(GOODBYE);
        if (begun) {
            av_write_trailer(container);
        }
        if (bytes != null) {
            container.pb(null);
            avio_close(bytes);
            bytes = null;
        }
        if (!container.isNull()) {
            avformat_free_context(container);
        }
        container = null;
        av_packet_free(scratch);
        deadline.close();
    }
}
