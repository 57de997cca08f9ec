package org.objectomaly.live.camera;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * What the process holds.
 *
 * @param threads its threads
 * @param files its open files
 * @param megabytes its resident memory
 * @param heap megabytes of it that Java's objects use
 */
record Usage(int threads, long files, double megabytes, double heap) {
    private static final double PAGES_A_MEGABYTE = 256;
    private static final double MEGABYTE = 1 << 20;

    static Usage now() throws IOException {
        try (Stream<Path> files = Files.list(Path.of("/proc/self/fd"))) {
            final double pages = Double.parseDouble(
                    Files.readString(Path.of("/proc/self/statm")).split(" ")[1]);
            return new Usage(
                    ManagementFactory.getThreadMXBean().getThreadCount(),
                    files.count(),
                    pages / PAGES_A_MEGABYTE,
                    ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed() / MEGABYTE);
        }
    }

    @Override
    public String toString() {
        return String.format(Locale.ROOT, "%d threads, %d files, %.0f MB (heap %.0f)", threads, files, megabytes, heap);
    }
}
