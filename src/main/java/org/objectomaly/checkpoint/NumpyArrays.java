package org.objectomaly.checkpoint;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/**
 * Reads pickled NumPy arrays, as detectron2's {@code .pkl} files hold them.
 *
 * <p>An array is {@code _reconstruct(...)} with the state (version, shape, dtype, column-major, bytes), or, from
 * protocol 5 on, {@code _frombuffer(bytes, dtype, shape, order)}.
 */
final class NumpyArrays {
    private static final Map<String, DType> TYPES = Map.of(
            "f8", DType.F64,
            "f4", DType.F32,
            "f2", DType.F16,
            "i8", DType.I64,
            "i4", DType.I32,
            "i2", DType.I16,
            "i1", DType.I8,
            "u1", DType.U8,
            "b1", DType.BOOL);

    private final Memory memory;

    NumpyArrays(final Memory memory) {
        this.memory = memory;
    }

    /** Whether a value is an array. */
    static boolean isArray(final Object value) {
        return isNumpy(value, "_reconstruct") && ((PickleObject) value).state() instanceof List<?>
                || isNumpy(value, "_frombuffer");
    }

    private static boolean isNumpy(final Object value, final String name) {
        return value instanceof PickleObject o
                && o.callable() instanceof PickleClass c
                && c.module().startsWith("numpy.")
                && c.name().equals(name);
    }

    /** The array; the value is one. */
    TensorData read(final PickleObject value) {
        if (isNumpy(value, "_frombuffer")) {
            final List<?> parts = value.arguments();
            final boolean columnMajor = "F".equals(TorchTensors.argument(parts, 3));
            return tensor(parts.get(0), parts.get(1), TorchTensors.list(parts, 2), columnMajor);
        }
        final List<?> parts = (List<?>) value.state();
        final Object bytes = TorchTensors.argument(parts, 4);
        return tensor(bytes, parts.get(2), TorchTensors.list(parts, 1), Boolean.TRUE.equals(parts.get(3)));
    }

    private TensorData tensor(
            final Object bytes, final Object type, final List<?> dimensions, final boolean columnMajor) {
        final DType dtype = dtype(type);
        final long[] shape = TorchTensors.integers(dimensions);
        final long[] strides = columnMajor ? Shapes.columnMajor(shape) : Shapes.rowMajor(shape);
        return Views.tensor(bytes(bytes), dtype, 0, shape, strides, memory);
    }

    /** A dtype is {@code dtype('f4', ...)} with the state (version, byte order, ...). */
    private static DType dtype(final Object type) {
        if (!PickleObject.isCall(type, "numpy", "dtype")) {
            throw Unreadable.damaged("an array has no element type");
        }
        final PickleObject object = (PickleObject) type;
        final Object code = TorchTensors.argument(object.arguments(), 0);
        final boolean bigEndian =
                object.state() instanceof List<?> state && state.size() > 1 && ">".equals(state.get(1));
        final DType dtype = code instanceof String text ? TYPES.get(text) : null;
        if (dtype == null || bigEndian) {
            throw Unreadable.unsupported("it holds an array of element type %s", Unreadable.quote(code));
        }
        return dtype;
    }

    /** Python 2 leaves the bytes as a string, and protocol 2 of Python 3 hides them in a call of a codec. */
    private Bytes bytes(final Object value) {
        if (value instanceof ByteBuffer buffer) {
            return Bytes.of(buffer);
        }
        final Object text = PickleObject.isCall(value, "_codecs", "encode")
                ? TorchTensors.argument(((PickleObject) value).arguments(), 0)
                : value;
        if (!(text instanceof String latin1)) {
            throw Unreadable.damaged("an array has no data");
        }
        final byte[] copy = latin1.getBytes(StandardCharsets.ISO_8859_1);
        return Bytes.of(memory.allocate(copy.length).put(copy).flip());
    }
}
