package org.objectomaly.checkpoint;

import java.util.List;
import java.util.Map;

/** Reads pickled torch tensors: what {@code torch._utils} would have rebuilt. */
final class TorchTensors {
    private static final int MAX_WRAPPERS = 8;
    private static final Map<String, DType> STORAGES = Map.ofEntries(
            Map.entry("DoubleStorage", DType.F64),
            Map.entry("FloatStorage", DType.F32),
            Map.entry("HalfStorage", DType.F16),
            Map.entry("BFloat16Storage", DType.BF16),
            Map.entry("LongStorage", DType.I64),
            Map.entry("IntStorage", DType.I32),
            Map.entry("ShortStorage", DType.I16),
            Map.entry("CharStorage", DType.I8),
            Map.entry("ByteStorage", DType.U8),
            Map.entry("UntypedStorage", DType.U8),
            Map.entry("BoolStorage", DType.BOOL));

    private final Storages storages;
    private final Memory memory;

    TorchTensors(final Storages storages, final Memory memory) {
        this.storages = storages;
        this.memory = memory;
    }

    /** What a pickle says of a storage: {@code ('storage', class, key, device, elements, view of another)}. */
    record Reference(DType dtype, String key, long elements, long viewOffset) {
        static boolean isStorage(final PersistentId id) {
            return id.id() instanceof List<?> parts && !parts.isEmpty() && "storage".equals(parts.get(0));
        }

        static Reference of(final PersistentId id) {
            if (!(id.id() instanceof List<?> parts)
                    || parts.size() < 5
                    || !"storage".equals(parts.get(0))
                    || !(parts.get(1) instanceof PickleClass type)
                    || !(parts.get(4) instanceof Long elements)) {
                throw Unreadable.damaged("its pickle refers to a storage in an unknown way");
            }
            final DType dtype = STORAGES.get(type.name());
            if (dtype == null || !type.module().startsWith("torch")) {
                throw Unreadable.unsupported("it holds a storage of type %s", Unreadable.quote(type));
            }
            final boolean isView = parts.size() > 5 && parts.get(5) instanceof List<?>;
            final long viewOffset = isView ? integer((List<?>) parts.get(5), 1) : 0;
            return new Reference(dtype, String.valueOf(scalar(parts.get(2))), elements, viewOffset);
        }

        private static Object scalar(final Object key) {
            if (key instanceof String || key instanceof Long) {
                return key;
            }
            throw Unreadable.damaged("its pickle names a storage by something else than text");
        }

        /** The bytes of the whole storage. */
        long byteCount() {
            if (elements < 0 || elements > Long.MAX_VALUE / dtype.bytes()) {
                throw Unreadable.damaged("its storage %s claims %d elements", Unreadable.quote(key), elements);
            }
            return elements * dtype.bytes();
        }
    }

    /** Whether a value is a tensor or parameter of torch, readable or not. */
    static boolean isTensor(final Object value) {
        return value instanceof PickleObject o
                && o.callable() instanceof PickleClass c
                && (c.module().equals("torch._utils") || c.module().equals("torch._tensor"))
                && c.name().startsWith("_rebuild_");
    }

    /** The tensor; the value is one. */
    TensorData read(final PickleObject value) {
        Object callable = value.callable();
        List<?> arguments = value.arguments();
        for (int wrappers = 0; wrappers < MAX_WRAPPERS; wrappers++) {
            final String name = callable instanceof PickleClass c ? c.name() : "";
            switch (name) {
                case "_rebuild_tensor", "_rebuild_tensor_v2" -> {
                    return rebuild(arguments);
                }
                case "_rebuild_parameter", "_rebuild_parameter_with_state" -> {
                    if (!(argument(arguments, 0) instanceof PickleObject inner)) {
                        throw Unreadable.damaged("a parameter holds no tensor");
                    }
                    callable = inner.callable();
                    arguments = inner.arguments();
                }
                case "_rebuild_from_type_v2" -> {
                    callable = argument(arguments, 0);
                    arguments = list(arguments, 2);
                }
                default -> throw Unreadable.unsupported("it holds a tensor made by %s", Unreadable.quote(callable));
            }
        }
        throw Unreadable.damaged("a parameter holds itself");
    }

    /** Arguments: storage, offset, shape, strides, and what only training needs. */
    private TensorData rebuild(final List<?> arguments) {
        if (!(argument(arguments, 0) instanceof PersistentId id)) {
            throw Unreadable.unsupported("its tensors were pickled without torch.save");
        }
        final Reference storage = Reference.of(id);
        final long[] shape = integers(list(arguments, 2));
        final long[] strides = integers(list(arguments, 3));
        if (shape.length != strides.length) {
            throw Unreadable.damaged("a tensor has %d dimensions but %d strides", shape.length, strides.length);
        }
        final Bytes bytes = storages.storage(storage.key());
        if (bytes.length() < storage.byteCount()) {
            throw Unreadable.damaged(
                    "storage %s has %d bytes where %d are expected",
                    Unreadable.quote(storage.key()), bytes.length(), storage.byteCount());
        }
        final Bytes view = bytes.part(0, storage.byteCount());
        final long offset = integer(arguments, 1);
        if (offset < 0 || storage.viewOffset() < 0 || offset > Long.MAX_VALUE - storage.viewOffset()) {
            throw Unreadable.damaged("a tensor begins before its storage");
        }
        return Views.tensor(view, storage.dtype(), offset + storage.viewOffset(), shape, strides, memory);
    }

    static Object argument(final List<?> arguments, final int index) {
        if (index >= arguments.size()) {
            throw Unreadable.damaged("a tensor is described by %d values only", arguments.size());
        }
        return arguments.get(index);
    }

    static List<?> list(final List<?> arguments, final int index) {
        if (argument(arguments, index) instanceof List<?> list) {
            return list;
        }
        throw Unreadable.damaged("a tensor is described by the wrong kinds of values");
    }

    static long integer(final List<?> arguments, final int index) {
        if (argument(arguments, index) instanceof Long value) {
            return value;
        }
        throw Unreadable.damaged("a tensor is described by the wrong kinds of values");
    }

    static long[] integers(final List<?> values) {
        if (values.size() > Shapes.MAX_RANK) {
            throw Unreadable.damaged("a tensor has %d dimensions", values.size());
        }
        final long[] integers = new long[values.size()];
        for (int i = 0; i < integers.length; i++) {
            integers[i] = integer(values, i);
        }
        return integers;
    }
}
