package org.objectomaly.video;

import static org.bytedeco.ffmpeg.global.avcodec.*;
import static org.bytedeco.ffmpeg.global.avutil.*;

import org.bytedeco.ffmpeg.avcodec.AVCodecContext;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.objectomaly.Fault;
import org.objectomaly.Natives;

/**
 * Encodes the frames of a live picture as H.264, each as soon as it comes: one packet for every frame, without delay and
 * at the frame's own time. Every second, and when somebody begins to view, a frame is a key frame.
 *
 * <p>Frames have one size; another size needs another encoder. One thread at a time may use an encoder, except for
 * {@link #requestKeyFrame}.
 */
public final class LiveEncoder implements AutoCloseable {
    /** Units of time in a second. */
    public static final int TICKS = 90_000;

    private final EncoderKind kind;
    private final int width;
    private final int height;
    private final EvenFrame even;
    private final long step;
    private final AVPacket packet = av_packet_alloc();
    private AVCodecContext encoder;
    private long last = Timeline.NONE;
    private long lastKey;
    private volatile boolean keyWanted = true;

    private LiveEncoder(final Encoders.Open open, final VideoFrame like, final double frameRate) {
        this.kind = open.kind();
        this.encoder = open.context();
        this.width = like.width();
        this.height = like.height();
        this.even = new EvenFrame(width, height);
        this.step = Math.max(1, Math.round(TICKS / frameRate));
    }

    /**
     * Opens an encoder.
     *
     * @param like a frame of the size and colours that all frames will have
     * @param frameRate frames a second to be expected; they may come unevenly, but the rate is shared out among this many
     *     frames, so that fewer get fewer bits in all
     * @param options encoder and quality, the best that is used
     * @param rate bits a second at most, 1000 or more
     * @return an encoder before its first frame
     * @throws Fault of kind USAGE if the named encoder does not open, of kind OUTPUT if none does
     */
    public static LiveEncoder open(
            final VideoFrame like, final double frameRate, final WriterOptions options, final long rate) {
        Natives.loadVideo();
        if (rate < 1000) {
            throw Fault.of(Fault.Kind.USAGE, "A live picture needs 1000 bits a second or more, not %d.", rate);
        }
        final Encoders.Setup setup = new Encoders.Setup(
                like.width() + like.width() % 2,
                like.height() + like.height() % 2,
                new int[] {1, TICKS},
                frameRate,
                1,
                1,
                like.colours());
        return new LiveEncoder(Encoders.openLive(setup, options, rate), like, frameRate);
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
     * Whether a frame can be encoded here.
     *
     * @param frame any frame
     * @return false if its size needs another encoder
     */
    public boolean fits(final VideoFrame frame) {
        return frame.width() == width && frame.height() == height;
    }

    /** Makes the next frame a key frame, for somebody who begins to view. May be called from any thread. */
    public void requestKeyFrame() {
        keyWanted = true;
    }

    /**
     * Encodes a frame.
     *
     * @param frame a frame of the encoder's size; it may be reused as soon as this returns
     * @param ptsTicks its time in units of 1/{@value #TICKS} s; moved if it is not after the frame before
     * @param sink given the frame's packet before this returns
     * @throws Fault of kind OUTPUT if the encoder fails
     */
    public void encode(final VideoFrame frame, final long ptsTicks, final PacketSink sink) {
        final long time = last == Timeline.NONE ? ptsTicks : Math.max(ptsTicks, last + 1);
        final boolean key = keyWanted || time - lastKey >= TICKS;
        if (key) {
            keyWanted = false;
            lastKey = time;
        }
        last = time;
        final AVFrame picture = even.of(frame.nativeFrame());
        picture.pts(time);
        picture.pict_type(key ? AV_PICTURE_TYPE_I : AV_PICTURE_TYPE_NONE);
        check(avcodec_send_frame(encoder, picture));
        while (true) {
            final int code = avcodec_receive_packet(encoder, packet);
            if (code == AvError.EAGAIN) {
                return;
            }
            check(code);
            packet.dts(packet.pts());
            packet.duration(step);
            sink.packet(packet);
            av_packet_unref(packet);
        }
    }

    private void check(final int code) {
        if (code < 0) {
            throw Fault.of(
                    Fault.Kind.OUTPUT,
                    "The encoder '%s' has failed: %s; choose another with --encoder.",
                    kind.encoder(),
                    AvError.text(code));
        }
    }

    /** The open encoder, for containers that take its stream. */
    AVCodecContext context() {
        return encoder;
    }

    @Override
    public void close() {
        if (encoder != null) {
            avcodec_free_context(encoder);
            encoder = null;
            av_packet_free(packet);
            even.close();
        }
    }
}
