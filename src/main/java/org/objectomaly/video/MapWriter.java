package org.objectomaly.video;

import static org.bytedeco.ffmpeg.global.avcodec.*;
import static org.bytedeco.ffmpeg.global.avformat.*;
import static org.bytedeco.ffmpeg.global.avutil.*;

import java.nio.ByteOrder;
import java.nio.ShortBuffer;
import java.nio.file.Path;
import org.bytedeco.ffmpeg.avcodec.AVCodec;
import org.bytedeco.ffmpeg.avcodec.AVCodecContext;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avformat.AVStream;
import org.bytedeco.ffmpeg.avutil.AVDictionary;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.ffmpeg.avutil.AVRational;
import org.objectomaly.Fault;
import org.objectomaly.image.ScoreMap;

/**
 * Keeps anomaly maps as a lossless video: FFV1 with 16 bits of grey in Matroska, one picture a map, at the time of its
 * frame. A score of 0 is stored as 0 and 1 as 65535; scores outside are clamped, NaN becomes 0.
 *
 * <p>Matroska counts milliseconds, so times are the frames' times rounded to those. The file can be played at every
 * moment of its growth. One thread at a time may use a writer.
 */
public final class MapWriter implements AutoCloseable {
    private static final int WHITE = 65_535;

    private final int width;
    private final int height;
    private final AVPacket packet = av_packet_alloc();
    private final AVFrame grey = av_frame_alloc();
    private final AVRational unit;
    private final MuxedFile file;
    private AVCodecContext encoder;
    private AVStream stream;
    private AVRational streamUnit;

    private MapWriter(final Path path, final StreamInfo source, final int width, final int height) {
        this.file = new MuxedFile(path, "matroska");
        this.width = width;
        this.height = height;
        this.unit = Encoders.rational(source.timeBaseNumerator(), source.timeBaseDenominator());
    }

    /**
     * Prepares a file for the maps of a video. Nothing is created before the first map is written.
     *
     * @param out the file, its name ending in .mkv
     * @param source the open video the maps belong to
     * @param width columns of every map
     * @param height rows of every map
     * @param overwrite whether a file that exists may be replaced
     * @return a writer before its first map
     * @throws Fault of kind OUTPUT or USAGE if the file cannot be had
     */
    public static MapWriter create(
            final Path out, final VideoReader source, final int width, final int height, final boolean overwrite) {
        OutputFile.check(out, source.demuxer().name(), overwrite, ".mkv");
        final MapWriter made = new MapWriter(out, source.info(), width, height);
        try {
            made.openEncoder(source.info());
            made.addStream();
            return made;
        } catch (final RuntimeException e) {
            made.close();
            throw e;
        }
    }

    private void openEncoder(final StreamInfo source) {
        final AVCodec codec = avcodec_find_encoder(AV_CODEC_ID_FFV1);
        encoder = avcodec_alloc_context3(codec);
        encoder.width(width);
        encoder.height(height);
        encoder.pix_fmt(AV_PIX_FMT_GRAY16);
        encoder.color_range(AVCOL_RANGE_JPEG);
        encoder.time_base(unit);
        encoder.framerate(av_d2q(source.frameRate(), 1_001_000));
        encoder.flags(encoder.flags() | AV_CODEC_FLAG_GLOBAL_HEADER);
        AvError.check(avcodec_open2(encoder, codec, (AVDictionary) null), "avcodec_open2 of FFV1");
        grey.format(AV_PIX_FMT_GRAY16).width(width).height(height);
        AvError.check(av_frame_get_buffer(grey, 0), "av_frame_get_buffer");
    }

    private void addStream() {
        stream = avformat_new_stream(file.container(), null);
        AvError.check(avcodec_parameters_from_context(stream.codecpar(), encoder), "avcodec_parameters_from_context");
        stream.time_base(unit);
        stream.avg_frame_rate(encoder.framerate());
    }

    /**
     * Writes a map.
     *
     * @param map scores of 0 to 1 in the writer's size
     * @param frame the frame it belongs to, for its time
     * @throws Fault of kind OUTPUT if the file cannot be written
     */
    public void write(final ScoreMap map, final VideoFrame frame) {
        if (map.width() != width || map.height() != height) {
            throw new IllegalArgumentException("a map of " + map.width() + " x " + map.height()
                    + " does not fit a file of " + width + " x " + height);
        }
        if (streamUnit == null) {
            file.begin("cluster_time_limit", "500");
            streamUnit = stream.time_base();
        }
        if (av_frame_is_writable(grey) == 0) {
            AvError.check(av_frame_make_writable(grey), "av_frame_make_writable");
        }
        quantise(map);
        grey.pts(frame.pts());
        grey.duration(frame.duration());
        file.check(avcodec_send_frame(encoder, grey));
        drain();
    }

    private void quantise(final ScoreMap map) {
        final long bytes = (long) grey.linesize(0) * height;
        final ShortBuffer pixels = grey.data(0)
                .capacity(bytes)
                .asByteBuffer()
                .order(ByteOrder.nativeOrder())
                .asShortBuffer();
        final float[] scores = map.values();
        final int stride = grey.linesize(0) / Short.BYTES;
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                final float score = Math.min(1, Math.max(0, scores[y * width + x]));
                pixels.put(y * stride + x, (short) (int) (score * WHITE + 0.5f));
            }
        }
    }

    private void drain() {
        while (true) {
            final int code = avcodec_receive_packet(encoder, packet);
            if (code == AvError.EAGAIN || code == AVERROR_EOF()) {
                return;
            }
            file.check(code);
            packet.stream_index(stream.index());
            av_packet_rescale_ts(packet, unit, streamUnit);
            file.check(file.write(packet));
            av_packet_unref(packet);
        }
    }

    /**
     * Ends the file.
     *
     * @throws Fault of kind OUTPUT if the end cannot be written
     */
    public void finish() {
        if (file.isBegun()) {
            file.check(avcodec_send_frame(encoder, null));
            drain();
            file.finish();
        }
    }

    /** Closes the file. Without {@link #finish} before, what was written stays and plays. */
    @Override
    public void close() {
        if (encoder == null) {
            return;
        }
        file.close();
        av_frame_free(grey);
        av_packet_free(packet);
        avcodec_free_context(encoder);
        encoder = null;
    }
}
