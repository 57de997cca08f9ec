package org.objectomaly.golden;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Where the golden cases are: the folder that the environment variable {@code GOLDEN_DIR} names and no other, or else
 * {@code src/test/resources/golden} and, where it exists, {@code ../shared/golden}.
 */
public final class GoldenRoot {
    private static final ObjectMapper JSON = new ObjectMapper();

    private GoldenRoot() {}

    /**
     * Every golden folder, by name. Where two roots have a folder of one name, that of the later root counts: the
     * sources hold only small cases, the shared folder holds all.
     *
     * @return folders in the order of their names
     */
    public static List<Path> folders() {
        final Map<String, Path> byName = new TreeMap<>();
        for (final Path root : roots()) {
            for (final Path folder : listed(root)) {
                if (Files.isDirectory(folder)) {
                    byName.put(folder.getFileName().toString(), folder);
                }
            }
        }
        return List.copyOf(byName.values());
    }

    /**
     * The folders a test class has to check.
     *
     * @param test a class with {@link GoldenFolders}
     * @return folders in the order of their names, possibly none
     */
    public static List<Path> foldersOf(final Class<?> test) {
        return folders().stream().filter(folder -> knows(test, folder)).toList();
    }

    /**
     * Whether a test class checks a folder.
     *
     * @param test a class, with or without {@link GoldenFolders}
     * @param folder a golden folder
     * @return true if its annotation fits the folder's name or content
     */
    public static boolean knows(final Class<?> test, final Path folder) {
        final GoldenFolders known = test.getAnnotation(GoldenFolders.class);
        if (known == null) {
            return false;
        }
        final String name = folder.getFileName().toString();
        final boolean named = Arrays.stream(known.value())
                .anyMatch(stem ->
                        name.equals(stem) || name.startsWith(stem) && "_-.".indexOf(name.charAt(stem.length())) >= 0);
        return named
                || known.configKeys().length > 0
                        && configs(folder).stream().map(GoldenRoot::json).anyMatch(config -> Arrays.stream(
                                        known.configKeys())
                                .allMatch(config::has));
    }

    /**
     * The cases of a folder: each {@code config.json} and {@code config_TAG.json}.
     *
     * @param folder a golden folder
     * @return the files in the order of their names
     */
    public static List<Path> configs(final Path folder) {
        return listed(folder).stream()
                .filter(file -> file.getFileName().toString().matches("config(_.*)?\\.json"))
                .toList();
    }

    /**
     * The cases of a folder whose files have names of their own: every {@code NAME.json}.
     *
     * @param folder a golden folder
     * @return the files in the order of their names
     */
    public static List<Path> jsonFiles(final Path folder) {
        return listed(folder).stream()
                .filter(file -> file.toString().endsWith(".json"))
                .toList();
    }

    /**
     * The file that belongs to a config: same tag, other kind.
     *
     * @param config {@code config.json} or {@code config_TAG.json}
     * @param kind first part of the wanted name, such as {@code expected} or {@code keys}
     * @param ending last part with its dot, such as {@code .safetensors} or {@code .txt}
     * @return the file of that tag if there is one, else the one without a tag, which may not exist
     */
    public static Path beside(final Path config, final String kind, final String ending) {
        final String tag = config.getFileName().toString().replaceAll("^config|\\.json$", "");
        final Path tagged = config.resolveSibling(kind + tag + ending);
        return Files.exists(tagged) ? tagged : config.resolveSibling(kind + ending);
    }

    /**
     * Reads a JSON file.
     *
     * @param file the file
     * @return its content
     */
    public static JsonNode json(final Path file) {
        try {
            return JSON.readTree(file.toFile());
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<Path> roots() {
        final String only = System.getenv("GOLDEN_DIR");
        if (only != null && !only.isBlank()) {
            if (!Files.isDirectory(Path.of(only))) {
                throw new IllegalStateException("GOLDEN_DIR is " + only + ", which is not a folder");
            }
            return List.of(Path.of(only));
        }
        return Stream.of("src/test/resources/golden", "../shared/golden")
                .map(Path::of)
                .filter(Files::isDirectory)
                .toList();
    }

    private static List<Path> listed(final Path folder) {
        try (Stream<Path> files = Files.list(folder)) {
            return new ArrayList<>(files.sorted().toList());
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
