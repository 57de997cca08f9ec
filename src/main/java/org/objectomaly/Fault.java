package org.objectomaly;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;

/**
 * Something the user can mend: one clear sentence that says what is wrong, where, and what to do about it.
 *
 * <p>The command prints the message alone, without a stack trace, and ends with the kind's exit code. Anything else
 * that escapes is a defect of this program and is reported as one (exit code 1).
 */
public final class Fault extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** What went wrong, and with it the exit code of the command. */
    public enum Kind {
        /** The command line or a settings file is wrong. */
        USAGE(2),
        /** The video, stream or picture to read is missing, unreadable or damaged. */
        INPUT(3),
        /** A checkpoint is missing, damaged or does not fit its network. */
        MODEL(4),
        /** The asked-for GPU is not there or has failed. */
        DEVICE(5),
        /** The output cannot be written. */
        OUTPUT(6);

        private final int exitCode;

        Kind(final int exitCode) {
            this.exitCode = exitCode;
        }

        /**
         * The exit code of a command that ends with this fault.
         *
         * @return 2 to 6
         */
        public int exitCode() {
            return exitCode;
        }
    }

    private final Kind kind;

    private Fault(final Kind kind, final String sentence, final Throwable cause) {
        super(sentence, cause);
        this.kind = kind;
    }

    /**
     * A fault without a deeper cause.
     *
     * @param kind what went wrong
     * @param sentence what, where and what to do, as one sentence; a format string
     * @param arguments the values the format names
     * @return the fault, to be thrown
     */
    public static Fault of(final Kind kind, final String sentence, final Object... arguments) {
        return new Fault(kind, arguments.length == 0 ? sentence : String.format(sentence, arguments), null);
    }

    /**
     * The same fault with the exception that revealed it, for the log.
     *
     * @param cause the exception underneath
     * @return a fault of the same kind and sentence
     */
    public Fault because(final Throwable cause) {
        return new Fault(kind, getMessage(), cause);
    }

    /**
     * Why a file cannot be had, in words that go into a sentence.
     *
     * @param cause what the system said
     * @return the reason, without the file's name where that is all that Java says
     */
    public static String reason(final IOException cause) {
        if (cause instanceof NoSuchFileException) {
            return "there is no such file or folder";
        }
        if (cause instanceof AccessDeniedException) {
            return "permission denied";
        }
        if (cause instanceof FileAlreadyExistsException) {
            return "a file of that name is in its place";
        }
        if (cause instanceof FileSystemException detailed && detailed.getReason() != null) {
            return detailed.getReason();
        }
        return String.valueOf(cause.getMessage());
    }

    /**
     * What went wrong.
     *
     * @return the kind, which holds the exit code
     */
    public Kind kind() {
        return kind;
    }
}
