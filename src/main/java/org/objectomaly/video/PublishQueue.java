package org.objectomaly.video;

import static org.bytedeco.ffmpeg.global.avcodec.*;

import java.util.ArrayDeque;
import java.util.Deque;
import org.bytedeco.ffmpeg.avcodec.AVPacket;

/**
 * Packets that wait to be published. The newest win: who cannot keep up loses all that wait and goes on with the next key
 * frame.
 */
final class PublishQueue {
    private final int most;
    private final Deque<AVPacket> packets = new ArrayDeque<>();
    private boolean needsKey = true;
    private boolean closed;
    private long dropped;

    /**
     * An empty queue.
     *
     * @param most packets that may wait
     */
    PublishQueue(final int most) {
        this.most = most;
    }

    /**
     * Puts a packet into the queue, or drops it.
     *
     * @param packet stays the caller's; its data is shared
     * @return false if a key frame is needed before anything can go on
     */
    synchronized boolean offer(final AVPacket packet) {
        if (closed) {
            return true;
        }
        final boolean key = (packet.flags() & AV_PKT_FLAG_KEY) != 0;
        if (packets.size() >= most) {
            clear();
        }
        if (needsKey && !key) {
            dropped++;
            return false;
        }
        final AVPacket copy = av_packet_clone(packet);
        if (copy == null) {
            dropped++;
            needsKey = true;
            return false;
        }
        packets.add(copy);
        needsKey = false;
        notifyAll();
        return true;
    }

    /**
     * Takes the oldest packet.
     *
     * @param longest how long to wait for one, milliseconds
     * @return a packet that the caller frees; null if none came
     * @throws InterruptedException if the thread is interrupted
     */
    synchronized AVPacket take(final long longest) throws InterruptedException {
        final long end = System.nanoTime() + longest * 1_000_000;
        while (packets.isEmpty() && !closed) {
            final long left = (end - System.nanoTime()) / 1_000_000;
            if (left <= 0) {
                return null;
            }
            wait(left);
        }
        return packets.poll();
    }

    /**
     * Waits, unless the queue is closed meanwhile.
     *
     * @param millis how long
     * @throws InterruptedException if the thread is interrupted
     */
    synchronized void pause(final long millis) throws InterruptedException {
        final long end = System.nanoTime() + millis * 1_000_000;
        long left = millis;
        while (left > 0 && !closed) {
            wait(left);
            left = (end - System.nanoTime()) / 1_000_000;
        }
    }

    /** Drops what waits; a key frame comes next. */
    synchronized void clear() {
        dropped += packets.size();
        packets.forEach(packet -> av_packet_free(packet));
        packets.clear();
        needsKey = true;
    }

    /** Packets that were dropped so far. */
    synchronized long dropped() {
        return dropped;
    }

    synchronized boolean isClosed() {
        return closed;
    }

    /** Takes no more packets and wakes who waits. */
    synchronized void close() {
        clear();
        closed = true;
        notifyAll();
    }
}
