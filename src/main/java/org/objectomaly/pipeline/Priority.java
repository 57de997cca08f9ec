package org.objectomaly.pipeline;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The operating system's priority of threads. */
final class Priority {
    private static final Logger LOG = LoggerFactory.getLogger(Priority.class);
    /** The lowest there is: a frame's own stages never wait for a core that a network holds. */
    private static final String NICE = "19";

    private Priority() {}

    /**
     * Lets every other thread go before the calling one and those it starts. Java's own priorities do nothing on Linux
     * without options of the JVM that only root may use. Where it cannot be done, everything still works, only less evenly.
     */
    static void lower() {
        try {
            final String thread =
                    Path.of("/proc/thread-self").toRealPath().getFileName().toString();
            final Process renice = new ProcessBuilder("renice", "-n", NICE, "-p", thread)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            if (!renice.waitFor(5, TimeUnit.SECONDS)) {
                renice.destroyForcibly();
            }
        } catch (final IOException e) {
            LOG.debug(
                    "the priority of {} stays as it is", Thread.currentThread().getName(), e);
        } catch (final InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
