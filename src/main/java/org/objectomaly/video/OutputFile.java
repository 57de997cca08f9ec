package org.objectomaly.video;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.objectomaly.Fault;

/** Finds out whether a file can be written, without creating anything. */
final class OutputFile {
    private OutputFile() {}

    /**
     * Checks a file to be written.
     *
     * @param file the output
     * @param source the input, a path or an address
     * @param overwrite whether a file that exists may be replaced
     * @param extension what its name must end with, for instance ".mp4"
     * @throws Fault of kind OUTPUT or USAGE that says why it cannot be written
     */
    static void check(final Path file, final String source, final boolean overwrite, final String extension) {
        final Path folder = file.toAbsolutePath().getParent();
        if (folder == null || Files.isDirectory(file)) {
            throw Fault.of(Fault.Kind.OUTPUT, "'%s' is a folder: name a file in it as the output.", file);
        }
        if (!Files.isDirectory(folder)) {
            throw Fault.of(Fault.Kind.OUTPUT, "There is no folder '%s' to write into: create it first.", folder);
        }
        final boolean exists = Files.exists(file);
        if (exists && isSame(file, source)) {
            throw Fault.of(
                    Fault.Kind.USAGE, "'%s' is both the input and the output: give one of them another name.", file);
        }
        // A device or a pipe has no name to go by and is written to as it is.
        final boolean special = exists && !Files.isRegularFile(file);
        if (!special
                && !file.getFileName()
                        .toString()
                        .toLowerCase(java.util.Locale.ROOT)
                        .endsWith(extension)) {
            throw Fault.of(
                    Fault.Kind.USAGE, "'%s' cannot be written: end the name of this output with %s.", file, extension);
        }
        if (exists && !overwrite && !special) {
            throw Fault.of(Fault.Kind.USAGE, "'%s' exists already: add --overwrite or give another name.", file);
        }
        if (!Files.isWritable(exists ? file : folder)) {
            throw Fault.of(Fault.Kind.OUTPUT, "'%s' may not be written: check the permissions.", file);
        }
    }

    /**
     * A failed write, in words.
     *
     * @param file the output
     * @param code FFmpeg's error
     * @return the fault, to be thrown
     */
    static Fault failed(final Path file, final int code) {
        if (AvError.isFull(code)) {
            return Fault.of(
                    Fault.Kind.OUTPUT,
                    "The disk is full or a quota is reached: what fitted of '%s' is kept and can be played; make room.",
                    file);
        }
        return Fault.of(Fault.Kind.OUTPUT, "'%s' could not be written: %s.", file, AvError.text(code));
    }

    private static boolean isSame(final Path file, final String source) {
        if (Demuxer.isNetwork(source) || source.equals("-")) {
            return false;
        }
        try {
            final Path input = Path.of(source.replaceFirst("^file:(//)?", ""));
            return Files.exists(input) && Files.isSameFile(file, input);
        } catch (final IOException e) {
            return false;
        }
    }
}
