package org.objectomaly.video;

import java.time.Duration;
import java.util.function.BooleanSupplier;
import org.bytedeco.ffmpeg.avformat.AVFormatContext;
import org.bytedeco.ffmpeg.avformat.AVIOInterruptCB;
import org.bytedeco.javacpp.Pointer;

/**
 * Makes every blocking call of a container give up when its time has passed, through FFmpeg's interrupt callback.
 *
 * <p>One wait is out of reach: the system's look-up of a host name, which FFmpeg calls without asking the callback. A name
 * whose DNS server does not answer can hold an opening call up for as long as the system's resolver tries (with glibc's
 * usual settings 10 s for each server it knows), whatever the deadline says; the deadline takes effect right after. An
 * address in numbers is not looked up.
 */
final class Deadline implements AutoCloseable {
    private static final Handles<Deadline> WATCHING = new Handles<>();

    private final long nanos;
    private final BooleanSupplier stop;
    private final Pointer handle;
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
        this.handle = WATCHING.put(this);
        restart();
    }

    /** The only callback; made when it is first needed, after the native libraries were loaded. */
    private static final class Interrupt extends AVIOInterruptCB.Callback_Pointer {
        private static final Interrupt CALLBACK = new Interrupt();

        @Override
        public int call(final Pointer handle) {
            final Deadline deadline = WATCHING.get(handle);
            // Nobody waits any more for what a closed deadline has watched.
            return deadline == null || deadline.isOver() ? 1 : 0;
        }
    }

    /**
     * Watches over a container, and all that it opens itself.
     *
     * @param container not opened yet
     */
    void watch(final AVFormatContext container) {
        container.interrupt_callback().callback(Interrupt.CALLBACK);
        container.interrupt_callback().opaque(handle);
    }

    /** Whether nobody waits any longer: the time has passed, or the end was asked for. */
    boolean isOver() {
        return left() < 0 || stop.getAsBoolean();
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

    /** To be called when the container is closed: a call that is still under way ends. */
    @Override
    public void close() {
        WATCHING.remove(handle);
    }
}
