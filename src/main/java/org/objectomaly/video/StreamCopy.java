package org.objectomaly.video;

import static org.bytedeco.ffmpeg.global.avcodec.*;
import static org.bytedeco.ffmpeg.global.avformat.*;
import static org.bytedeco.ffmpeg.global.avutil.*;

import java.util.ArrayList;
import java.util.List;
import org.bytedeco.ffmpeg.avcodec.AVCodecParameters;
import org.bytedeco.ffmpeg.avcodec.AVPacketSideData;
import org.bytedeco.ffmpeg.avformat.AVChapter;
import org.bytedeco.ffmpeg.avformat.AVFormatContext;
import org.bytedeco.ffmpeg.avformat.AVIOContext;
import org.bytedeco.ffmpeg.avformat.AVStream;
import org.bytedeco.ffmpeg.avutil.AVDictionary;
import org.bytedeco.ffmpeg.avutil.AVDictionaryEntry;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.IntPointer;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.javacpp.PointerPointer;

/** Carries streams and descriptions from one container to another. */
final class StreamCopy {
    private StreamCopy() {}

    /**
     * A mark on the timeline.
     *
     * @param id the source's number
     * @param start in the time base
     * @param end in the time base
     * @param numerator numerator of the time base
     * @param denominator its denominator
     * @param title its name, or null
     */
    record Chapter(long id, long start, long end, int numerator, int denominator, String title) {}

    /**
     * Adds a stream that is to be copied packet by packet.
     *
     * @param source the stream to copy
     * @param to the container, not yet begun
     * @return the new stream
     */
    static AVStream add(final AVStream source, final AVFormatContext to) {
        final AVStream copy = avformat_new_stream(to, null);
        AvError.check(avcodec_parameters_copy(copy.codecpar(), source.codecpar()), "avcodec_parameters_copy");
        copy.codecpar().codec_tag(0);
        copy.time_base(source.time_base());
        copy.avg_frame_rate(source.avg_frame_rate());
        copy.sample_aspect_ratio(source.sample_aspect_ratio());
        describe(source, copy);
        return copy;
    }

    /**
     * Copies language, name and role of a stream.
     *
     * @param source the stream that has them
     * @param copy the stream that gets them
     */
    static void describe(final AVStream source, final AVStream copy) {
        copy.disposition(source.disposition());
        copy.metadata(copied(source.metadata(), "encoder", "vendor_id"));
    }

    /**
     * Copies title, creation time, location and the like, but not what describes the old file itself.
     *
     * @param source the container that has them
     * @param copy the container that gets them
     */
    static void describe(final AVFormatContext source, final AVFormatContext copy) {
        copy.metadata(copied(source.metadata(), "encoder", "major_brand", "minor_version", "compatible_brands"));
    }

    /**
     * Whether MP4 can hold a stream. The muxer itself is asked, with the stream alone and nothing written.
     *
     * @param source a stream of any kind
     * @return false if the muxer refuses it
     */
    static boolean fitsMp4(final AVStream source) {
        final AVFormatContext trial = new AVFormatContext(null);
        AvError.check(avformat_alloc_output_context2(trial, null, "mp4", null), "avformat_alloc_output_context2");
        add(source, trial);
        final AVIOContext memory = new AVIOContext(null);
        AvError.check(avio_open_dyn_buf(memory), "avio_open_dyn_buf");
        trial.pb(memory);
        final AVDictionary options = new AVDictionary(null);
        av_dict_set(options, "movflags", "empty_moov+delay_moov", 0);
        final int code = avformat_write_header(trial, options);
        av_dict_free(options);
        final BytePointer bytes = new BytePointer((Pointer) null);
        avio_close_dyn_buf(memory, bytes);
        av_free(bytes);
        trial.pb(null);
        avformat_free_context(trial);
        return code >= 0;
    }

    /**
     * Copies the display matrix, by which players turn the picture.
     *
     * @param source parameters that may have one
     * @param copy parameters without side data
     */
    static void rotation(final AVCodecParameters source, final AVCodecParameters copy) {
        final AVPacketSideData matrix = av_packet_side_data_get(
                source.coded_side_data(), source.nb_coded_side_data(), AV_PKT_DATA_DISPLAYMATRIX);
        if (matrix == null) {
            return;
        }
        try (PointerPointer<AVPacketSideData> list = new PointerPointer<>(1);
                IntPointer count = new IntPointer(1)) {
            list.put(0, (Pointer) null);
            count.put(0);
            final AVPacketSideData added =
                    av_packet_side_data_new(list, count, AV_PKT_DATA_DISPLAYMATRIX, matrix.size(), 0);
            Pointer.memcpy(added.data(), matrix.data(), matrix.size());
            copy.coded_side_data(new AVPacketSideData(list.get(0)));
            copy.nb_coded_side_data(count.get());
        }
    }

    /**
     * Reads the chapters of a container.
     *
     * @param source an open container
     * @return its chapters, in order
     */
    static List<Chapter> chapters(final AVFormatContext source) {
        final List<Chapter> found = new ArrayList<>();
        for (int i = 0; i < source.nb_chapters(); i++) {
            final AVChapter chapter = source.chapters(i);
            final AVDictionaryEntry title = av_dict_get(chapter.metadata(), "title", null, 0);
            found.add(new Chapter(
                    chapter.id(),
                    chapter.start(),
                    chapter.end(),
                    chapter.time_base().num(),
                    chapter.time_base().den(),
                    title == null ? null : title.value().getString()));
        }
        return found;
    }

    /**
     * Gives chapters to a container, which will free them.
     *
     * @param chapters any number of chapters
     * @param to a container, not yet begun
     */
    static void addChapters(final List<Chapter> chapters, final AVFormatContext to) {
        if (chapters.isEmpty()) {
            return;
        }
        final PointerPointer<AVChapter> list = new PointerPointer<>(av_mallocz((long) chapters.size() * Long.BYTES));
        final long bytes = org.bytedeco.javacpp.Loader.sizeof(AVChapter.class);
        for (int i = 0; i < chapters.size(); i++) {
            final Chapter from = chapters.get(i);
            final AVChapter made = new AVChapter(av_mallocz(bytes));
            made.id(from.id()).start(from.start()).end(from.end());
            made.time_base(Encoders.rational(from.numerator(), from.denominator()));
            if (from.title() != null) {
                final AVDictionary words = new AVDictionary(null);
                av_dict_set(words, "title", from.title(), 0);
                made.metadata(words);
            }
            list.put(i, made);
        }
        to.chapters(list);
        to.nb_chapters(chapters.size());
    }

    private static AVDictionary copied(final AVDictionary source, final String... without) {
        final AVDictionary copy = new AVDictionary(null);
        if (source != null) {
            av_dict_copy(copy, source, 0);
        }
        for (final String key : without) {
            av_dict_set(copy, key, null, 0);
        }
        return copy;
    }
}
