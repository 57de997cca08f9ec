package org.objectomaly.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.bytedeco.javacpp.Pointer;

/** The most memory that this process has had at a time, as Linux counts it: Java's heap, networks, frames and all. */
public final class PeakMemory {
    private static final Path CLEAR = Path.of("/proc/self/clear_refs");
    private static final Path STATUS = Path.of("/proc/self/status");

    private PeakMemory() {}

    /**
     * Gives free memory back to the system and forgets the peak, so that from now on it is that of what comes.
     *
     * @return false where the system does not allow it: then the peak is that of the whole process
     */
    public static boolean reset() {
        System.gc();
        Pointer.trimMemory();
        try {
            Files.writeString(CLEAR, "5");
            return true;
        } catch (final IOException e) {
            return false;
        }
    }

    /**
     * The peak since the last {@link #reset}.
     *
     * @return megabytes (10^6 bytes), or NaN where the system does not tell
     */
    public static double megabytes() {
        try (Stream<String> lines = Files.lines(STATUS)) {
            return lines.filter(line -> line.startsWith("VmHWM:"))
                    .mapToDouble(line -> Long.parseLong(line.replaceAll("\\D", "")) * 1024 / 1e6)
                    .findFirst()
                    .orElse(Double.NaN);
        } catch (final IOException e) {
            return Double.NaN;
        }
    }
}
