package org.objectomaly.video;

import static org.bytedeco.ffmpeg.global.avcodec.*;
import static org.bytedeco.ffmpeg.global.avformat.*;
import static org.bytedeco.ffmpeg.global.avutil.*;

import java.nio.charset.StandardCharsets;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avformat.AVFormatContext;
import org.bytedeco.ffmpeg.avformat.AVIOContext;
import org.bytedeco.ffmpeg.avformat.AVStream;
import org.bytedeco.ffmpeg.avutil.AVDictionary;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.Pointer;

/**
 * Turns the packets of a {@link LiveEncoder} into fragmented MP4 in memory, as browsers take it in Media Source
 * Extensions: first the initialisation segment, then one fragment a frame, which is complete as soon as the frame is.
 *
 * <p>How long a frame lasts is only known when the next one comes. So each is said to last until the next one is
 * expected, and the next one begins where it is said to end: a browser finds neither gaps, over which it would stop, nor
 * overlaps. Times follow the frames' own, late or early by less than one step; pauses are left out. One thread at a time
 * may use a stream.
 */
public final class FragmentStream implements AutoCloseable {
    /** Steps by which the stream's time may differ from its frames' before it is set anew. */
    private static final int SLACK = 4;
    /** Weight of the newest distance between two frames in the expected one. */
    private static final double ADAPTION = 0.2;

    private final Out out;
    private final AVPacket scratch = av_packet_alloc();
    private AVFormatContext container = new AVFormatContext(null);
    private final int stream;
    private double step;
    private long lastTime = Timeline.NONE;
    private long shift;
    private long end;

    /** Takes the parts of the stream, on the thread that calls {@link #packet}. */
    public interface Out {
        /**
         * The initialisation segment, before any fragment.
         *
         * @param bytes the boxes ftyp and moov
         * @param type its MIME type, for instance {@code video/mp4; codecs="avc1.42c01f"}
         */
        void header(byte[] bytes, String type);

        /**
         * One frame.
         *
         * @param bytes the boxes moof and mdat
         * @param key whether viewers can begin with it
         * @param captured as it was given to {@link #packet}
         */
        void fragment(byte[] bytes, boolean key, long captured);
    }

    /**
     * Begins a stream: its header is handed out at once.
     *
     * @param encoder where the packets will come from
     * @param frameRate frames a second to be expected at first
     * @param out takes the parts
     */
    public FragmentStream(final LiveEncoder encoder, final double frameRate, final Out out) {
        this.out = out;
        this.step = LiveEncoder.TICKS / frameRate;
        AvError.check(avformat_alloc_output_context2(container, null, "mp4", null), "avformat_alloc_output_context2");
        final AVStream added = avformat_new_stream(container, null);
        AvError.check(
                avcodec_parameters_from_context(added.codecpar(), encoder.context()),
                "avcodec_parameters_from_context");
        added.codecpar().codec_tag(0);
        added.time_base(Encoders.rational(1, LiveEncoder.TICKS));
        this.stream = added.index();
        final byte[] header = written(() -> begin(container));
        out.header(header, type(header));
    }

    private static int begin(final AVFormatContext container) {
        final AVDictionary options = new AVDictionary(null);
        // Without skip_trailer the muxer would remember every fragment for an index at an end that never comes.
        av_dict_set(options, "movflags", "frag_custom+empty_moov+default_base_moof+skip_trailer", 0);
        av_dict_set(options, "use_editlist", "0", 0);
        final int code = avformat_write_header(container, options);
        av_dict_free(options);
        return code;
    }

    /**
     * Hands out a frame.
     *
     * @param packet a packet of the encoder, left as it is
     * @param captured when its frame arrived, on the clock of {@link System#nanoTime()}; passed on
     */
    public void packet(final AVPacket packet, final long captured) {
        final boolean key = (packet.flags() & AV_PKT_FLAG_KEY) != 0;
        AvError.check(av_packet_ref(scratch, packet), "av_packet_ref");
        scratch.stream_index(stream);
        schedule(scratch);
        final byte[] bytes = written(() -> {
            final int code = av_write_frame(container, scratch);
            return code < 0 ? code : av_write_frame(container, null);
        });
        av_packet_unref(scratch);
        out.fragment(bytes, key, captured);
    }

    private void schedule(final AVPacket packet) {
        final long time = packet.pts();
        if (lastTime == Timeline.NONE) {
            shift = -time;
        } else if (time - lastTime < SLACK * step) {
            step += ADAPTION * (time - lastTime - step);
        }
        lastTime = time;
        final long expected = Math.max(1, Math.round(step));
        long duration = time + shift + expected - end;
        if (duration < 1 || duration > SLACK * expected) {
            shift += expected - duration;
            duration = expected;
        }
        packet.pts(end);
        packet.dts(end);
        packet.duration(duration);
        end += duration;
    }

    /** Something that the muxer writes, or a negative error of FFmpeg. */
    private interface Writing {
        int write();
    }

    private byte[] written(final Writing writing) {
        final AVIOContext memory = new AVIOContext(null);
        AvError.check(avio_open_dyn_buf(memory), "avio_open_dyn_buf");
        container.pb(memory);
        final int code = writing.write();
        container.pb(null);
        final BytePointer data = new BytePointer((Pointer) null);
        final byte[] bytes = new byte[avio_close_dyn_buf(memory, data)];
        data.get(bytes);
        av_free(data);
        AvError.check(code, "the mp4 muxer");
        return bytes;
    }

    /** The MIME type with profile, constraints and level, which stand in the configuration of the decoder. */
    private static String type(final byte[] header) {
        final int box = new String(header, StandardCharsets.ISO_8859_1).indexOf("avcC");
        if (box < 0) {
            throw new IllegalStateException("the encoder does not describe its stream in front");
        }
        return String.format(
                "video/mp4; codecs=\"avc1.%02x%02x%02x\"",
                header[box + 5] & 0xff, header[box + 6] & 0xff, header[box + 7] & 0xff);
    }

    @Override
    public void close() {
        if (container != null) {
            // The trailer frees what the muxer holds; there is nothing in it for viewers.
            written(() -> av_write_trailer(container));
            avformat_free_context(container);
            container = null;
            av_packet_free(scratch);
        }
    }
}
