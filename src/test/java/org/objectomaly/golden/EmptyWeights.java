package org.objectomaly.golden;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.objectomaly.checkpoint.DType;
import org.objectomaly.checkpoint.TensorData;
import org.objectomaly.nn.Weights;

/** Weights of the right names and shapes that share one piece of memory, to find out whether a network knows them. */
public final class EmptyWeights {
    private EmptyWeights() {}

    /**
     * Makes them.
     *
     * @param keys {@code keys.txt} of a case
     * @return zeros under every key
     */
    public static Weights of(final Path keys) {
        try {
            final List<String[]> lines = Files.readAllLines(keys).stream()
                    .filter(line -> !line.isBlank())
                    .map(line -> line.split("\t"))
                    .toList();
            final int largest =
                    lines.stream().mapToInt(line -> count(shape(line[2]))).max().orElse(0);
            final ByteBuffer shared = ByteBuffer.allocateDirect(4 * largest);
            final Map<String, TensorData> tensors = new LinkedHashMap<>();
            for (final String[] line : lines) {
                final long[] shape = shape(line[2]);
                tensors.put(line[0], new TensorData(DType.F32, shape, shared.slice(0, 4 * count(shape))));
            }
            return Weights.of(keys.toString(), tensors);
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static long[] shape(final String text) {
        return Arrays.stream(text.replaceAll("[\\[\\] ]", "").split(","))
                .filter(side -> !side.isEmpty())
                .mapToLong(Long::parseLong)
                .toArray();
    }

    private static int count(final long[] shape) {
        return Math.toIntExact(Arrays.stream(shape).reduce(1, (a, b) -> a * b));
    }
}
