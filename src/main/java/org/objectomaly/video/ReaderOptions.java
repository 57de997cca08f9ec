package org.objectomaly.video;

import java.time.Duration;
import java.util.function.BooleanSupplier;
import org.objectomaly.Fault;

/**
 * How a video is read.
 *
 * @param threads threads of the decoder, 1 or more; each further one adds a frame of delay
 * @param fileDeadline how long opening or one read of a file or pipe may take
 * @param networkDeadline how long opening or one read of a network stream may take
 * @param live true for a camera: no long look ahead and no decoder delay
 * @param width columns that frames are scaled to; 0 for the video's own
 * @param height rows that frames are scaled to; 0 for the video's own
 * @param transport how an RTSP camera is to send
 * @param stop asked while something is waited for: true makes every wait end at once
 * @param gpu number of the NVIDIA GPU whose video engine decodes what it can; {@link #NO_GPU} for the processor
 */
public record ReaderOptions(
        int threads,
        Duration fileDeadline,
        Duration networkDeadline,
        boolean live,
        int width,
        int height,
        Transport transport,
        BooleanSupplier stop,
        int gpu) {
    /** The threads that FFmpeg's decoders and encoders can use. */
    static final int MOST_THREADS = 64;

    /** No GPU decodes. */
    public static final int NO_GPU = -1;

    private static final Duration FILE = Duration.ofSeconds(30);
    private static final Duration NETWORK = Duration.ofSeconds(10);

    /**
     * Checks the values.
     *
     * @throws Fault of kind USAGE for a value out of range
     */
    public ReaderOptions {
        if (threads < 1 || threads > MOST_THREADS) {
            throw Fault.of(Fault.Kind.USAGE, "The decoder can use 1 to 64 threads, not %d: change --threads.", threads);
        }
        if (fileDeadline.isNegative() || fileDeadline.isZero()) {
            throw Fault.of(Fault.Kind.USAGE, "The deadline for reading must be longer than 0 s, not %s.", fileDeadline);
        }
        if (networkDeadline.isNegative() || networkDeadline.isZero()) {
            throw Fault.of(
                    Fault.Kind.USAGE, "The deadline for reading must be longer than 0 s, not %s.", networkDeadline);
        }
        if (width < 0 || height < 0 || (width == 0) != (height == 0)) {
            throw Fault.of(Fault.Kind.USAGE, "A video cannot be %d x %d pixels large.", width, height);
        }
    }

    /**
     * Two decoder threads where the machine has them, 30 s for files, 10 s for the network, not live.
     *
     * @return the defaults
     */
    public static ReaderOptions defaults() {
        return new ReaderOptions(
                Math.min(2, Runtime.getRuntime().availableProcessors()),
                FILE,
                NETWORK,
                false,
                0,
                0,
                Transport.TCP,
                () -> false,
                NO_GPU);
    }

    /**
     * The same with another number of decoder threads.
     *
     * @param count 1 or more; more than 64 are 64
     * @return new options
     */
    public ReaderOptions withThreads(final int count) {
        return new ReaderOptions(
                Math.min(count, MOST_THREADS),
                fileDeadline,
                networkDeadline,
                live,
                width,
                height,
                transport,
                stop,
                gpu);
    }

    /**
     * The same with one deadline for files and network alike.
     *
     * @param each how long opening or one read may take, more than 0
     * @return new options
     */
    public ReaderOptions withDeadline(final Duration each) {
        return new ReaderOptions(threads, each, each, live, width, height, transport, stop, gpu);
    }

    /**
     * The same for a live source.
     *
     * @return new options: one decoder thread, a short look at the stream before it begins
     */
    public ReaderOptions forLive() {
        return new ReaderOptions(1, fileDeadline, networkDeadline, true, width, height, transport, stop, gpu);
    }

    /**
     * The same for an RTSP camera that is to send in another way.
     *
     * @param how within the connection or beside it
     * @return new options
     */
    public ReaderOptions withTransport(final Transport how) {
        return new ReaderOptions(threads, fileDeadline, networkDeadline, live, width, height, how, stop, gpu);
    }

    /**
     * The same with a way to end every wait by hand.
     *
     * @param end asked while something is waited for; true ends it at once
     * @return new options
     */
    public ReaderOptions withStop(final BooleanSupplier end) {
        return new ReaderOptions(threads, fileDeadline, networkDeadline, live, width, height, transport, end, gpu);
    }

    /**
     * The same with all frames scaled to one size.
     *
     * @param columns of every frame, 1 or more
     * @param rows of every frame, 1 or more
     * @return new options
     */
    public ReaderOptions withSize(final int columns, final int rows) {
        return new ReaderOptions(threads, fileDeadline, networkDeadline, live, columns, rows, transport, stop, gpu);
    }

    /**
     * The same, decoded by a GPU where it can.
     *
     * @param number of the GPU, or {@link #NO_GPU}
     * @return new options
     */
    public ReaderOptions withGpu(final int number) {
        return new ReaderOptions(threads, fileDeadline, networkDeadline, live, width, height, transport, stop, number);
    }
}
