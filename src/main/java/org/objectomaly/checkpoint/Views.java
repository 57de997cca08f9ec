package org.objectomaly.checkpoint;

import java.nio.ByteBuffer;

/** A strided window on a storage to a tensor without gaps. */
final class Views {
    private Views() {}

    /**
     * The tensor that a window shows. If the window is contiguous the data stay where they are, otherwise they are
     * gathered into new memory.
     *
     * @param storage all bytes of the storage
     * @param dtype the kind of its elements
     * @param offset the first element of the window
     * @param shape the length of each dimension
     * @param strides the distance of neighbours in each dimension, in elements
     * @param memory what gathering may take
     * @return the tensor
     */
    static TensorData tensor(
            final Bytes storage,
            final DType dtype,
            final long offset,
            final long[] shape,
            final long[] strides,
            final Memory memory) {
        final int size = dtype.bytes();
        try {
            final long byteCount = Shapes.byteCount(shape, dtype);
            if (byteCount == 0) {
                return new TensorData(dtype, shape, memory.allocate(0));
            }
            final long span = Math.addExact(reach(shape, strides), 1);
            final long from = Math.multiplyExact(requirePositive(offset), (long) size);
            final long length = Math.multiplyExact(span, (long) size);
            storage.requireInside(from, length);
            final ByteBuffer source = storage.slice(from, length);
            return new TensorData(
                    dtype,
                    shape,
                    isContiguous(shape, strides)
                            ? source
                            : gather(source, size, shape, strides, memory.allocate(byteCount)));
        } catch (final ArithmeticException | IllegalArgumentException e) {
            throw Unreadable.damaged("the size of a tensor overflows or is negative");
        }
    }

    private static long requirePositive(final long value) {
        if (value < 0) {
            throw new IllegalArgumentException("negative");
        }
        return value;
    }

    /** The distance from the first element to the last. */
    private static long reach(final long[] shape, final long[] strides) {
        long reach = 0;
        for (int i = 0; i < shape.length; i++) {
            reach = Math.addExact(reach, Math.multiplyExact(shape[i] - 1, requirePositive(strides[i])));
        }
        return reach;
    }

    private static boolean isContiguous(final long[] shape, final long[] strides) {
        final long[] rowMajor = Shapes.rowMajor(shape);
        for (int i = 0; i < shape.length; i++) {
            if (shape[i] != 1 && strides[i] != rowMajor[i]) {
                return false;
            }
        }
        return true;
    }

    private static ByteBuffer gather(
            final ByteBuffer source,
            final int size,
            final long[] shape,
            final long[] strides,
            final ByteBuffer target) {
        final long[] index = new long[shape.length];
        long at = 0;
        while (target.hasRemaining()) {
            final int byteAt = (int) (at * size);
            switch (size) {
                case 1 -> target.put(source.get(byteAt));
                case 2 -> target.putShort(source.getShort(byteAt));
                case 4 -> target.putInt(source.getInt(byteAt));
                default -> target.putLong(source.getLong(byteAt));
            }
            int axis = shape.length - 1;
            while (axis >= 0 && ++index[axis] == shape[axis]) {
                at -= (shape[axis] - 1) * strides[axis];
                index[axis--] = 0;
            }
            at += axis < 0 ? 0 : strides[axis];
        }
        return target.flip();
    }
}
