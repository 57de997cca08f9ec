package org.objectomaly.golden;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/**
 * One entry of an official state dict, as a case's {@code keys.txt} lists it.
 *
 * @param name the key
 * @param dtype such as F32 or I64
 * @param shape its shape, empty for a scalar
 */
public record GoldenKey(String name, String dtype, long[] shape) {
    /**
     * Reads a list of keys.
     *
     * @param file {@code keys.txt} or {@code keys_TAG.txt}
     * @return the entries in checkpoint order
     */
    public static List<GoldenKey> read(final Path file) {
        try {
            return Files.readAllLines(file).stream()
                    .filter(line -> !line.isBlank())
                    .map(GoldenKey::parse)
                    .toList();
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static GoldenKey parse(final String line) {
        final String[] parts = line.split("\t");
        final String sides = parts[2].replaceAll("[\\[\\] ]", "");
        final long[] shape = sides.isEmpty()
                ? new long[0]
                : Arrays.stream(sides.split(",")).mapToLong(Long::parseLong).toArray();
        return new GoldenKey(parts[0], parts[1], shape);
    }
}
