package org.objectomaly.video;

import static org.bytedeco.ffmpeg.global.avcodec.*;
import static org.bytedeco.ffmpeg.global.avformat.*;
import static org.bytedeco.ffmpeg.global.avutil.*;

import java.util.ArrayList;
import java.util.List;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avformat.AVFormatContext;
import org.bytedeco.ffmpeg.avformat.AVStream;
import org.bytedeco.ffmpeg.avutil.AVRational;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The streams beside the video, copied bit for bit where MP4 can hold them. */
final class CopiedStreams implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(CopiedStreams.class);

    private final FragmentedMp4 output;
    private final Track[] tracks;
    private long refused;

    /**
     * Adds the streams to an output that has not begun. Those that MP4 cannot hold are named in one warning.
     *
     * @param source the container to copy from
     * @param video the stream that is encoded anew
     * @param output the file to copy to
     */
    CopiedStreams(final AVFormatContext source, final int video, final FragmentedMp4 output) {
        this.output = output;
        this.tracks = new Track[source.nb_streams()];
        final List<String> left = new ArrayList<>();
        for (int i = 0; i < tracks.length; i++) {
            final AVStream stream = source.streams(i);
            if (i == video || stream.discard() == AVDISCARD_ALL) {
                continue;
            }
            if (StreamCopy.fitsMp4(stream)) {
                tracks[i] = new Track(stream, StreamCopy.add(stream, output.container()));
            } else {
                left.add(name(i, stream));
            }
        }
        if (!left.isEmpty()) {
            LOG.warn("the output has no {}: MP4 cannot hold it", String.join(", ", left));
        }
    }

    private static String name(final int index, final AVStream stream) {
        final String type =
                av_get_media_type_string(stream.codecpar().codec_type()).getString();
        return type + " stream " + index + " ("
                + avcodec_get_name(stream.codecpar().codec_id()).getString() + ")";
    }

    /** To be called when the output has begun, which fixes its units of time. */
    void begin() {
        for (final Track track : tracks) {
            if (track != null) {
                track.outputUnit = track.output.time_base();
                track.timeline =
                        new Timeline(Math.max(1, track.outputUnit.den() / Math.max(1, track.outputUnit.num())));
            }
        }
    }

    /**
     * Writes packets in the order in which they were read.
     *
     * @param packets of any stream of the source; afterwards their times are the output's
     */
    void write(final PacketList packets) {
        for (int i = 0; i < packets.size(); i++) {
            final AVPacket packet = packets.at(i);
            final int from = packet.stream_index();
            // A transport stream may show further streams later, which the output cannot take any more.
            if (from < tracks.length && tracks[from] != null) {
                final int adapted = tracks[from].adapt(packet);
                final int code = adapted < 0 ? adapted : output.write(packet);
                if (code < 0 && refused++ == 0) {
                    LOG.warn("a packet of stream {} could not be copied: {}", from, AvError.text(code));
                }
            }
        }
    }

    @Override
    public void close() {
        for (final Track track : tracks) {
            if (track != null && track.adts != null) {
                track.adts.close();
            }
        }
        if (refused > 1) {
            LOG.warn("{} packets of other streams could not be copied", refused);
        }
    }

    /** One stream on its way. */
    private static final class Track {
        private final AVRational sourceUnit;
        private final AVStream output;
        private final AdtsFilter adts;
        private AVRational outputUnit;
        private Timeline timeline;

        Track(final AVStream source, final AVStream output) {
            this.sourceUnit = Encoders.rational(
                    source.time_base().num(), source.time_base().den());
            this.output = output;
            this.adts = AdtsFilter.concerns(source) ? new AdtsFilter(source) : null;
        }

        int adapt(final AVPacket packet) {
            final int code = adts == null ? 0 : adts.apply(packet);
            if (code < 0) {
                return code;
            }
            packet.stream_index(output.index());
            packet.pos(-1);
            av_packet_rescale_ts(packet, sourceUnit, outputUnit);
            final long before = packet.dts() == Timeline.NONE ? packet.pts() : packet.dts();
            final long after = timeline.next(before, Math.max(1, packet.duration()));
            final boolean timed = packet.pts() != Timeline.NONE && before != Timeline.NONE;
            packet.pts(timed ? packet.pts() + after - before : after);
            packet.dts(after);
            return 0;
        }
    }
}
