package org.objectomaly.video;

import java.nio.file.Path;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avformat.AVFormatContext;

/**
 * An MP4 file that can be played up to its last fragment at every moment of its growth.
 *
 * <p>Fragments are ended by hand: the muxer's own rule waits for every stream to have data, and a subtitle that never
 * comes would keep the whole film in memory.
 */
final class FragmentedMp4 implements AutoCloseable {
    private final MuxedFile file;
    private boolean indexWritten;

    /**
     * A file that is not created yet; streams are to be added to {@link #container()} first.
     *
     * @param path where it will be
     */
    FragmentedMp4(final Path path) {
        this.file = new MuxedFile(path, "mp4");
    }

    AVFormatContext container() {
        return file.container();
    }

    /**
     * Creates the file.
     *
     * @throws org.objectomaly.Fault of kind OUTPUT if that fails
     */
    void begin() {
        // An edit list holds the start of each stream.
        file.begin("movflags", "frag_custom+empty_moov+delay_moov+default_base_moof", "use_editlist", "1");
    }

    /**
     * Adds a packet to the current fragment.
     *
     * @param packet times in the unit of its stream here; its data stays the caller's
     * @return a negative error of FFmpeg if the muxer refused the packet
     * @throws org.objectomaly.Fault of kind OUTPUT if the file cannot be written
     */
    int write(final AVPacket packet) {
        return file.write(packet);
    }

    /** Ends the fragment: what came before is in the file from now on. */
    void endFragment() {
        file.check(file.write(null));
        if (!indexWritten) {
            // The first call only wrote the list of streams.
            indexWritten = true;
            file.check(file.write(null));
        }
        file.flush();
    }

    /** Writes the end of the file and closes it. */
    void finish() {
        file.finish();
    }

    @Override
    public void close() {
        file.close();
    }
}
