package org.objectomaly.cli;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import org.objectomaly.Fault;
import org.objectomaly.eval.ReportPages;

/** The files of {@code --report}: written anew after each method, so that hours of work are not lost with the next. */
final class ReportFiles {
    private static final String HTML = "report.html";

    private static final String MARKDOWN = "report.md";
    private static final String JSON = "report.json";

    private final Path folder;
    private final boolean overwrite;
    private final boolean json;

    /**
     * Files in a folder.
     *
     * @param folder the folder; null when no report is wanted
     * @param overwrite whether an older report may be replaced
     * @param json whether programs read standard output, too
     */
    ReportFiles(final Path folder, final boolean overwrite, final boolean json) {
        this.folder = folder;
        this.overwrite = overwrite;
        this.json = json;
    }

    /** A report that cannot be written is to be known before hours of work, not after. */
    void prepare() {
        if (folder == null) {
            return;
        }
        for (final String name : List.of(HTML, MARKDOWN, JSON)) {
            if (Files.exists(folder.resolve(name)) && !overwrite) {
                throw Fault.of(
                        Fault.Kind.USAGE,
                        "'%s' exists already: add --overwrite or give another folder.",
                        folder.resolve(name));
            }
        }
        try {
            Files.createDirectories(folder);
        } catch (final IOException e) {
            throw unwritable(folder, Fault.reason(e)).because(e);
        }
        if (!Files.isWritable(folder)) {
            throw unwritable(folder, "no right to write");
        }
    }

    /** Where temporary files go: beside the report, on the disk that the user chose. */
    Path scratch() {
        return folder == null ? Path.of(System.getProperty("java.io.tmpdir")) : folder;
    }

    /**
     * Prints before it writes: a full disk must not take the figures with it.
     *
     * @param pages what people read
     * @param report what programs read
     */
    void say(final ReportPages pages, final Object report) {
        if (json) {
            System.out.println(Json.pretty(report));
        }
        (json ? System.err : System.out).print(pages.text());
        write(pages, report);
        if (folder != null) {
            System.err.println("written: " + folder.resolve(HTML));
        }
    }

    /** Writes all files, if any are wanted. */
    void write(final ReportPages pages, final Object report) {
        if (folder != null) {
            write(HTML, pages.html());
            write(MARKDOWN, pages.markdown());
            write(JSON, Json.pretty(report));
        }
    }

    /** The older file stays whole until the new one is. */
    private void write(final String name, final String text) {
        final Path file = folder.resolve(name);
        final Path part = folder.resolve(name + ".part");
        try {
            Files.writeString(part, text, StandardCharsets.UTF_8);
            Files.move(part, file, StandardCopyOption.REPLACE_EXISTING);
        } catch (final IOException e) {
            throw unwritable(file, Fault.reason(e)).because(e);
        }
    }

    private static Fault unwritable(final Path path, final String reason) {
        return Fault.of(
                Fault.Kind.OUTPUT,
                "The report cannot be written to %s (%s); check the folder, its rights and the disk.",
                path,
                reason);
    }
}
