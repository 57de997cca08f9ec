package org.objectomaly.video;

import static org.bytedeco.ffmpeg.global.avcodec.*;
import static org.bytedeco.ffmpeg.global.avutil.av_free;
import static org.bytedeco.ffmpeg.global.avutil.av_mallocz;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.stream.Collectors;
import org.bytedeco.ffmpeg.avcodec.AVBSFContext;
import org.bytedeco.ffmpeg.avcodec.AVCodecParameters;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.SizeTPointer;

/**
 * What a decoder must know before the first picture of H.264 or HEVC, as it stands inside the key frames of a camera.
 * An SDP may leave it out, and a camera that is given another size only says so there.
 */
final class ParameterSets implements AutoCloseable {
    private final AVBSFContext filter = new AVBSFContext(null);
    private final AVPacket scratch = av_packet_alloc();
    private byte[] latest;

    /**
     * For one stream.
     *
     * @param parameters of a stream that {@link #concerns} names
     */
    ParameterSets(final AVCodecParameters parameters) {
        AvError.check(av_bsf_alloc(av_bsf_get_by_name("extract_extradata"), filter), "av_bsf_alloc");
        AvError.check(avcodec_parameters_copy(filter.par_in(), parameters), "avcodec_parameters_copy");
        AvError.check(av_bsf_init(filter), "av_bsf_init");
    }

    /**
     * Whether key frames may hold parameter sets.
     *
     * @param parameters of any stream
     * @return true for H.264 and HEVC in Annex B; as MP4 has them, they are described in front alone
     */
    static boolean concerns(final AVCodecParameters parameters) {
        final boolean known = parameters.codec_id() == AV_CODEC_ID_H264 || parameters.codec_id() == AV_CODEC_ID_HEVC;
        return known
                && (parameters.extradata_size() == 0 || parameters.extradata().get() != 1);
    }

    /**
     * Looks into a key frame.
     *
     * @param packet a key frame, left as it is
     * @param into parameters that get what is found if they have nothing yet
     * @return true if the picture is described differently from the key frame before
     */
    boolean changed(final AVPacket packet, final AVCodecParameters into) {
        final byte[] found = find(packet);
        if (found == null || Arrays.equals(found, latest)) {
            return false;
        }
        final boolean different = latest != null;
        latest = found;
        if (different || into.extradata_size() == 0) {
            put(found, into);
        }
        return different;
    }

    private byte[] find(final AVPacket packet) {
        AvError.check(av_packet_ref(scratch, packet), "av_packet_ref");
        byte[] found = null;
        if (av_bsf_send_packet(filter, scratch) >= 0 && av_bsf_receive_packet(filter, scratch) >= 0) {
            try (SizeTPointer size = new SizeTPointer(1)) {
                final BytePointer data = av_packet_get_side_data(scratch, AV_PKT_DATA_NEW_EXTRADATA, size);
                if (data != null) {
                    found = new byte[(int) size.get()];
                    data.get(found);
                    found = distinct(found);
                }
            }
        }
        av_packet_unref(scratch);
        return found;
    }

    /** Each set once: packetisers repeat them as often as they like, which changes nothing. */
    private static byte[] distinct(final byte[] sets) {
        // One byte a character, so that text can be split where Annex B does.
        final String text = new String(sets, StandardCharsets.ISO_8859_1);
        // A zero at the end of a set belongs to the mark that followed it.
        return Arrays.stream(text.split("\0*\0\0\001"))
                .map(unit -> unit.replaceFirst("\0+\\z", ""))
                .filter(unit -> !unit.isEmpty())
                .distinct()
                .map(unit -> "\0\0\0\001" + unit)
                .collect(Collectors.joining())
                .getBytes(StandardCharsets.ISO_8859_1);
    }

    private static void put(final byte[] sets, final AVCodecParameters into) {
        if (into.extradata() != null) {
            av_free(into.extradata());
        }
        final BytePointer kept = new BytePointer(av_mallocz((long) sets.length + AV_INPUT_BUFFER_PADDING_SIZE));
        kept.put(sets);
        into.extradata(kept);
        into.extradata_size(sets.length);
    }

    @Override
    public void close() {
        av_bsf_free(filter);
        av_packet_free(scratch);
    }
}
