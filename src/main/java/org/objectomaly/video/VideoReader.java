package org.objectomaly.video;

import static org.bytedeco.ffmpeg.global.avcodec.*;
import static org.bytedeco.ffmpeg.global.avformat.*;
import static org.bytedeco.ffmpeg.global.avutil.*;

import java.nio.file.Path;
import java.util.Locale;
import org.bytedeco.ffmpeg.avcodec.AVCodec;
import org.bytedeco.ffmpeg.avcodec.AVCodecContext;
import org.bytedeco.ffmpeg.avcodec.AVCodecParameters;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avformat.AVStream;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.ffmpeg.avutil.AVRational;
import org.objectomaly.Fault;
import org.objectomaly.Natives;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads a video frame by frame, as 8-bit 4:2:0 in the size of its first frame, with the source's own timestamps.
 *
 * <p>A frame that is 8-bit 4:2:0 already is not touched or copied. The packets of the other streams come along inside
 * the frames, in the order of the file, unless the source is live. One thread at a time may use a reader.
 */
public final class VideoReader implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(VideoReader.class);
    private static final int HOPELESS = 64;

    private final Demuxer demuxer;
    private final PacketTap tap;
    private final AVPacket packet = av_packet_alloc();
    private final PacketList pending = new PacketList();
    private final int[] timeBase;
    private AVCodecContext decoder;
    /** Null where the processor decodes. */
    private GpuDecoding gpu;

    private AVFrame decoded = av_frame_alloc();
    private FrameConverter converter;
    private Turn turn;
    private Timeline timeline;
    private StreamInfo info;
    private long usualStep;
    private long index;
    private long videoPackets;
    private long damaged;
    /** How long a live source may send without showing anything; 0 for other sources. */
    private final long longestBlind;

    private long arrived = System.nanoTime();
    private boolean firstWaits;
    private boolean drained;

    private VideoReader(final Demuxer demuxer, final ReaderOptions options, final PacketTap tap) {
        this.longestBlind = options.live() ? options.networkDeadline().toNanos() : 0;
        this.demuxer = demuxer;
        this.tap = tap;
        final AVRational unit = demuxer.videoStream().time_base();
        this.timeBase = new int[] {unit.num(), unit.den()};
    }

    /**
     * Whether a source is a camera of this machine.
     *
     * @param source a path or an address
     * @return true for a path such as /dev/video0
     */
    public static boolean isDevice(final String source) {
        return !Demuxer.isNetwork(source) && Demuxer.isDevice(Path.of(source));
    }

    /**
     * Opens a video and decodes its first frame.
     *
     * @param source a path (also of a named pipe), an address such as rtsp://camera/1, or "-" for standard input
     * @param options threads and deadlines
     * @return a reader before its first frame
     * @throws Fault of kind INPUT with the reason if there is no video to be had
     */
    public static VideoReader open(final String source, final ReaderOptions options) {
        return open(source, options, null);
    }

    /**
     * Opens a video whose packets somebody else wants too, and decodes its first frame.
     *
     * @param source as above
     * @param options threads and deadlines
     * @param tap told of every packet from the first on; null for nobody
     * @return a reader before its first frame
     * @throws Fault of kind INPUT with the reason if there is no video to be had
     */
    public static VideoReader open(final String source, final ReaderOptions options, final PacketTap tap) {
        Natives.loadVideo();
        final VideoReader reader = new VideoReader(Demuxer.open(source, options), options, tap);
        try {
            reader.openDecoder(options);
            if (tap != null) {
                tap.opened(reader.demuxer.container(), reader.demuxer.videoIndex());
            }
            reader.decodeFirst(options);
            return reader;
        } catch (final RuntimeException e) {
            reader.close();
            throw e;
        }
    }

    /**
     * What the video is.
     *
     * @return its description
     */
    public StreamInfo info() {
        return info;
    }

    /**
     * Moves the next frame into a slot, upright, with the packets of the other streams that were read before it if the source is
     * not live.
     *
     * @param into a slot; what it held is given back
     * @return false at the end of the video: then the slot holds no picture, only the packets after the last frame
     * @throws Fault of kind INPUT if the source gives no data for longer than the deadline
     */
    public boolean read(final VideoFrame into) {
        into.clear();
        final boolean more = firstWaits || decodeNext();
        firstWaits = false;
        into.packets().takeAll(pending);
        if (!more) {
            return false;
        }
        converter.convert(decoded);
        if (turn != null) {
            turn.apply(decoded);
        }
        final long time = timeline.next(decoded.best_effort_timestamp(), usualStep);
        into.fill(decoded, converter.colours(), index++, time, timeBase);
        return true;
    }

    /**
     * Whether the sender sets the pace: a camera, or a stream that is sent as it comes about, by RTSP, RTP, RTMP, or as a
     * transport stream over SRT, UDP, TCP or HTTP; and what comes through a pipe. Others can be read as fast as the network
     * or the disk allows, and come in bursts: HLS and DASH, live as well, and films in files or at a web server. Whoever
     * shows these live has to give each frame its own time.
     *
     * @return false if frames come faster than they are to be shown
     */
    public boolean isPacedBySender() {
        return demuxer.isPacedBySender();
    }

    /**
     * When the last packet of the latest frame arrived.
     *
     * @return on the clock of {@link System#nanoTime()}
     */
    public long arrived() {
        return arrived;
    }

    /**
     * Packets that could not be read or decoded and were passed over, and frames with gaps that the decoder has filled.
     *
     * @return the count so far
     */
    public long damagedPackets() {
        return damaged + demuxer.errors();
    }

    /** The open container, for a writer that takes over its streams. */
    Demuxer demuxer() {
        return demuxer;
    }

    Colours colours() {
        return converter.colours();
    }

    private void openDecoder(final ReaderOptions options) {
        final AVCodecParameters parameters = demuxer.videoStream().codecpar();
        final AVCodec codec = avcodec_find_decoder(parameters.codec_id());
        final String codecName = avcodec_get_name(parameters.codec_id()).getString();
        if (codec == null) {
            throw notDecodable(codecName);
        }
        decoder = avcodec_alloc_context3(codec);
        AvError.check(avcodec_parameters_to_context(decoder, parameters), "avcodec_parameters_to_context");
        decoder.pkt_timebase(demuxer.videoStream().time_base());
        decoder.thread_count(options.threads());
        if (options.live()) {
            decoder.flags(decoder.flags() | AV_CODEC_FLAG_LOW_DELAY);
        }
        gpu = GpuDecoding.open(options);
        if (gpu != null) {
            gpu.offerTo(decoder);
        }
        if (avcodec_open2(decoder, codec, (org.bytedeco.ffmpeg.avutil.AVDictionary) null) < 0) {
            throw notDecodable(codecName);
        }
    }

    /** Whether frames are decoded with their rows where the upright picture has its columns. */
    private boolean lying() {
        return turn != null && turn.isQuarter();
    }

    private Fault notDecodable(final String codec) {
        return Fault.of(
                Fault.Kind.INPUT,
                "'%s' is coded as %s, which cannot be decoded here: convert it to H.264 first.",
                demuxer.name(),
                codec);
    }

    private void decodeFirst(final ReaderOptions options) {
        if (!decodeNext()) {
            throw Fault.of(
                    Fault.Kind.INPUT,
                    "'%s' has a video stream but not one frame in it could be decoded: it is empty or damaged.",
                    demuxer.name());
        }
        firstWaits = true;
        turn = Turn.of(demuxer.videoStream().codecpar());
        converter =
                new FrameConverter(decoded, lying() ? options.withSize(options.height(), options.width()) : options);
        info = describe();
        final double step = timeBase[1] / (Math.max(1, info.frameRate()) * timeBase[0]);
        usualStep = Math.max(1, Math.round(step));
        timeline = new Timeline(Math.max(1, timeBase[1] / timeBase[0]));
    }

    private StreamInfo describe() {
        final AVStream stream = demuxer.videoStream();
        AVRational rate = stream.avg_frame_rate();
        if (rate.num() <= 0 || rate.den() <= 0) {
            rate = av_guess_frame_rate(demuxer.container(), stream, decoded);
        }
        final double fps = rate.num() > 0 && rate.den() > 0 ? (double) rate.num() / rate.den() : 25;
        double seconds = 0;
        if (stream.duration() > 0) {
            seconds = (double) stream.duration() * timeBase[0] / timeBase[1];
        } else if (demuxer.container().duration() > 0) {
            seconds = demuxer.container().duration() / 1e6;
        }
        final long guessed = seconds > 0 ? Math.round(seconds * fps) : -1;
        final AVRational aspect = av_guess_sample_aspect_ratio(demuxer.container(), stream, decoded);
        return new StreamInfo(
                lying() ? converter.height() : converter.width(),
                lying() ? converter.width() : converter.height(),
                timeBase[0],
                timeBase[1],
                fps,
                stream.nb_frames() > 0 ? stream.nb_frames() : guessed,
                seconds,
                turn == null ? 0 : turn.degrees(),
                avcodec_get_name(stream.codecpar().codec_id()).getString(),
                demuxer.container().iformat().name().getString(),
                converter.colours().bt709(),
                converter.colours().fullRange(),
                lying() && aspect.num() > 0 ? aspect.den() : aspect.num(),
                lying() && aspect.num() > 0 ? aspect.num() : aspect.den(),
                demuxer.container().nb_streams() - 1,
                av_get_pix_fmt_name(decoded.format()).getString());
    }

    /** Decodes one frame into {@link #decoded}, reading as many packets as it takes. */
    private boolean decodeNext() {
        int failures = 0;
        final long begin = System.nanoTime();
        while (true) {
            requireSight(begin);
            final int code = avcodec_receive_frame(decoder, decoded);
            if (code >= 0) {
                if (gpu != null) {
                    gpu.fetch(decoded);
                }
                // Where packets were lost on the way, the decoder fills the gap as well as it can, and says so here.
                if (decoded.decode_error_flags() != 0 || (decoded.flags() & AVFrame.AV_FRAME_FLAG_CORRUPT) != 0) {
                    damaged++;
                }
                return true;
            }
            if (code != AvError.EAGAIN && code != AVERROR_EOF()) {
                damaged++;
                // A frame that fails is passed over; a decoder that only fails is given up.
                if (++failures < HOPELESS) {
                    continue;
                }
            }
            if (drained) {
                if (longestBlind == 0) {
                    warnIfCutOff();
                }
                return false;
            }
            feed(begin);
        }
    }

    /** A camera may send for ever without a key frame, or something that is no video, or sound alone. */
    private void requireSight(final long begin) {
        if (longestBlind > 0 && System.nanoTime() - begin > longestBlind) {
            final boolean seen = arrived - begin > 0;
            throw Fault.of(
                    Fault.Kind.INPUT,
                    seen
                            ? "'%s' sends data, but no picture could be decoded for %s s: let the camera send key frames."
                            : "'%s' sends data, but none of its video for %s s: restart the camera.",
                    demuxer.name(),
                    String.format(Locale.ROOT, "%.3g", longestBlind / 1e9));
        }
    }

    /** Gives the decoder the next packet of the video, or tells it that there is none. */
    private void feed(final long begin) {
        while (demuxer.read(packet)) {
            if (tap != null) {
                tap.packet(packet, demuxer.container().streams(packet.stream_index()));
            }
            if (packet.stream_index() == demuxer.videoIndex()) {
                arrived = System.nanoTime();
                videoPackets++;
                final int code = avcodec_send_packet(decoder, packet);
                if (code < 0 && code != AvError.EAGAIN || (packet.flags() & AV_PKT_FLAG_CORRUPT) != 0) {
                    damaged++;
                }
                av_packet_unref(packet);
                return;
            }
            if (longestBlind > 0) {
                // Nobody copies the other streams of a camera; who wants them has the tap.
                av_packet_unref(packet);
                requireSight(begin);
            } else {
                pending.take(packet);
            }
        }
        drained = true;
        avcodec_send_packet(decoder, null);
    }

    private void warnIfCutOff() {
        final long promised = demuxer.videoStream().nb_frames();
        // Some recorders count one frame too many; that is not worth a warning.
        if (demuxer.cutOff() || promised - videoPackets > 1) {
            LOG.warn(
                    "'{}' ends early: {} of {} frames are there, the file is cut off or damaged",
                    demuxer.name(),
                    videoPackets,
                    promised > 0 ? promised : "an unknown number of");
        }
        if (timeline != null && timeline.repaired() > 0) {
            LOG.warn(
                    "'{}' has {} timestamps that do not increase; they were moved",
                    demuxer.name(),
                    timeline.repaired());
        }
    }

    @Override
    public void close() {
        if (decoded == null) {
            return;
        }
        if (decoder != null) {
            avcodec_free_context(decoder);
        }
        if (gpu != null) {
            gpu.close();
        }
        if (converter != null) {
            converter.close();
        }
        if (turn != null) {
            turn.close();
        }
        av_frame_free(decoded);
        decoded = null;
        av_packet_free(packet);
        pending.close();
        demuxer.close();
    }
}
