package org.objectomaly.models;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Function;
import org.objectomaly.Fault;

/**
 * What is known of a file that lies on this machine.
 *
 * @param file the file
 * @param sha256 its hash, in hexadecimal
 * @param against what the hash was held against
 */
public record Verification(Path file, String sha256, Against against) {
    /** What a file's hash was held against. */
    public enum Against {
        /** The hash of the catalogue. */
        CATALOGUE("the published one"),
        /** The hash of the first download, recorded beside the file. */
        FIRST_DOWNLOAD("that of the first download; the publisher states none"),
        /** Nothing: there is neither. */
        NOTHING("held against nothing: none is known");

        private final String words;

        Against(final String words) {
            this.words = words;
        }

        /**
         * For people.
         *
         * @return a few words
         */
        public String words() {
            return words;
        }
    }

    /**
     * Holds a file against what is known of it.
     *
     * @param model the catalogue's entry
     * @param file its file
     * @return what was found to be in order
     * @throws Fault of kind MODEL if size or hash are others
     */
    public static Verification of(final ModelFile model, final Path file) {
        return of(
                model,
                file,
                file,
                flaw -> Fault.of(
                        Fault.Kind.MODEL,
                        "%s is not the file of %s as published (%s); move it away and run: objectomaly models pull %s",
                        file,
                        model.name(),
                        flaw,
                        model.name()));
    }

    /** Holds what is to become a file against what is known of that file. */
    static Verification of(
            final ModelFile model, final Path content, final Path file, final Function<String, Fault> wrong) {
        final long size = size(content);
        if (model.bytes() > 0 && size != model.bytes()) {
            throw wrong.apply(size + " bytes in place of " + model.bytes());
        }
        final String found = Sha256.of(content);
        final boolean isPublished = !model.sha256().isEmpty();
        final String expected =
                isPublished ? model.sha256() : HashRecord.read(file).orElse("");
        if (expected.isEmpty()) {
            return new Verification(file, found, Against.NOTHING);
        }
        if (!expected.equals(found)) {
            throw wrong.apply("sha256 " + found + " in place of " + expected
                    + (isPublished ? "" : ", which " + HashRecord.pathOf(file) + " has of the first download"));
        }
        return new Verification(file, found, isPublished ? Against.CATALOGUE : Against.FIRST_DOWNLOAD);
    }

    private static long size(final Path file) {
        try {
            return Files.size(file);
        } catch (final IOException e) {
            throw Fault.of(Fault.Kind.MODEL, "%s cannot be read; check its permissions and the disk.", file)
                    .because(e);
        }
    }
}
