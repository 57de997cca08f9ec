package org.objectomaly.nn;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.bytedeco.pytorch.global.torch;
import org.objectomaly.Fault;

/**
 * What libtorch's exceptions say of the device that networks run on: that its memory is too small, or that it has failed.
 * Nothing but their text tells them from others.
 */
public final class DeviceTrouble {
    private static final String MEMORY_OF_GPU = "CUDA out of memory";
    private static final String MEMORY_OF_RUNTIME = "CUDA error: out of memory";
    private static final String MEMORY_OF_CUBLAS = "CUBLAS_STATUS_ALLOC_FAILED";
    private static final String MEMORY_OF_PROCESSOR = "can't allocate memory";
    private static final Pattern FAILURE = Pattern.compile("(?:CUDA|cuDNN) error: [^\\r\\n'\"]+");
    private static final Pattern WANTED = Pattern.compile("Tried to allocate ([\\d.]+ \\w+)");
    private static final Pattern THERE =
            Pattern.compile("total capacity of ([\\d.]+ \\w+) of which ([\\d.]+ \\w+) is free");

    private DeviceTrouble() {}

    /**
     * Whether a GPU has no room for what was asked of it, though perhaps for less.
     *
     * @param exception of libtorch
     * @return true if its memory was too small
     */
    public static boolean isFull(final RuntimeException exception) {
        final String text = String.valueOf(exception.getMessage());
        return text.contains(MEMORY_OF_GPU) || text.contains(MEMORY_OF_RUNTIME) || text.contains(MEMORY_OF_CUBLAS);
    }

    /** Gives memory that libtorch keeps for later back to the GPU, so that other sizes find room in it. */
    public static void freeUnused() {
        if (torch.cuda_is_available()) {
            torch.emptyCache();
        }
    }

    /**
     * What to tell the user.
     *
     * @param exception of any kind
     * @return of kind DEVICE; null if the exception is about something else
     */
    public static Fault fault(final Throwable exception) {
        final String text = String.valueOf(exception.getMessage());
        if (text.contains(MEMORY_OF_PROCESSOR)) {
            return Fault.of(
                            Fault.Kind.DEVICE,
                            "The networks need more memory than there is; make --cas-size or --mask-size smaller.")
                    .because(exception);
        }
        if (exception instanceof RuntimeException known && isFull(known)) {
            return Fault.of(
                            Fault.Kind.DEVICE,
                            "The GPU's memory is too small for the networks%s; make --cas-size or --mask-size smaller,"
                                    + " ask about fewer points, or choose a smaller network or --device cpu.",
                            amounts(text))
                    .because(exception);
        }
        final Matcher failure = FAILURE.matcher(text);
        return failure.find()
                ? Fault.of(
                                Fault.Kind.DEVICE,
                                "The GPU has failed (%s); start again, or use --device cpu.",
                                failure.group().strip())
                        .because(exception)
                : null;
    }

    private static String amounts(final String text) {
        final Matcher wanted = WANTED.matcher(text);
        final Matcher there = THERE.matcher(text);
        return wanted.find() && there.find()
                ? String.format(
                        " (%s more are wanted, %s of %s are free)", wanted.group(1), there.group(2), there.group(1))
                : "";
    }
}
