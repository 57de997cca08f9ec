package org.objectomaly.video;

import static org.bytedeco.ffmpeg.global.avformat.*;
import static org.bytedeco.ffmpeg.global.avutil.*;

import java.nio.file.Path;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avformat.AVFormatContext;
import org.bytedeco.ffmpeg.avformat.AVIOContext;
import org.bytedeco.ffmpeg.avutil.AVDictionary;

/**
 * A muxer and the file it writes: created together, ended once, freed together. A muxer that has no header yet, or has its
 * end already, crashes the process when it is asked for the end, so that is asked for in one place only.
 */
final class MuxedFile implements AutoCloseable {
    private final Path path;
    private AVFormatContext container = new AVFormatContext(null);
    /** Null unless the file is open. */
    private AVIOContext file;

    /** Whether there is a header and no end yet. */
    private boolean begun;

    /**
     * A file that is not created yet; streams are to be added to {@link #container()} first.
     *
     * @param path where it will be
     * @param muxer FFmpeg's name of the format
     */
    MuxedFile(final Path path, final String muxer) {
        this.path = path;
        AvError.check(
                avformat_alloc_output_context2(container, null, muxer, path.toString()),
                "avformat_alloc_output_context2");
    }

    AVFormatContext container() {
        return container;
    }

    boolean isBegun() {
        return begun;
    }

    /**
     * Creates the file and writes its header. Every packet is written at once.
     *
     * @param options names and values of the muxer's options, in turn
     * @throws org.objectomaly.Fault of kind OUTPUT if that fails
     */
    void begin(final String... options) {
        final AVIOContext opened = new AVIOContext(null);
        check(avio_open2(opened, "file:" + path, AVIO_FLAG_WRITE, null, (AVDictionary) null));
        file = opened;
        container.pb(file);
        // Times are kept as they are, also below and above 0.
        container.avoid_negative_ts(0);
        container.flush_packets(1);
        final AVDictionary chosen = new AVDictionary(null);
        for (int i = 0; i < options.length; i += 2) {
            av_dict_set(chosen, options[i], options[i + 1], 0);
        }
        final int code = avformat_write_header(container, chosen);
        av_dict_free(chosen);
        check(code);
        begun = true;
    }

    /**
     * Adds a packet.
     *
     * @param packet times in the unit of its stream here, its data stays the caller's; or null to write what waits
     * @return a negative error of FFmpeg if the muxer refused the packet
     * @throws org.objectomaly.Fault of kind OUTPUT if the file cannot be written
     */
    int write(final AVPacket packet) {
        final int code = av_write_frame(container, packet);
        if (file.error() < 0) {
            throw OutputFile.failed(path, file.error());
        }
        return code;
    }

    /** Hands everything to the system. */
    void flush() {
        avio_flush(file);
        check(file.error());
    }

    /**
     * Writes the end of the file and closes it, whether or not that succeeds.
     *
     * @throws org.objectomaly.Fault of kind OUTPUT if the end cannot be written
     */
    void finish() {
        check(end());
    }

    /** Returns the first error, or 0. */
    private int end() {
        int code = 0;
        if (begun) {
            begun = false;
            code = av_write_trailer(container);
        }
        if (file != null) {
            container.pb(null);
            final int late = avio_close(file);
            file = null;
            code = code < 0 ? code : late;
        }
        return code;
    }

    /** Turns a negative error of FFmpeg into a fault of kind OUTPUT. */
    void check(final int code) {
        if (code < 0) {
            throw OutputFile.failed(path, code);
        }
    }

    /** Closes the file. Without {@link #finish} before, what was written stays and plays. */
    @Override
    public void close() {
        if (container == null) {
            return;
        }
        end();
        avformat_free_context(container);
        container = null;
    }
}
