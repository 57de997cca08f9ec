package org.objectomaly.video;

import static org.bytedeco.ffmpeg.global.avcodec.AVDISCARD_ALL;
import static org.bytedeco.ffmpeg.global.avcodec.AV_PKT_FLAG_KEY;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_get_name;
import static org.bytedeco.ffmpeg.global.avformat.*;

import java.util.ArrayList;
import java.util.List;
import org.bytedeco.ffmpeg.avcodec.AVCodecParameters;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avformat.AVFormatContext;
import org.bytedeco.ffmpeg.avformat.AVStream;
import org.bytedeco.ffmpeg.avutil.AVRational;

/** What a recorder knows about a source: its streams, which outlive the reader that found them, and their clocks. */
final class ClipSource implements AutoCloseable {
    private static final double USUAL_RATE = 25;

    private final AVFormatContext streams = new AVFormatContext(null);
    private final StreamClock[] clocks;
    private final List<String> left = new ArrayList<>();
    private final int video;
    private final double unit;
    private final double frameSeconds;
    private final ParameterSets sets;

    /**
     * Copies the description of a source.
     *
     * @param source an open container
     * @param video its video stream
     */
    ClipSource(final AVFormatContext source, final int video) {
        this.video = video;
        this.clocks = new StreamClock[source.nb_streams()];
        AvError.check(avformat_alloc_output_context2(streams, null, "mp4", null), "avformat_alloc_output_context2");
        for (int i = 0; i < clocks.length; i++) {
            final AVStream stream = source.streams(i);
            final AVStream copy = StreamCopy.add(stream, streams);
            final boolean wanted = stream.discard() != AVDISCARD_ALL && StreamCopy.fitsMp4(stream);
            if (i != video && !wanted) {
                copy.discard(AVDISCARD_ALL);
                left.add(name(copy));
            } else {
                clocks[i] = clock(copy);
            }
        }
        this.unit = seconds(streams.streams(video).time_base());
        this.frameSeconds = 1 / rate(streams.streams(video));
        final AVCodecParameters parameters = streams.streams(video).codecpar();
        this.sets = ParameterSets.concerns(parameters) ? new ParameterSets(parameters) : null;
    }

    private static StreamClock clock(final AVStream stream) {
        final double tick = seconds(stream.time_base());
        return new StreamClock(tick, Math.max(1, Math.round(1 / (rate(stream) * tick))));
    }

    private static double rate(final AVStream stream) {
        final AVRational rate = stream.avg_frame_rate();
        return rate.num() > 0 && rate.den() > 0 ? (double) rate.num() / rate.den() : USUAL_RATE;
    }

    private static double seconds(final AVRational unit) {
        return (double) unit.num() / unit.den();
    }

    private static String name(final AVStream stream) {
        return avcodec_get_name(stream.codecpar().codec_id()).getString();
    }

    /** The streams, to be copied into a file; those that no file can hold are marked to be left out. */
    AVFormatContext streams() {
        return streams;
    }

    /** Codecs of the streams that no clip can hold. */
    List<String> left() {
        return left;
    }

    int videoIndex() {
        return video;
    }

    AVStream videoStream() {
        return streams.streams(video);
    }

    /** Whether a packet can go into a clip; a transport stream may show further streams later, which cannot. */
    boolean wants(final AVPacket packet) {
        final int index = packet.stream_index();
        return index < clocks.length && clocks[index] != null;
    }

    boolean isVideo(final AVPacket packet) {
        return packet.stream_index() == video;
    }

    /** Whether a clip can begin with this packet. */
    boolean isKey(final AVPacket packet) {
        return isVideo(packet) && (packet.flags() & AV_PKT_FLAG_KEY) != 0;
    }

    /** The decoding time of a packet of the video, seconds. */
    double seconds(final AVPacket packet) {
        return packet.dts() * unit;
    }

    /** How long a frame usually lasts, seconds. */
    double frameSeconds() {
        return frameSeconds;
    }

    /**
     * Mends the times of the next packet of a stream.
     *
     * @param packet one that is wanted
     * @param arrival when it came, on the clock of {@link System#nanoTime()}
     */
    void stamp(final AVPacket packet, final long arrival) {
        clocks[packet.stream_index()].stamp(packet, arrival);
    }

    /**
     * Whether the picture is described differently from here on, so that it cannot continue a file.
     *
     * @param key a key frame
     * @return true if what came before must not be joined with it
     */
    boolean changes(final AVPacket key) {
        return sets != null && sets.changed(key, videoStream().codecpar());
    }

    @Override
    public void close() {
        if (sets != null) {
            sets.close();
        }
        avformat_free_context(streams);
    }
}
