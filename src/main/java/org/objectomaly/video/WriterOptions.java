package org.objectomaly.video;

import org.objectomaly.Fault;

/**
 * How a video is written.
 *
 * @param encoder one of the names in {@link Encoders#available()}; null for the first that opens
 * @param quality 1 (smallest) to 100 (best); {@link EncoderKind} says what it becomes in each encoder
 * @param threads threads of the encoder, 1 or more
 * @param overwrite whether a file that exists may be replaced
 * @param width columns of the frames to be written; 0 for the source's
 * @param height rows of the frames to be written; 0 for the source's
 * @param rate bits a second at most, for an encoder in a hurry: {@code quality} is the best that is used then; 0 for constant
 *     quality whatever it takes
 */
public record WriterOptions(
        String encoder, int quality, int threads, boolean overwrite, int width, int height, long rate) {
    /** The quality of {@link #defaults()}: no visible loss on road video at a moderate size. */
    public static final int DEFAULT_QUALITY = 75;

    /**
     * Checks the values.
     *
     * @throws Fault of kind USAGE for a value out of range
     */
    public WriterOptions {
        if (quality < 1 || quality > 100) {
            throw Fault.of(Fault.Kind.USAGE, "The quality goes from 1 to 100, not %d: change --quality.", quality);
        }
        if (threads < 1 || threads > ReaderOptions.MOST_THREADS) {
            throw Fault.of(Fault.Kind.USAGE, "The encoder can use 1 to 64 threads, not %d: change --threads.", threads);
        }
        if (width < 0 || height < 0) {
            throw Fault.of(Fault.Kind.USAGE, "A video cannot be %d x %d pixels large.", width, height);
        }
    }

    /**
     * The best encoder of the machine, quality 75, a thread a core, no overwriting, the source's size.
     *
     * @return the defaults
     */
    public static WriterOptions defaults() {
        final int cores =
                Math.min(ReaderOptions.MOST_THREADS, Runtime.getRuntime().availableProcessors());
        return new WriterOptions(null, DEFAULT_QUALITY, cores, false, 0, 0, 0);
    }

    /**
     * The same with another encoder.
     *
     * @param name its name; null for the first that opens
     * @return new options
     */
    public WriterOptions withEncoder(final String name) {
        return new WriterOptions(name, quality, threads, overwrite, width, height, rate);
    }

    /**
     * The same with another quality.
     *
     * @param value 1 to 100
     * @return new options
     */
    public WriterOptions withQuality(final int value) {
        return new WriterOptions(encoder, value, threads, overwrite, width, height, rate);
    }

    /**
     * The same with another number of threads.
     *
     * @param count 1 or more; more than 64 are 64
     * @return new options
     */
    public WriterOptions withThreads(final int count) {
        return new WriterOptions(
                encoder, quality, Math.min(count, ReaderOptions.MOST_THREADS), overwrite, width, height, rate);
    }

    /**
     * The same, replacing a file that exists, or not.
     *
     * @param replace whether it may be replaced
     * @return new options
     */
    public WriterOptions withOverwrite(final boolean replace) {
        return new WriterOptions(encoder, quality, threads, replace, width, height, rate);
    }

    /**
     * The same for frames of another size than the source's.
     *
     * @param columns columns of every frame that will be written
     * @param rows rows of every frame that will be written
     * @return new options
     */
    public WriterOptions withSize(final int columns, final int rows) {
        return new WriterOptions(encoder, quality, threads, overwrite, columns, rows, rate);
    }

    /**
     * The same for an encoder in a hurry: it spends no more than so many bits, and with them less time.
     *
     * @param bitsPerSecond at most; 0 for constant quality
     * @return new options
     */
    public WriterOptions withRate(final long bitsPerSecond) {
        return new WriterOptions(encoder, quality, threads, overwrite, width, height, bitsPerSecond);
    }
}
