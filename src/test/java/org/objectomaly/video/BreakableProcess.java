package org.objectomaly.video;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.concurrent.TimeUnit;

/** A process on the other end of a stream, which a test can take away, freeze and bring back. */
public abstract class BreakableProcess implements AutoCloseable {
    private Process process;

    /**
     * To be told of each process that was started; it ends with this one at the latest.
     *
     * @param started the process
     */
    final void runs(final Process started) {
        process = started;
        Runtime.getRuntime().addShutdownHook(new Thread(started::destroyForcibly));
    }

    /** Takes the power away at once (kill -9). Its sockets are closed by the system. */
    public final void kill() {
        if (process != null) {
            process.destroyForcibly();
            try {
                process.waitFor(10, TimeUnit.SECONDS);
            } catch (final InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            process = null;
        }
    }

    /** Stops it without an end to its connections, as if the cable were pulled. */
    public final void freeze() {
        signal("STOP");
    }

    /** Lets it go on. */
    public final void thaw() {
        signal("CONT");
    }

    private void signal(final String name) {
        try {
            final Process sent = new ProcessBuilder("kill", "-" + name, Long.toString(process.pid())).start();
            if (sent.waitFor() != 0) {
                throw new IllegalStateException("kill -" + name + " failed");
            }
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        } catch (final InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /**
     * Whether it runs, frozen or not.
     *
     * @return false after {@link #kill}, and when it has ended by itself
     */
    public final boolean isRunning() {
        return process != null && process.isAlive();
    }

    @Override
    public void close() {
        kill();
    }
}
