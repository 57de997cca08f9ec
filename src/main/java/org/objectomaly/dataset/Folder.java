package org.objectomaly.dataset;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitOption;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.objectomaly.Fault;

/**
 * A folder of files as a data set has them: links are followed, names that begin with a dot are not seen, and neither
 * the case of an extension nor that of a sub-folder's name matters.
 */
public record Folder(Path path) {
    private static final Set<String> PICTURES = Set.of("jpg", "jpeg", "png", "webp", "bmp", "tif", "tiff");
    private static final Set<String> VIDEOS = Set.of("mp4", "mkv", "mov", "avi", "webm", "ts");
    /** Without loss, and read by Java itself: a label is a number, not a colour to be kept roughly. */
    private static final Set<String> LABELS = Set.of("png", "bmp", "tif", "tiff");

    /** @throws Fault of kind INPUT if it is not a folder */
    public static Folder of(final Path path) {
        if (!Files.isDirectory(path)) {
            throw Fault.of(
                    Fault.Kind.INPUT,
                    Files.exists(path)
                            ? "%s is a file, not a folder; give the folder that holds the data set."
                            : "There is no folder %s; give the folder that holds the data set.",
                    path);
        }
        return new Folder(path);
    }

    String name() {
        final Path name = path.toAbsolutePath().normalize().getFileName();
        return name == null ? path.toString() : name.toString();
    }

    /** The first sub-folder that exists among these names. */
    Optional<Folder> sub(final String... names) {
        final List<Folder> all = subs();
        return Stream.of(names)
                .flatMap(name -> all.stream().filter(f -> f.name().equalsIgnoreCase(name)))
                .findFirst();
    }

    List<Folder> subs() {
        return list(Files::isDirectory).stream().map(Folder::new).toList();
    }

    /** The picture files directly in it, in natural order. */
    public List<Path> pictures() {
        return list(file -> PICTURES.contains(extension(file)) && Files.isRegularFile(file));
    }

    /** The video files directly in it, in natural order. */
    public List<Path> videos() {
        return list(file -> VIDEOS.contains(extension(file)) && Files.isRegularFile(file));
    }

    /** The files directly in it that may hold labels, in natural order. */
    List<Path> labels() {
        return list(file -> LABELS.contains(extension(file)) && Files.isRegularFile(file));
    }

    /** The picture files in it and in the folders below, down to the given depth. */
    List<Path> picturesBelow(final int depth) {
        try (Stream<Path> files = Files.walk(path, depth, FileVisitOption.FOLLOW_LINKS)) {
            return files.filter(file -> PICTURES.contains(extension(file)) && isSeen(file))
                    .toList();
        } catch (final IOException | UncheckedIOException e) {
            throw unreadable(e);
        }
    }

    private List<Path> list(final Predicate<Path> wanted) {
        try (Stream<Path> files = Files.list(path)) {
            return files.filter(Folder::isSeen)
                    .filter(wanted)
                    .sorted((a, b) -> NaturalOrder.BY_NAME.compare(
                            a.getFileName().toString(), b.getFileName().toString()))
                    .toList();
        } catch (final IOException | UncheckedIOException e) {
            throw unreadable(e);
        }
    }

    private Fault unreadable(final Exception cause) {
        return Fault.of(
                        Fault.Kind.INPUT,
                        "The folder %s cannot be read (%s); check its rights and its disk.",
                        path,
                        cause)
                .because(cause);
    }

    private static boolean isSeen(final Path file) {
        return !file.getFileName().toString().startsWith(".");
    }

    private static String extension(final Path file) {
        final String name = file.getFileName().toString();
        return name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
    }

    /** A file's name without its extension. */
    public static String stem(final Path file) {
        final String name = file.getFileName().toString();
        final int dot = name.lastIndexOf('.');
        return dot < 0 ? name : name.substring(0, dot);
    }
}
