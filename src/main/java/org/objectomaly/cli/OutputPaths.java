package org.objectomaly.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.objectomaly.Fault;

/** The files that a command reads and writes, no two of which may be one: the second would destroy the first. */
final class OutputPaths {
    private record Use(String name, Path path) {}

    private final List<Use> uses = new ArrayList<>();

    /**
     * What is read.
     *
     * @param source a path, an address, or "-"
     */
    OutputPaths(final String source) {
        try {
            uses.add(new Use("the input", Path.of(source.replaceFirst("^file:(//)?", ""))));
        } catch (final InvalidPathException e) {
            // An address that is no path cannot be written over.
        }
    }

    /**
     * One more that is written.
     *
     * @param option by which it is named
     * @param path where it goes; null for nowhere
     * @return these
     * @throws Fault of kind USAGE if it is in use already
     */
    OutputPaths and(final String option, final Path path) {
        if (path == null) {
            return this;
        }
        for (final Use use : uses) {
            if (isSame(use.path, path)) {
                throw Fault.of(
                        Fault.Kind.USAGE,
                        "'%s' is both %s and %s: give one of them another name.",
                        path,
                        use.name,
                        option);
            }
        }
        uses.add(new Use(option, path));
        return this;
    }

    private static boolean isSame(final Path one, final Path other) {
        try {
            if (Files.exists(one) && Files.exists(other)) {
                // A device such as /dev/null takes whatever comes.
                return Files.isRegularFile(one) && Files.isSameFile(one, other);
            }
            return real(one).equals(real(other));
        } catch (final IOException e) {
            return false;
        }
    }

    /** Where a file that may not be there yet will be. */
    private static Path real(final Path path) throws IOException {
        final Path whole = path.toAbsolutePath().normalize();
        final Path folder = whole.getParent();
        return folder == null || !Files.exists(folder)
                ? whole
                : folder.toRealPath().resolve(whole.getFileName());
    }
}
