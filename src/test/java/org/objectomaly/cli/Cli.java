package org.objectomaly.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Runs the command as a user does: in a process of its own, with an exit code and two streams of text. */
final class Cli {
    private static final int DEADLINE_SECONDS = 120;

    private Cli() {}

    /**
     * What a command did.
     *
     * @param exitCode its exit code
     * @param out standard output
     * @param err standard error
     */
    record Outcome(int exitCode, String out, String err) {}

    /** Runs a command to its end. */
    static Outcome run(final Object... arguments) {
        return start(arguments).end();
    }

    /** Starts a command. */
    static Running start(final Object... arguments) {
        return start(List.of(), arguments);
    }

    /** Starts a command behind another one, such as a shell that sets limits and then {@code exec}s what follows. */
    static Running start(final List<String> wrapper, final Object... arguments) {
        final List<String> line = new ArrayList<>(wrapper);
        line.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        line.addAll(List.of(
                "-Xmx512m",
                "-XX:TieredStopAtLevel=1",
                "-Dorg.bytedeco.javacpp.maxPhysicalBytes=0",
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                "org.objectomaly.cli.Main"));
        Arrays.stream(arguments).map(Object::toString).forEach(line::add);
        try {
            final Path out = Files.createTempFile("out", ".txt");
            final Path err = Files.createTempFile("err", ".txt");
            final Process process = new ProcessBuilder(line)
                    .redirectOutput(out.toFile())
                    .redirectError(err.toFile())
                    .start();
            process.getOutputStream().close();
            return new Running(process, out, err);
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A command under way. */
    record Running(Process process, Path out, Path err) {
        /** Waits for the end; a command that hangs is a failure. */
        Outcome end() {
            try {
                if (!process.waitFor(DEADLINE_SECONDS, TimeUnit.SECONDS)) {
                    process.destroyForcibly();
                    throw new AssertionError("the command hangs; it said: " + Files.readString(err));
                }
                final Outcome outcome = new Outcome(process.exitValue(), Files.readString(out), Files.readString(err));
                Files.delete(out);
                Files.delete(err);
                return outcome;
            } catch (final IOException e) {
                throw new UncheckedIOException(e);
            } catch (final InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new AssertionError(e);
            }
        }

        /** Sends a signal by its name, as the shell's kill does. */
        void signal(final String name) throws IOException, InterruptedException {
            new ProcessBuilder("kill", "-" + name, Long.toString(process.pid()))
                    .inheritIO()
                    .start()
                    .waitFor(10, TimeUnit.SECONDS);
        }
    }
}
