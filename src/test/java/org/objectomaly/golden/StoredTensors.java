package org.objectomaly.golden;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/** The tensors of a safetensors file as flat arrays of double, which hold each stored dtype exactly. */
final class StoredTensors {
    /**
     * One tensor as stored.
     *
     * @param shape stored shape
     * @param values flat, row-major
     */
    record Stored(long[] shape, double[] values) {}

    private StoredTensors() {}

    static Map<String, Stored> read(final Path file) {
        try {
            final ByteBuffer all = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
            final byte[] header = new byte[Math.toIntExact(all.getLong())];
            all.get(header);
            final ByteBuffer data = all.slice().order(ByteOrder.LITTLE_ENDIAN);
            final Map<String, Stored> tensors = new LinkedHashMap<>();
            new ObjectMapper().readTree(header).properties().forEach(entry -> {
                if (!entry.getKey().equals("__metadata__")) {
                    tensors.put(entry.getKey(), tensor(entry.getValue(), data));
                }
            });
            return tensors;
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Stored tensor(final JsonNode entry, final ByteBuffer data) {
        final long[] shape = new long[entry.get("shape").size()];
        int count = 1;
        for (int i = 0; i < shape.length; i++) {
            shape[i] = entry.get("shape").get(i).asLong();
            count = Math.toIntExact(count * shape[i]);
        }
        final int begin = entry.get("data_offsets").get(0).asInt();
        final String dtype = entry.get("dtype").asText();
        final double[] values = new double[count];
        for (int i = 0; i < count; i++) {
            values[i] = switch (dtype) {
                case "F32" -> data.getFloat(begin + 4 * i);
                case "F64" -> data.getDouble(begin + 8 * i);
                case "I64" -> data.getLong(begin + 8 * i);
                case "I32" -> data.getInt(begin + 4 * i);
                case "U8", "BOOL" -> data.get(begin + i) & 0xff;
                default -> throw new IllegalArgumentException("no golden file should hold " + dtype);
            };
        }
        return new Stored(shape, values);
    }
}
