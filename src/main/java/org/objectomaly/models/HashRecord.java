package org.objectomaly.models;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.objectomaly.Fault;

/**
 * The hash of a first download, kept beside the file where the publisher states none: {@code FILE.sha256}, in the form
 * that {@code sha256sum --check} reads.
 */
final class HashRecord {
    private HashRecord() {}

    static Path pathOf(final Path file) {
        return file.resolveSibling(file.getFileName() + ".sha256");
    }

    static void write(final Path file, final String sha256) {
        try {
            Files.writeString(pathOf(file), sha256 + "  " + file.getFileName() + "\n");
        } catch (final IOException e) {
            throw Fault.of(Fault.Kind.OUTPUT, "%s cannot be written; check the folder and the disk.", pathOf(file))
                    .because(e);
        }
    }

    /** The recorded hash, if there is a record and it is one. */
    static Optional<String> read(final Path file) {
        try {
            final String text = Files.readString(pathOf(file));
            return text.matches("(?s)[0-9a-f]{64}\\s.*") ? Optional.of(text.substring(0, 64)) : Optional.empty();
        } catch (final IOException e) {
            return Optional.empty();
        }
    }
}
