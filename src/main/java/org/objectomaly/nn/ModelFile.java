package org.objectomaly.nn;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import org.objectomaly.Fault;

/**
 * A checkpoint: what the program calls it and where its publisher has it.
 *
 * @param name as users write it
 * @param file name of the official file
 * @param address where the publisher has it; empty if it comes with the program
 * @param sha256 of the file, in hexadecimal; empty if it is not known
 * @param licence what the publisher states
 */
public record ModelFile(String name, String file, String address, String sha256, String licence) {
    /**
     * A model that this project trained and that comes with the program.
     *
     * @param name as users write it
     * @return its file, a safetensors of that name
     */
    static ModelFile own(final String name) {
        return new ModelFile(name, name + ".safetensors", "", "", "research use");
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
     * Looks for the file.
     *
     * @param folders where models may lie, in order
     * @return the file
     * @throws Fault of kind MODEL if no folder has it; the message says where to get it
     */
    public Path find(final List<Path> folders) {
        for (final Path folder : folders) {
            if (Files.isRegularFile(folder.resolve(file))) {
                return folder.resolve(file);
            }
        }
        final String searched = folders.stream().map(Path::toString).collect(Collectors.joining(", ", "[", "]"));
        if (address.isEmpty()) {
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
                        + " curl -fL --create-dirs -o '%s' '%s'",
                name,
                file,
                searched,
                licence,
                folders.get(folders.size() - 1).resolve(file),
                address);
    }
}
