package org.objectomaly.video;

import static org.bytedeco.ffmpeg.global.avcodec.*;
import static org.bytedeco.ffmpeg.global.avformat.*;
import static org.bytedeco.ffmpeg.global.avutil.*;

import java.nio.file.Path;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avformat.AVFormatContext;
import org.bytedeco.ffmpeg.avformat.AVIOContext;
import org.bytedeco.ffmpeg.avutil.AVDictionary;

/**
 * An MP4 file that can be played up to its last fragment at every moment of its growth.
 *
 * <p>Fragments are ended by hand: the muxer's own rule waits for every stream to have data, and a subtitle that never
 * comes would keep the whole film in memory.
 */
final class FragmentedMp4 implements AutoCloseable {
    private final Path path;
    private AVFormatContext container = new AVFormatContext(null);
    private AVIOContext file;
    private boolean indexWritten;

    /**
     * A file that is not created yet; streams are to be added to {@link #container()} first.
     *
     * @param path where it will be
     */
    FragmentedMp4(final Path path) {
        this.path = path;
        AvError.check(
                avformat_alloc_output_context2(container, null, "mp4", path.toString()),
                "avformat_alloc_output_context2");
    }

    AVFormatContext container() {
        return container;
    }

    /**
     * Creates the file.
     *
     * @throws org.objectomaly.Fault of kind OUTPUT if that fails
     */
    void begin() {
        file = new AVIOContext(null);
        check(avio_open2(file, "file:" + path, AVIO_FLAG_WRITE, null, (AVDictionary) null));
        container.pb(file);
        // Times are kept as they are, also below and above 0: an edit list holds the start of each stream.
        container.avoid_negative_ts(0);
        container.flush_packets(1);
        final AVDictionary options = new AVDictionary(null);
        av_dict_set(options, "movflags", "frag_custom+empty_moov+delay_moov+default_base_moof", 0);
        av_dict_set(options, "use_editlist", "1", 0);
        final int code = avformat_write_header(container, options);
        av_dict_free(options);
        check(code);
    }

    /**
     * Adds a packet to the current fragment.
     *
     * @param packet times in the unit of its stream here; its data stays the caller's
     * @return a negative error of FFmpeg if the muxer refused the packet
     * @throws org.objectomaly.Fault of kind OUTPUT if the file cannot be written
     */
    int write(final AVPacket packet) {
        final int code = av_write_frame(container, packet);
        if (code < 0 && file.error() < 0) {
            throw OutputFile.failed(path, file.error());
        }
        return code;
    }

    /** Ends the fragment: what came before is in the file from now on. */
    void endFragment() {
        check(av_write_frame(container, null));
        if (!indexWritten) {
            // The first call only wrote the list of streams.
            indexWritten = true;
            check(av_write_frame(container, null));
        }
        avio_flush(file);
        check(file.error());
    }

    /** Writes the end of the file and closes it. */
    void finish() {
        final int code = av_write_trailer(container);
        final int late = closeFile();
        check(code);
        check(late);
    }

    private int closeFile() {
        container.pb(null);
        final int code = avio_close(file);
        file = null;
        return code;
    }

    private void check(final int code) {
        if (code < 0) {
            throw OutputFile.failed(path, code);
        }
    }

    @Override
    public void close() {
        if (container == null) {
            return;
        }
        if (file != null) {
            av_write_trailer(container);
            closeFile();
        }
        avformat_free_context(container);
        container = null;
    }
}
