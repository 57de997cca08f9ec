package org.objectomaly.cli;

/** The command {@code objectomaly}. */
public final class Main {
    private Main() {}

    /**
     * Runs one command.
     *
     * @param arguments the command's name and its options
     */
    public static void main(final String[] arguments) {
        System.out.println(arguments.length);
    }
}
