package org.objectomaly.cli;

import com.beust.jcommander.Parameter;
import java.nio.file.Path;

/** Where the figures go that a command has measured. */
final class ReportOptions {
    @Parameter(
            names = "--report",
            category = Help.ESSENTIAL,
            order = 5,
            placeholder = "DIR",
            description = "write report.html (with charts), report.md and report.json there, anew after each method")
    Path folder;

    @Parameter(
            names = "--json",
            category = Help.FREQUENT,
            order = 7,
            description = "print the report as JSON on standard output")
    boolean json;

    @Parameter(
            names = "--overwrite",
            category = Help.FREQUENT,
            order = 8,
            description = "replace the report when it exists")
    boolean overwrite;

    /** The files that were asked for, if any. */
    ReportFiles files() {
        return new ReportFiles(folder, overwrite, json);
    }
}
