package org.objectomaly.video;

import static org.bytedeco.ffmpeg.global.avcodec.*;
import static org.bytedeco.ffmpeg.global.avformat.*;
import static org.bytedeco.ffmpeg.global.avutil.*;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avformat.AVFormatContext;
import org.bytedeco.ffmpeg.avformat.AVIOContext;
import org.bytedeco.ffmpeg.avformat.AVStream;
import org.bytedeco.ffmpeg.avutil.AVDictionary;
import org.bytedeco.javacpp.PointerPointer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Turns a fragmented MP4 into an ordinary one with its index in front, which starts at once in a browser and can be
 * searched in every player. The packets are copied; the new file replaces the old one in one step, or not at all.
 */
final class FastStart {
    private static final Logger LOG = LoggerFactory.getLogger(FastStart.class);

    private FastStart() {}

    /**
     * Replaces a file by its ordinary form. If that fails the file stays as it is, which is playable, and a warning says
     * why.
     *
     * @param file a fragmented MP4 that is closed
     * @param chapters marks to be added
     * @return whether the file was replaced
     */
    static boolean apply(final Path file, final List<StreamCopy.Chapter> chapters) {
        if (!Files.isRegularFile(file)) {
            return false;
        }
        try {
            // Through a link to the file itself, whose disk has its room, and which the link goes on naming.
            return replace(file.toRealPath(), chapters);
        } catch (final IOException e) {
            warn(file, e);
            return false;
        }
    }

    private static boolean replace(final Path file, final List<StreamCopy.Chapter> chapters) {
        final Path temporary = file.resolveSibling(
                "." + file.getFileName() + "." + ProcessHandle.current().pid() + ".tmp");
        try {
            final int code = remux(file, temporary, chapters);
            if (code < 0) {
                throw new IOException(AvError.text(code));
            }
            try (FileChannel written = FileChannel.open(temporary, StandardOpenOption.WRITE)) {
                written.force(true);
            }
            Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE);
            return true;
        } catch (final IOException | RuntimeException e) {
            warn(file, e);
            deleteQuietly(temporary);
            return false;
        }
    }

    private static void warn(final Path file, final Exception reason) {
        LOG.warn(
                "'{}' stays a fragmented MP4, complete and playable, because its index could not be moved to the front: {}",
                file,
                reason.getMessage());
    }

    private static void deleteQuietly(final Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (final IOException e) {
            LOG.warn("'{}' is left over and could not be deleted: {}", file, e.getMessage());
        }
    }

    private static int remux(final Path from, final Path to, final List<StreamCopy.Chapter> chapters) {
        final AVFormatContext source = avformat_alloc_context();
        int code = avformat_open_input(source, "file:" + from, null, (AVDictionary) null);
        if (code < 0) {
            return code;
        }
        final AVFormatContext copy = new AVFormatContext(null);
        final AVIOContext file = new AVIOContext(null);
        try {
            code = avformat_find_stream_info(source, (PointerPointer<?>) null);
            if (code >= 0) {
                code = avformat_alloc_output_context2(copy, null, "mp4", "file:" + to);
            }
            if (code >= 0) {
                code = avio_open2(file, "file:" + to, AVIO_FLAG_WRITE, null, (AVDictionary) null);
            }
            if (code < 0) {
                return code;
            }
            copy.pb(file);
            code = copyAll(source, copy, chapters);
        } finally {
            if (!file.isNull()) {
                final int late = avio_close(file);
                code = code < 0 ? code : late;
            }
            if (!copy.isNull()) {
                copy.pb(null);
                avformat_free_context(copy);
            }
            avformat_close_input(source);
        }
        return code;
    }

    private static int copyAll(
            final AVFormatContext source, final AVFormatContext copy, final List<StreamCopy.Chapter> chapters) {
        for (int i = 0; i < source.nb_streams(); i++) {
            StreamCopy.add(source.streams(i), copy);
        }
        StreamCopy.describe(source, copy);
        StreamCopy.addChapters(chapters, copy);
        copy.avoid_negative_ts(0);
        final AVDictionary options = new AVDictionary(null);
        av_dict_set(options, "movflags", "faststart", 0);
        av_dict_set(options, "use_editlist", "1", 0);
        int code = avformat_write_header(copy, options);
        av_dict_free(options);
        if (code < 0) {
            return code;
        }
        final AVPacket packet = av_packet_alloc();
        try {
            while (code >= 0 && (code = av_read_frame(source, packet)) >= 0) {
                final AVStream from = source.streams(packet.stream_index());
                final AVStream to = copy.streams(packet.stream_index());
                av_packet_rescale_ts(packet, from.time_base(), to.time_base());
                packet.pos(-1);
                code = av_interleaved_write_frame(copy, packet);
            }
        } finally {
            av_packet_free(packet);
        }
        final int end = av_write_trailer(copy);
        return code == AVERROR_EOF() ? end : code;
    }
}
