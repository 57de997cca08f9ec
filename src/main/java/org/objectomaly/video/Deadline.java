package org.objectomaly.video;

import java.time.Duration;
import org.bytedeco.ffmpeg.avformat.AVIOInterruptCB;
import org.bytedeco.javacpp.Pointer;

/** FFmpeg's interrupt callback: makes every blocking call of a demuxer give up when its time has passed. */
final class Deadline extends AVIOInterruptCB.Callback_Pointer {
    private final long nanos;
    private volatile long end;

    /**
     * A deadline that is not running yet.
     *
     * @param each the time that one call may take
     */
    Deadline(final Duration each) {
        this.nanos = each.toNanos();
        restart();
    }

    /** Gives the next call the whole time. */
    void restart() {
        end = System.nanoTime() + nanos;
    }

    /**
     * Gives all further calls together less time.
     *
     * @param rest the time from now on
     */
    void shorten(final Duration rest) {
        end = System.nanoTime() + rest.toNanos();
    }

    /**
     * Time left.
     *
     * @return nanoseconds, negative when the deadline has passed
     */
    long left() {
        return end - System.nanoTime();
    }

    /** The time one call may take, in seconds. */
    double seconds() {
        return nanos / 1e9;
    }

    @Override
    public int call(final Pointer unused) {
        return left() < 0 ? 1 : 0;
    }
}
