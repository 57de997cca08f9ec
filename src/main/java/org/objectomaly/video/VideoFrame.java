package org.objectomaly.video;

import static org.bytedeco.ffmpeg.global.avutil.*;

import java.nio.ByteBuffer;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.javacpp.BytePointer;
import org.objectomaly.image.Picture;
import org.objectomaly.image.YuvPlanes;

/**
 * One slot for one picture of a video: 8-bit 4:2:0 planes in native memory, its time, and the packets of the other
 * streams that came with it. Allocated once and refilled for every frame of a run.
 *
 * <p>Decoded planes are shared with the decoder, which may still predict from them, so they are only copied (into memory
 * this slot keeps) when somebody asks to draw. One thread at a time may use a slot, except that any number of threads
 * may look at {@link #planes()}.
 */
public final class VideoFrame implements AutoCloseable {
    private AVFrame frame = av_frame_alloc();
    private AVFrame own = av_frame_alloc();
    private final PacketList packets = new PacketList();
    private final RgbConverter rgb = new RgbConverter();
    private Colours colours = Colours.untagged(0);
    private long index = -1;
    private long pts;
    private long duration;
    private int timeBaseNumerator = 1;
    private int timeBaseDenominator = 1;
    private YuvPlanes planes;
    private final long[] planeAddresses = new long[3];

    /** An empty slot, to be filled by {@link VideoReader#read}. */
    public VideoFrame() {}

    /**
     * A slot with a picture of its own, to be drawn into and written: its time comes from {@link #copyMetadataFrom}.
     *
     * @param width columns, at least 1
     * @param height rows, at least 1
     * @return a frame whose samples are not set
     */
    public static VideoFrame allocate(final int width, final int height) {
        final VideoFrame made = new VideoFrame();
        made.colours = Colours.untagged(height);
        made.frame.format(AV_PIX_FMT_YUV420P).width(width).height(height);
        AvError.check(av_frame_get_buffer(made.frame, 0), "av_frame_get_buffer");
        return made;
    }

    /**
     * Whether there is a picture in the slot. After the last frame of a video a slot may hold packets alone.
     *
     * @return true if {@link #planes()} may be asked for
     */
    public boolean hasPicture() {
        return frame.width() > 0;
    }

    /**
     * Number of the frame in its video.
     *
     * @return 0 for the first
     */
    public long index() {
        return index;
    }

    /**
     * Presentation time in the unit of the source ({@link StreamInfo#timeBaseNumerator()} and denominator).
     *
     * @return the timestamp, unchanged from the source
     */
    public long pts() {
        return pts;
    }

    /**
     * Presentation time.
     *
     * @return seconds on the source's clock, which need not start at 0
     */
    public double seconds() {
        return (double) pts * timeBaseNumerator / timeBaseDenominator;
    }

    /**
     * Columns of the picture.
     *
     * @return pixels; 0 without a picture
     */
    public int width() {
        return frame.width();
    }

    /**
     * Rows of the picture.
     *
     * @return pixels; 0 without a picture
     */
    public int height() {
        return frame.height();
    }

    /**
     * The planes, only to be looked at: the decoder may still read them.
     *
     * @return buffers that are valid until the slot is cleared, refilled or asked for writable planes
     */
    public YuvPlanes planes() {
        if (planes == null || !describes(planes)) {
            final int chromaHeight = (frame.height() + 1) / 2;
            planes = new YuvPlanes(
                    frame.width(),
                    frame.height(),
                    buffer(frame.data(0), (long) frame.linesize(0) * frame.height()),
                    frame.linesize(0),
                    buffer(frame.data(1), (long) frame.linesize(1) * chromaHeight),
                    buffer(frame.data(2), (long) frame.linesize(2) * chromaHeight),
                    frame.linesize(1),
                    colours.bt709(),
                    colours.fullRange());
            for (int i = 0; i < planeAddresses.length; i++) {
                planeAddresses[i] = frame.data(i).address();
            }
        }
        return planes;
    }

