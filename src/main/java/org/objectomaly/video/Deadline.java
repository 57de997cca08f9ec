package org.objectomaly.video;

import java.time.Duration;
import java.util.function.BooleanSupplier;
import org.bytedeco.ffmpeg.avformat.AVIOInterruptCB;
import org.bytedeco.javacpp.Pointer;

/** FFmpeg's interrupt callback: makes every blocking call of a demuxer give up when its time has passed. */
final class Deadline extends AVIOInterruptCB.Callback_Pointer {
    private final long nanos;
    private final BooleanSupplier stop;
    private volatile long end;

    /**
     * A deadline that only time ends.
     *
     * @param each the time that one call may take
     */
    Deadline(final Duration each) {
        this(each, () -> false);
    }

    /**
     * A deadline that somebody may also end by hand.
     *
     * @param each the time that one call may take
     * @param stop asked meanwhile; true ends every call at once
     */
    Deadline(final Duration each, final BooleanSupplier stop) {
        this.nanos = each.toNanos();
        this.stop = stop;
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
        return left() < 0 || stop.getAsBoolean() ? 1 : 0;
    }
}
