package org.objectomaly.golden;

import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.objectomaly.checkpoint.Checkpoint;
import org.objectomaly.checkpoint.TensorData;

/** The tensors of a golden file as flat arrays of double, which hold each stored dtype exactly. */
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
        final Map<String, Stored> stored = new LinkedHashMap<>();
        Checkpoint.read(file)
                .tensors()
                .forEach((name, tensor) -> stored.put(name, new Stored(tensor.shape(), values(tensor))));
        return stored;
    }

    private static double[] values(final TensorData tensor) {
        final ByteBuffer data = tensor.data();
        final double[] values = new double[tensor.count()];
        for (int i = 0; i < values.length; i++) {
            values[i] = switch (tensor.dtype()) {
                case F32 -> data.getFloat();
                case F64 -> data.getDouble();
                case I64 -> data.getLong();
                case I32 -> data.getInt();
                case U8, BOOL -> data.get() & 0xff;
                default -> throw new IllegalArgumentException("no golden file should hold " + tensor.dtype());
            };
        }
        return values;
    }
}
