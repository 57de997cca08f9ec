package org.objectomaly.video;

import static org.bytedeco.ffmpeg.global.avcodec.*;

import org.bytedeco.ffmpeg.avcodec.AVBSFContext;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avformat.AVStream;

/** Takes the ADTS header off AAC packets of transport streams: MP4 keeps its content once, in front. */
final class AdtsFilter implements AutoCloseable {
    private final AVBSFContext filter = new AVBSFContext(null);

    /**
     * A filter for one stream.
     *
     * @param stream an AAC stream with ADTS headers
     */
    AdtsFilter(final AVStream stream) {
        AvError.check(av_bsf_alloc(av_bsf_get_by_name("aac_adtstoasc"), filter), "av_bsf_alloc");
        AvError.check(avcodec_parameters_copy(filter.par_in(), stream.codecpar()), "avcodec_parameters_copy");
        filter.time_base_in(stream.time_base());
        AvError.check(av_bsf_init(filter), "av_bsf_init");
    }

    /**
     * Whether a stream needs this.
     *
     * @param stream any stream
     * @return true for AAC that does not describe itself in front
     */
    static boolean concerns(final AVStream stream) {
        return stream.codecpar().codec_id() == AV_CODEC_ID_AAC
                && stream.codecpar().extradata_size() == 0;
    }

    /**
     * Filters one packet in place.
     *
     * @param packet one AAC frame with its header
     * @return a negative error of FFmpeg if it is damaged; it is empty then
     */
    int apply(final AVPacket packet) {
        final int code = av_bsf_send_packet(filter, packet);
        if (code < 0) {
            av_packet_unref(packet);
            return code;
        }
        return av_bsf_receive_packet(filter, packet);
    }

    @Override
    public void close() {
        av_bsf_free(filter);
    }
}
