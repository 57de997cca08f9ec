package org.objectomaly.video;

import static org.bytedeco.ffmpeg.global.avcodec.av_packet_free;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.function.Consumer;
import org.bytedeco.ffmpeg.avcodec.AVPacket;

/** The last packets of a source, beginning with a key frame, as far back as time and memory allow. */
final class PacketPast implements AutoCloseable {
    private final double seconds;
    private final long limit;
    private final Deque<Group> groups = new ArrayDeque<>();
    private long bytes;

    /** A key frame and what follows it up to the next. */
    private static final class Group {
        private final double start;
        private final Deque<AVPacket> packets = new ArrayDeque<>();
        private long bytes;

        Group(final double start) {
            this.start = start;
        }
    }

    /**
     * An empty past.
     *
     * @param seconds how far back to remember at least
     * @param limit bytes to remember at most
     */
    PacketPast(final double seconds, final long limit) {
        this.seconds = seconds;
        this.limit = limit;
    }

    /**
     * Remembers a packet.
     *
     * @param packet owned by the past from now on
     * @param source its source
     */
    void add(final AVPacket packet, final ClipSource source) {
        if (source.isKey(packet)) {
            groups.add(new Group(source.seconds(packet)));
        } else if (groups.isEmpty()) {
            av_packet_free(packet);
            return;
        }
        final Group last = groups.getLast();
        last.packets.add(packet);
        last.bytes += packet.size();
        bytes += packet.size();
        if (source.isVideo(packet)) {
            forget(source.seconds(packet));
        }
    }

    private void forget(final double now) {
        while (groups.size() > 1 && (bytes > limit || now - second().start >= seconds)) {
            forgetFirst();
        }
        if (bytes > limit) {
            clear();
        }
    }

    private Group second() {
        final Iterator<Group> each = groups.iterator();
        each.next();
        return each.next();
    }

    private void forgetFirst() {
        final Group oldest = groups.removeFirst();
        bytes -= oldest.bytes;
        oldest.packets.forEach(packet -> av_packet_free(packet));
    }

    /** Shows every packet, oldest first. */
    void forEach(final Consumer<AVPacket> action) {
        for (final Group group : groups) {
            group.packets.forEach(action);
        }
    }

    /** Bytes remembered. */
    long bytes() {
        return bytes;
    }

    /** Forgets everything. */
    void clear() {
        while (!groups.isEmpty()) {
            forgetFirst();
        }
    }

    @Override
    public void close() {
        clear();
    }
}
