package org.objectomaly.nn;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.bytedeco.pytorch.global.torch;

/**
 * Half precision with the range of single precision: where the processor multiplies it by itself, convolutions take half
 * of the time; elsewhere they would take far longer.
 */
public final class Bf16 {
    private static final Set<String> UNITS = Set.of("avx512_bf16", "amx_bf16");
    private static final boolean FAST = hasUnit();

    /** While it is open, convolutions work in half precision. */
    public interface Convolutions extends AutoCloseable {
        @Override
        void close();
    }

    private Bf16() {}

    /**
     * Whether this processor has instructions for it.
     *
     * @return true if convolutions in it are faster than in single precision
     */
    public static boolean isFast() {
        return FAST;
    }

    /**
     * Lets convolutions of this thread, called one by one, work in it.
     *
     * @return to be closed on the same thread, after which they are in single precision again
     */
    public static Convolutions convolutions() {
        torch.set_autocast_cache_enabled(false);
        torch.set_autocast_dtype(torch.DeviceType.CPU, torch.ScalarType.BFloat16);
        torch.set_autocast_enabled(torch.DeviceType.CPU, FAST);
        return () -> torch.set_autocast_enabled(torch.DeviceType.CPU, false);
    }

    /**
     * The same network with its convolutions in the fastest precision that its program may use.
     *
     * @param network of convolutions, normalisations, sums, means, maxima, enlargements and shuffles alone
     * @return a network that takes and gives single precision
     */
    public static Network network(final Network network) {
        return (sketch, input) -> {
            final Sketch fastest = sketch.fastest();
            return sketch.converted(network.draw(fastest, fastest.converted(input)));
        };
    }

    private static boolean hasUnit() {
        try (Stream<String> lines = Files.lines(Path.of("/proc/cpuinfo"))) {
            return lines.filter(line -> line.startsWith("flags"))
                    .findFirst()
                    .map(line -> List.of(line.split("\\s+")).stream().anyMatch(UNITS::contains))
                    .orElse(false);
        } catch (final IOException e) {
            return false;
        }
    }
}
