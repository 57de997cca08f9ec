package org.objectomaly.video;

import static org.bytedeco.ffmpeg.global.avcodec.*;
import static org.bytedeco.ffmpeg.global.avformat.*;
import static org.bytedeco.ffmpeg.global.avutil.*;

import java.nio.file.Path;
import java.util.List;
import org.bytedeco.ffmpeg.avcodec.AVCodecContext;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avformat.AVFormatContext;
import org.bytedeco.ffmpeg.avformat.AVStream;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.ffmpeg.avutil.AVRational;
import org.objectomaly.Fault;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes frames and the packets that travel with them to an MP4 file, with the timestamps, the colours and the descriptions of
 * the source.
 *
 * <p>While it grows the file consists of fragments of half a second, so a process that is killed leaves a film that
 * plays up to its last fragment; {@link #finish} turns it into an ordinary file with its index in front. One thread at a
 * time may use a writer.
 */
public final class VideoWriter implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(VideoWriter.class);
    private static final double FRAGMENT_SECONDS = 0.5;
    private static final double KEY_FRAME_SECONDS = 2;

    private final Path path;
    private final FragmentedMp4 output;
    private final EncoderKind kind;
    private final CopiedStreams copies;
    private final List<StreamCopy.Chapter> chapters;
    private final OutputTrack track;
    private final EvenFrame even;
    private final FrameTimes times;
    private final double tick;
    private final AVPacket packet = av_packet_alloc();
    private AVCodecContext encoder;
    private boolean begun;
    private boolean finished;
    /** The last write did not come to its end: whoever asked for it knows why. */
    private boolean broken;

    private double fragmentStart;
    private double keyFrame;
    private long frames;

    private VideoWriter(
            final Path path, final VideoReader source, final Encoders.Open open, final int width, final int height) {
        final StreamInfo info = source.info();
        this.path = path;
        this.encoder = open.context();
        this.kind = open.kind();
        final AVRational unit = Encoders.rational(info.timeBaseNumerator(), info.timeBaseDenominator());
        this.tick = (double) info.timeBaseNumerator() / info.timeBaseDenominator();
        this.times = new FrameTimes(Math.max(1, Math.round(1 / (info.frameRate() * tick))));
        this.even = new EvenFrame(width, height);
        this.output = new FragmentedMp4(path);
        final AVFormatContext from = source.demuxer().container();
        final AVStream video = addVideo(source.demuxer().videoStream(), unit);
        if (info.rotationDegrees() == 0) {
            // Frames that the reader did not turn may be mirrored or tilted, which is left to the player.
            StreamCopy.rotation(source.demuxer().videoStream().codecpar(), video.codecpar());
        }
        this.track = new OutputTrack(output, video, unit);
        StreamCopy.describe(from, output.container());
        this.chapters = StreamCopy.chapters(from);
        this.copies = new CopiedStreams(from, source.demuxer().videoIndex(), output);
    }

    /**
     * Prepares a file for the frames of a source. Nothing is created before the first frame is written.
     *
     * @param out the file, its name ending in .mp4
     * @param source the open video, whose streams and descriptions are taken over
     * @param options encoder, quality and size
     * @return a writer before its first frame
     * @throws Fault of kind OUTPUT or USAGE if the file or the encoder cannot be had
     */
    public static VideoWriter create(final Path out, final VideoReader source, final WriterOptions options) {
        OutputFile.check(out, source.demuxer().name(), options.overwrite(), ".mp4");
        final StreamInfo info = source.info();
        final int width = options.width() == 0 ? info.width() : options.width();
        final int height = options.height() == 0 ? info.height() : options.height();
        final Encoders.Setup setup = new Encoders.Setup(
                width + width % 2,
                height + height % 2,
                new int[] {info.timeBaseNumerator(), info.timeBaseDenominator()},
                info.frameRate(),
                info.sampleAspectNumerator(),
                info.sampleAspectDenominator(),
                source.colours());
        final Encoders.Open open =
                options.rate() > 0 ? Encoders.openHurried(setup, options) : Encoders.open(setup, options);
        return new VideoWriter(out, source, open, width, height);
    }

    private AVStream addVideo(final AVStream source, final AVRational unit) {
        final AVStream added = avformat_new_stream(output.container(), null);
        AvError.check(avcodec_parameters_from_context(added.codecpar(), encoder), "avcodec_parameters_from_context");
        added.codecpar().codec_tag(0);
        added.time_base(unit);
        added.avg_frame_rate(encoder.framerate());
        added.sample_aspect_ratio(encoder.sample_aspect_ratio());
        StreamCopy.describe(source, added);
        return added;
    }

    /**
     * The encoder in use.
     *
     * @return its name, as {@link Encoders#available()} lists it
     */
    public String encoderName() {
        return kind.encoder();
    }

    /**
     * Encodes a frame and copies the packets that came with it. A slot without a picture only has packets.
     *
     * @param frame a frame of the writer's size; it may be reused as soon as this returns
     * @throws Fault of kind OUTPUT if the file cannot be written
     */
    public void write(final VideoFrame frame) {
        broken = true;
        if (!begun) {
            output.begin();
            track.begin();
            copies.begin();
            fragmentStart = frame.seconds();
            keyFrame = frame.seconds();
            begun = true;
        }
        copies.write(frame.packets());
        if (frame.hasPicture()) {
            encode(frame);
        }
        broken = false;
    }

    private void encode(final VideoFrame frame) {
        final AVFrame picture = even.of(frame.nativeFrame());
        final boolean key = frames == 0 || frame.seconds() - keyFrame >= KEY_FRAME_SECONDS;
        if (key) {
            keyFrame = frame.seconds();
        }
        picture.pict_type(key ? AV_PICTURE_TYPE_I : AV_PICTURE_TYPE_NONE);
        picture.quality(encoder.global_quality());
        picture.pts(kind.countsFrames() ? frames : frame.pts());
        times.put(frames++, frame.pts(), frame.duration());
        check(avcodec_send_frame(encoder, picture));
        drain();
    }

    private void drain() {
        while (true) {
            final int code = avcodec_receive_packet(encoder, packet);
            if (code == AvError.EAGAIN || code == AVERROR_EOF()) {
                return;
            }
            check(code);
            // Without B-frames packets come in the order of the frames.
            times.stamp(packet);
            final double seconds = packet.pts() * tick;
            check(track.put(packet));
            if (seconds - fragmentStart >= FRAGMENT_SECONDS) {
                fragmentStart = seconds;
                output.endFragment();
            }
        }
    }

    private void check(final int code) {
        if (code < 0) {
            throw OutputFile.failed(path, code);
        }
    }

    /**
     * Encodes what the encoder still holds, ends the file and moves its index to the front.
     *
     * @throws Fault of kind OUTPUT if the end cannot be written
     */
    public void finish() {
        if (!begun || finished) {
            return;
        }
        finished = true;
        writeRest();
        output.finish();
        FastStart.apply(path, chapters);
    }

    private void writeRest() {
        check(avcodec_send_frame(encoder, null));
        drain();
        check(track.end());
        copies.end();
    }

    /** Closes the file. Without {@link #finish} before, what was written stays, as a fragmented file that plays. */
    @Override
    public void close() {
        if (encoder == null) {
            return;
        }
        try {
            if (begun && !finished && !broken) {
                writeRest();
            }
        } catch (final Fault e) {
            LOG.warn("the last frames are lost: {}", e.getMessage());
        } finally {
            output.close();
            copies.close();
            track.close();
            even.close();
            av_packet_free(packet);
            avcodec_free_context(encoder);
            encoder = null;
        }
    }
}
