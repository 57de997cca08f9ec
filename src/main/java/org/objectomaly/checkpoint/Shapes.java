package org.objectomaly.checkpoint;

/** The arithmetic of shapes, in 64 bits and with every overflow noticed. */
final class Shapes {
    /** No tensor library allows more dimensions. */
    static final int MAX_RANK = 64;

    private Shapes() {}

    /**
     * The bytes of a contiguous tensor.
     *
     * @return 0 to 2^63-1
     * @throws IllegalArgumentException if a dimension is negative, or the size does not fit 63 bits
     */
    static long byteCount(final long[] shape, final DType dtype) {
        try {
            return Math.multiplyExact(count(shape), (long) dtype.bytes());
        } catch (final ArithmeticException e) {
            throw new IllegalArgumentException("the size of the tensor overflows", e);
        }
    }

    private static long count(final long[] shape) {
        boolean empty = false;
        for (final long length : shape) {
            if (length < 0) {
                throw new IllegalArgumentException("a dimension of the tensor is negative");
            }
            empty |= length == 0;
        }
        long count = empty ? 0 : 1;
        for (final long length : shape) {
            count = Math.multiplyExact(count, length);
        }
        return count;
    }

    /** The strides, in elements, of a row-major tensor without gaps. */
    static long[] rowMajor(final long[] shape) {
        final long[] strides = new long[shape.length];
        long step = 1;
        for (int i = shape.length - 1; i >= 0; i--) {
            strides[i] = step;
            step *= Math.max(1, shape[i]);
        }
        return strides;
    }

    /** The strides, in elements, of a column-major tensor without gaps. */
    static long[] columnMajor(final long[] shape) {
        final long[] strides = new long[shape.length];
        long step = 1;
        for (int i = 0; i < shape.length; i++) {
            strides[i] = step;
            step *= Math.max(1, shape[i]);
        }
        return strides;
    }
}
