package org.objectomaly.video;

import java.time.Duration;
import org.objectomaly.Fault;

/**
 * How a video is read.
 *
 * @param threads threads of the decoder, 1 or more; each further one adds a frame of delay
 * @param fileDeadline how long opening or one read of a file or pipe may take
 * @param networkDeadline how long opening or one read of a network stream may take
 * @param live true for a camera: no read-ahead and no decoder delay
 */
public record ReaderOptions(int threads, Duration fileDeadline, Duration networkDeadline, boolean live) {
    private static final Duration FILE = Duration.ofSeconds(30);
    private static final Duration NETWORK = Duration.ofSeconds(10);

    /**
     * Checks the values.
     *
     * @throws Fault of kind USAGE for a value out of range
     */
    public ReaderOptions {
        if (threads < 1 || threads > 64) {
            throw Fault.of(Fault.Kind.USAGE, "The decoder can use 1 to 64 threads, not %d: change --threads.", threads);
        }
        if (fileDeadline.isNegative() || fileDeadline.isZero()) {
            throw Fault.of(Fault.Kind.USAGE, "The deadline for reading must be longer than 0 s, not %s.", fileDeadline);
        }
        if (networkDeadline.isNegative() || networkDeadline.isZero()) {
            throw Fault.of(
                    Fault.Kind.USAGE, "The deadline for reading must be longer than 0 s, not %s.", networkDeadline);
        }
    }

    /**
     * Two decoder threads where the machine has them, 30 s for files, 10 s for the network, not live.
     *
     * @return the defaults
     */
    public static ReaderOptions defaults() {
        return new ReaderOptions(Math.min(2, Runtime.getRuntime().availableProcessors()), FILE, NETWORK, false);
    }

    /**
     * The same with another number of decoder threads.
     *
     * @param count 1 to 64
     * @return new options
     */
    public ReaderOptions withThreads(final int count) {
        return new ReaderOptions(count, fileDeadline, networkDeadline, live);
    }

    /**
     * The same with one deadline for files and network alike.
     *
     * @param each how long opening or one read may take, more than 0
     * @return new options
     */
    public ReaderOptions withDeadline(final Duration each) {
        return new ReaderOptions(threads, each, each, live);
    }

    /**
     * The same for a live source.
     *
     * @return new options: one decoder thread, no read-ahead
     */
    public ReaderOptions forLive() {
        return new ReaderOptions(1, fileDeadline, networkDeadline, true);
    }
}