    /**
     * The planes, to be drawn into. Copies the picture first if the decoder still uses it.
     *
     * @return buffers that are valid until the slot is cleared or refilled
     */
    public YuvPlanes writablePlanes() {
        if (av_frame_is_writable(frame) == 0) {
            copyToOwn();
        }
        return planes();
    }

    /**
     * Converts the picture with the matrix and range of its video.
     *
     * @param into a picture of this frame's size (the fast way) or any other (scaled by area)
     */
    public void toRgb(final Picture into) {
        rgb.convert(frame, colours, into);
    }

    /**
     * Takes over index, time, colours and, by moving them, the packets of another frame.
     *
     * @param other the frame this one is drawn from; it keeps its picture and loses its packets
     */
    public void copyMetadataFrom(final VideoFrame other) {
        index = other.index;
        pts = other.pts;
        duration = other.duration;
        timeBaseNumerator = other.timeBaseNumerator;
        timeBaseDenominator = other.timeBaseDenominator;
        copyColoursFrom(other);
        packets.clear();
        packets.takeAll(other.packets);
    }

    /**
     * Has samples mean the same as another frame's; to be called before anything is drawn.
     *
     * @param other the frame this one is drawn from
     */
    public void copyColoursFrom(final VideoFrame other) {
        means(other.colours);
    }

    private void means(final Colours meaning) {
        if (colours != meaning) {
            colours = meaning;
            planes = null;
        }
    }

    /**
     * Takes over everything that another slot holds; that one is empty afterwards.
     *
     * @param other a slot with a picture
     */
    public void take(final VideoFrame other) {
        clear();
        copyMetadataFrom(other);
        av_frame_move_ref(frame, other.frame);
        other.clear();
    }

    /** Gives picture and packets back; the slot's own memory stays for the next frame. */
    public void clear() {
        packets.clear();
        av_frame_unref(frame);
        index = -1;
    }

    @Override
    public void close() {
        if (frame != null) {
            packets.close();
            rgb.close();
            av_frame_free(frame);
            av_frame_free(own);
            frame = null;
            own = null;
            planes = null;
        }
    }

    /** The native frame, for encoders and converters of this package. */
    AVFrame nativeFrame() {
        return frame;
    }

    PacketList packets() {
        return packets;
    }

    Colours colours() {
        return colours;
    }

    /** How long the frame is shown, in the time base; 0 when unknown. */
    long duration() {
        return duration;
    }

    /**
     * Moves a decoded frame in; the slot must be clear.
     *
     * @param decoded an 8-bit 4:2:0 frame, empty afterwards
     * @param meaning what its samples mean
     * @param number its index
     * @param time its timestamp
     * @param timeBase numerator and denominator of the unit
     */
    void fill(final AVFrame decoded, final Colours meaning, final long number, final long time, final int[] timeBase) {
        duration = decoded.duration();
        av_frame_move_ref(frame, decoded);
        means(meaning);
        index = number;
        pts = time;
        timeBaseNumerator = timeBase[0];
        timeBaseDenominator = timeBase[1];
    }

    private boolean describes(final YuvPlanes cached) {
        // The decoder keeps a pool for each plane, so that one plane's memory says nothing of the others'.
        for (int i = 0; i < planeAddresses.length; i++) {
            if (planeAddresses[i] != frame.data(i).address()) {
                return false;
            }
        }
        return cached.width() == frame.width()
                && cached.height() == frame.height()
                && cached.yStride() == frame.linesize(0)
                && cached.chromaStride() == frame.linesize(1);
    }

    private void copyToOwn() {
        final boolean fits = own.width() == frame.width() && own.height() == frame.height();
        if (!fits || av_frame_is_writable(own) == 0) {
            av_frame_unref(own);
            own.format(AV_PIX_FMT_YUV420P).width(frame.width()).height(frame.height());
            AvError.check(av_frame_get_buffer(own, 0), "av_frame_get_buffer");
        }
        AvError.check(av_frame_copy(own, frame), "av_frame_copy");
        av_frame_unref(frame);
        AvError.check(av_frame_ref(frame, own), "av_frame_ref");
    }

    private static ByteBuffer buffer(final BytePointer data, final long bytes) {
        return data.capacity(bytes).asByteBuffer();
    }
}
