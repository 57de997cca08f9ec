package org.objectomaly.cli;

import java.util.List;

/** One command of {@code objectomaly}; its fields are its options. */
interface Command {
    /**
     * Its name on the command line.
     *
     * @return one word
     */
    String name();

    /**
     * How it is called, and two examples.
     *
     * @return lines for the help, the first the synopsis
     */
    List<String> usage();

    /**
     * Does its work.
     *
     * @param arguments the command line it came from, its own name first
     * @param interruption tells when the user wants it to end
     * @return the exit code
     */
    int run(List<String> arguments, Interruption interruption);
}
