package org.objectomaly.video;

import org.bytedeco.ffmpeg.avcodec.AVPacket;

/** Takes the packets of a {@link LiveEncoder}. */
public interface PacketSink {
    /**
     * A packet was made.
     *
     * @param packet not to be changed; valid during the call, its data can be kept with {@code av_packet_ref}; its times
     *     are in units of 1/{@value LiveEncoder#TICKS} s
     */
    void packet(AVPacket packet);
}
