package org.objectomaly.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Where checkpoints are looked for. */
final class ModelFolders {
    private ModelFolders() {}

    /**
     * The folders, in the order they are searched.
     *
     * @param own the user's own folder, or null
     * @return that folder, {@code models/} of the program, {@code models/} of the cache
     */
    static List<Path> all(final Path own) {
        final List<Path> folders = new ArrayList<>();
        if (own != null) {
            folders.add(own);
        }
        folders.add(ofProgram());
        folders.add(cache().resolve("models"));
        return folders;
    }

    /** The folder that comes with the program. */
    static Path ofProgram() {
        return Path.of(System.getProperty("objectomaly.home", "."), "models");
    }

    static Path cache() {
        final String cache = System.getProperty("objectomaly.cache");
        return cache == null ? Path.of(System.getProperty("user.home"), ".cache", "objectomaly") : Path.of(cache);
    }
}
