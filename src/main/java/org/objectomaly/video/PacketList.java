package org.objectomaly.video;

import static org.bytedeco.ffmpeg.global.avcodec.av_packet_alloc;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_free;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_move_ref;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_unref;

import java.util.Arrays;
import org.bytedeco.ffmpeg.avcodec.AVPacket;

/** Packets of the streams that are only copied. The packet objects are kept and refilled, never freed in between. */
final class PacketList implements AutoCloseable {
    private AVPacket[] packets = new AVPacket[4];
    private int size;

    /**
     * Takes over a packet's data; the argument is empty afterwards.
     *
     * @param packet a packet with data
     */
    void take(final AVPacket packet) {
        if (size == packets.length) {
            packets = Arrays.copyOf(packets, 2 * size);
        }
        if (packets[size] == null) {
            packets[size] = av_packet_alloc();
        }
        av_packet_move_ref(packets[size], packet);
        size++;
    }

    /**
     * Takes over every packet of another list, which is empty afterwards.
     *
     * @param other another list
     */
    void takeAll(final PacketList other) {
        for (int i = 0; i < other.size; i++) {
            take(other.packets[i]);
        }
        other.size = 0;
    }

    int size() {
        return size;
    }

    AVPacket at(final int index) {
        return packets[index];
    }

    /** Gives the data back and keeps the packet objects. */
    void clear() {
        for (int i = 0; i < size; i++) {
            av_packet_unref(packets[i]);
        }
        size = 0;
    }

    @Override
    public void close() {
        for (int i = 0; i < packets.length; i++) {
            if (packets[i] != null) {
                av_packet_free(packets[i]);
                packets[i] = null;
            }
        }
        size = 0;
    }
}
