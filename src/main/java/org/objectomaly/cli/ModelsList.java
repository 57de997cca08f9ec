package org.objectomaly.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.objectomaly.models.ModelFile;
import org.objectomaly.models.Sizes;

/** What {@code models list} prints: a line a model, or the same as JSON. */
final class ModelsList {
    private static final String UNKNOWN = "?";

    private final List<ModelFile> models;
    private final List<Path> folders;
    private final Set<String> runnable = Networks.names();

    ModelsList(final List<ModelFile> models, final List<Path> folders) {
        this.models = models;
        this.folders = folders;
    }

    /** A file that is here, wherever it is. */
    static Optional<Path> whereIs(final ModelFile model, final List<Path> folders) {
        return folders.stream()
                .map(folder -> folder.resolve(model.file()))
                .filter(Files::isRegularFile)
                .findFirst();
    }

    String table() {
        final StringBuilder text = new StringBuilder(row("name", "for", "size", "here", "what it is; licence"));
        for (final ModelFile model : models) {
            final Optional<Path> here = whereIs(model, folders);
            final long bytes = bytes(model, here);
            text.append(row(
                    model.name(),
                    runs(model) ? model.use().option() : "not yet",
                    bytes > 0 ? Sizes.text(bytes) : UNKNOWN,
                    here.isPresent() ? "yes" : "no",
                    model.purpose() + "; " + model.licence()));
        }
        if (!models.stream().allMatch(this::runs)) {
            text.append(
                    "\nnot yet: the file can be fetched, but this version of the program does not run the network.\n");
        }
        return text.toString();
    }

    private static String row(
            final String name, final String use, final String size, final String here, final String what) {
        return String.format(Locale.ROOT, "%-30s %-8s %9s  %-4s  %s%n", name, use, size, here, what);
    }

    /** For JSON; what is not known is null. */
    List<Map<String, Object>> rows() {
        return models.stream().map(this::entry).toList();
    }

    private Map<String, Object> entry(final ModelFile model) {
        final Optional<Path> here = whereIs(model, folders);
        final long bytes = bytes(model, here);
        final Map<String, Object> entry = new LinkedHashMap<>();
        entry.put("name", model.name());
        entry.put("use", model.use().name().toLowerCase(Locale.ROOT));
        entry.put("runs", runs(model));
        entry.put("purpose", model.purpose());
        entry.put("licence", model.licence());
        entry.put("file", model.file());
        entry.put("bytes", bytes > 0 ? bytes : null);
        entry.put("sha256", orNull(model.sha256()));
        entry.put("address", orNull(model.address()));
        entry.put("path", here.map(Path::toString).orElse(null));
        return entry;
    }

    private boolean runs(final ModelFile model) {
        return runnable.contains(model.name());
    }

    private static long bytes(final ModelFile model, final Optional<Path> here) {
        try {
            return here.isPresent() ? Files.size(here.get()) : model.bytes();
        } catch (final IOException e) {
            throw new UncheckedIOException("a file that was there a moment ago", e);
        }
    }

    private static String orNull(final String text) {
        return text.isEmpty() ? null : text;
    }
}
