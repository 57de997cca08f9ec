package org.objectomaly.models;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import org.objectomaly.Fault;

/**
 * A checkpoint that the catalogue knows. What the catalogue leaves out is empty or 0 here.
 *
 * @param name as users write it
 * @param use what it is for
 * @param file its name on disk
 * @param address where its publisher has it; empty if it comes with the program
 * @param member where the address gives a zip of several files: the last part of the name of the one that is meant
 * @param bytes size of the file on disk; 0 if it is not known
 * @param sha256 of the file on disk, in hexadecimal; empty if it is not known
 * @param licence what the publisher states
 * @param purpose which network it is, trained on what
 */
public record ModelFile(
        @JsonProperty(required = true) String name,
        @JsonProperty(required = true) Use use,
        @JsonProperty(required = true) String file,
        String address,
        String member,
        long bytes,
        String sha256,
        @JsonProperty(required = true) String licence,
        @JsonProperty(required = true) String purpose) {

    /** Makes what is left out empty, and lets no entry name a file outside the models' folder. */
    public ModelFile {
        address = Objects.requireNonNullElse(address, "");
        member = Objects.requireNonNullElse(member, "");
        sha256 = Objects.requireNonNullElse(sha256, "");
        Objects.requireNonNull(use, "what it is for");
        Objects.requireNonNull(licence, "its licence");
        Objects.requireNonNull(purpose, "which network it is");
        if (!name.matches("[a-z0-9.+-]+")) {
            throw new IllegalArgumentException("the name '" + name + "' has other characters than a-z, 0-9, '.+-'");
        }
        if (!file.matches("[\\w.+-]+") || file.startsWith(".")) {
            throw new IllegalArgumentException(name + ": '" + file + "' is no plain name of a file");
        }
        if (!address.matches("(https?://\\S+)?")) {
            throw new IllegalArgumentException(name + ": '" + address + "' is no address on the web");
        }
        if (!sha256.matches("([0-9a-f]{64})?") || bytes < 0) {
            throw new IllegalArgumentException(name + ": the hash or the size is none");
        }
    }

    /**
     * The checkpoint that the program's catalogue has under a name.
     *
     * @param name as users write it
     * @return its entry
     * @throws Fault of kind MODEL if there is none
     */
    public static ModelFile named(final String name) {
        return Catalogue.shipped().named(name);
    }

    /**
     * Finds the file that a user means.
     *
     * @param nameOrFile the name of a known model, or the path of a file
     * @param known the models of this kind
     * @param folders where models may lie, in order
     * @return the file; it exists
     * @throws Fault of kind MODEL if it is neither a known name nor a file, or the named model's file is nowhere
     */
    public static Path resolve(final String nameOrFile, final List<ModelFile> known, final List<Path> folders) {
        for (final ModelFile model : known) {
            if (model.name.equals(nameOrFile)) {
                return model.find(folders);
            }
        }
        final Path file = Path.of(nameOrFile);
        if (!Files.isRegularFile(file)) {
            final String names = known.stream().map(ModelFile::name).collect(Collectors.joining(", "));
            throw Fault.of(
                    Fault.Kind.MODEL,
                    "\"%s\" is neither a model's name nor a file; known are %s, or give the path of a checkpoint.",
                    nameOrFile,
                    names);
        }
        return file;
    }

    /**
     * Whether a user means one of some models, as far as can be told without reading a file.
     *
     * @param nameOrFile a model's name, or the path of a file
     * @param known the models
     * @return true for their names and for files that are called like theirs
     */
    public static boolean isMeantBy(final String nameOrFile, final List<ModelFile> known) {
        return known.stream()
                .anyMatch(model ->
                        model.name.equals(nameOrFile) || Path.of(nameOrFile).endsWith(model.file));
    }

    /**
     * Whether it is one of the program's own, which lie in its folder {@code models/} and cannot be fetched.
     *
     * @return true if there is no address
     */
    public boolean isOwn() {
        return address.isEmpty();
    }

    /**
     * Looks for the file.
     *
     * @param folders where models may lie, in order
     * @return the file
     * @throws Fault of kind MODEL if no folder has it; the message says how to get it
     */
    public Path find(final List<Path> folders) {
        for (final Path folder : folders) {
            if (Files.isRegularFile(folder.resolve(file))) {
                return folder.resolve(file);
            }
        }
        final String searched = folders.stream().map(Path::toString).collect(Collectors.joining(", ", "[", "]"));
        if (isOwn()) {
            throw Fault.of(
                    Fault.Kind.MODEL,
                    "The model %s comes with the program, but its file %s is in none of %s; restore models/ from the"
                            + " program's repository.",
                    name,
                    file,
                    searched);
        }
        throw Fault.of(
                Fault.Kind.MODEL,
                "The model %s needs the file %s, which is in none of %s; this fetches it (licence: %s):"
                        + " objectomaly models pull %s",
                name,
                file,
                searched,
                licence,
                name);
    }
}
