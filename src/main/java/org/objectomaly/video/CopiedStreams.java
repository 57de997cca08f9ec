package org.objectomaly.video;

import static org.bytedeco.ffmpeg.global.avcodec.*;
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

    private final OutputTrack[] tracks;
    private final AdtsFilter[] filters;
    private long refused;

    /**
     * Adds the streams to an output that has not begun. Those that MP4 cannot hold are named in one warning.
     *
     * @param source the container to copy from
     * @param video the stream that is encoded anew
     * @param output the file to copy to
     */
    CopiedStreams(final AVFormatContext source, final int video, final FragmentedMp4 output) {
        this.tracks = new OutputTrack[source.nb_streams()];
        this.filters = new AdtsFilter[tracks.length];
        final List<String> left = new ArrayList<>();
        for (int i = 0; i < tracks.length; i++) {
            final AVStream stream = source.streams(i);
            if (i == video || stream.discard() == AVDISCARD_ALL) {
                continue;
            }
            if (StreamCopy.fitsMp4(stream)) {
                final AVRational unit = stream.time_base();
                tracks[i] = new OutputTrack(
                        output, StreamCopy.add(stream, output.container()), Encoders.rational(unit.num(), unit.den()));
                filters[i] = AdtsFilter.concerns(stream) ? new AdtsFilter(stream) : null;
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
        final String codec = avcodec_get_name(stream.codecpar().codec_id()).getString();
        return type + " stream " + index + " (" + codec + ")";
    }

    /** To be called when the output has begun. */
    void begin() {
        for (final OutputTrack track : tracks) {
            if (track != null) {
                track.begin();
            }
        }
    }

    /**
     * Writes packets in the order in which they were read.
     *
     * @param packets of any stream of the source; their data is taken
     */
    void write(final PacketList packets) {
        for (int i = 0; i < packets.size(); i++) {
            final AVPacket packet = packets.at(i);
            final int from = packet.stream_index();
            // A transport stream may show further streams later, which the output cannot take any more.
            if (from < tracks.length && tracks[from] != null) {
                final int filtered = filters[from] == null ? 0 : filters[from].apply(packet);
                count(from, filtered < 0 ? filtered : tracks[from].put(packet));
            }
        }
    }

    /** Writes the last packets. */
    void end() {
        for (int i = 0; i < tracks.length; i++) {
            if (tracks[i] != null) {
                count(i, tracks[i].end());
            }
        }
    }

    private void count(final int stream, final int code) {
        if (code < 0 && refused++ == 0) {
            LOG.warn("a packet of stream {} could not be copied: {}", stream, AvError.text(code));
        }
    }

    @Override
    public void close() {
        for (int i = 0; i < tracks.length; i++) {
            if (tracks[i] != null) {
                tracks[i].close();
            }
            if (filters[i] != null) {
                filters[i].close();
            }
        }
        if (refused > 1) {
            LOG.warn("{} packets of other streams could not be copied", refused);
        }
    }
}
