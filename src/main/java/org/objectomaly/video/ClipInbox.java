package org.objectomaly.video;

import static org.bytedeco.ffmpeg.global.avcodec.av_packet_clone;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_free;

import java.util.ArrayDeque;
import java.util.Deque;
import org.bytedeco.ffmpeg.avcodec.AVPacket;

/**
 * Packets and orders on their way to a recorder's thread, in one row. Packets are bounded: while the disk is stuck the
 * newest are turned away, and the first one that gets in again knows of the gap.
 */
final class ClipInbox {
    private static final int MOST_PACKETS = 10_000;

    private final long limit;
    private final Deque<Letter> letters = new ArrayDeque<>();
    private long bytes;
    private boolean gap;
    private boolean closed;

    /**
     * One thing to do: a packet to keep, or an order.
     *
     * @param packet owned by who takes the letter; null for an order
     * @param order null for a packet
     * @param arrival when it came, on the clock of {@link System#nanoTime()}
     * @param afterGap whether packets before this one were turned away
     */
    record Letter(AVPacket packet, Runnable order, long arrival, boolean afterGap) {}

    /**
     * An empty row.
     *
     * @param limit bytes of packets that may wait
     */
    ClipInbox(final long limit) {
        this.limit = limit;
    }

    /**
     * Puts a packet into the row, or turns it away. Never waits for the disk.
     *
     * @param packet stays the caller's; its data is shared
     */
    synchronized void offer(final AVPacket packet) {
        if (closed) {
            return;
        }
        if (letters.size() >= MOST_PACKETS || bytes + packet.size() > limit) {
            gap = true;
            return;
        }
        final AVPacket copy = av_packet_clone(packet);
        if (copy == null) {
            gap = true;
            return;
        }
        letters.add(new Letter(copy, null, System.nanoTime(), gap));
        bytes += copy.size();
        gap = false;
        notifyAll();
    }

    /**
     * Puts an order into the row, full or not.
     *
     * @param order what to do on the recorder's thread
     * @return false if the recorder was closed
     */
    synchronized boolean order(final Runnable order) {
        if (closed) {
            return false;
        }
        letters.add(new Letter(null, order, System.nanoTime(), false));
        notifyAll();
        return true;
    }

    /**
     * Takes the next letter.
     *
     * @param longest how long to wait for one, milliseconds
     * @return the letter; null if none came
     * @throws InterruptedException if the thread is interrupted
     */
    synchronized Letter take(final long longest) throws InterruptedException {
        final long end = System.nanoTime() + longest * 1_000_000;
        while (letters.isEmpty() && !closed) {
            final long left = (end - System.nanoTime()) / 1_000_000;
            if (left <= 0) {
                return null;
            }
            wait(left);
        }
        final Letter next = letters.poll();
        if (next != null && next.packet() != null) {
            bytes -= next.packet().size();
        }
        return next;
    }

    /** Whether nothing is left and nothing will come. */
    synchronized boolean isOver() {
        return closed && letters.isEmpty();
    }

    /** Takes no more letters; those in the row can still be taken. */
    synchronized void close() {
        closed = true;
        notifyAll();
    }

    /** Throws away what nobody took. */
    synchronized void discard() {
        for (final Letter letter : letters) {
            if (letter.packet() != null) {
                av_packet_free(letter.packet());
            }
        }
        letters.clear();
        bytes = 0;
    }
}
