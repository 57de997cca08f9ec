package org.objectomaly.video;

import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avformat.AVFormatContext;
import org.bytedeco.ffmpeg.avformat.AVStream;

/**
 * Told of every packet that a {@link VideoReader} reads, of any stream, before it is decoded. Called on the reader's
 * thread, which waits meanwhile: an implementation returns at once.
 */
public interface PacketTap {
    /**
     * A source was opened; its packets follow, from its first one on.
     *
     * @param source the open container, valid as long as the reader is; whatever is needed longer has to be copied
     * @param video index of the stream that the reader decodes
     */
    void opened(AVFormatContext source, int video);

    /**
     * A packet was read.
     *
     * @param packet not to be changed; valid during the call, its data can be kept with {@code av_packet_ref}
     * @param stream the stream it belongs to, whose time base its times are in
     */
    void packet(AVPacket packet, AVStream stream);
}
