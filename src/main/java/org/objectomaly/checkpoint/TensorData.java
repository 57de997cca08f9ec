package org.objectomaly.checkpoint;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Objects;

/**
 * A tensor as it lies in a file: row-major, without gaps, little-endian.
 *
 * <p>The data of a tensor read from a file are a direct, read-only buffer, as a rule a view of the mapped file itself.
 * Native code may read them in place but must never write to them, and they may begin at any address, also one that is
 * no multiple of the element size (legacy {@code torch.save} does not align).
 *
 * @param dtype the kind of the elements
 * @param shape the length of each dimension; empty for a scalar
 * @param data the elements, between position and limit
 */
public record TensorData(DType dtype, long[] shape, ByteBuffer data) {
    /**
     * Checks that the shape and the data belong together.
     *
     * @throws IllegalArgumentException if the data hold more or fewer bytes than the shape asks for
     */
    public TensorData {
        Objects.requireNonNull(dtype);
        shape = shape.clone();
        if (Shapes.byteCount(shape, dtype) != data.remaining()) {
            throw new IllegalArgumentException("a tensor of shape " + Arrays.toString(shape) + " and type " + dtype
                    + " cannot hold " + data.remaining() + " bytes");
        }
        data = data.asReadOnlyBuffer();
    }

    /**
     * A tensor of single precision made from an array.
     *
     * @param values the elements, row-major; they are copied
     * @param shape the length of each dimension
     * @return the tensor
     */
    public static TensorData ofFloats(final float[] values, final long... shape) {
        final ByteBuffer data =
                ByteBuffer.allocateDirect(Math.multiplyExact(4, values.length)).order(ByteOrder.LITTLE_ENDIAN);
        data.asFloatBuffer().put(values);
        return new TensorData(DType.F32, shape, data);
    }

    /**
     * A tensor of half precision made from an array.
     *
     * @param values the elements, row-major; they are rounded to the nearest half, ties to even
     * @param shape the length of each dimension
     * @return the tensor
     */
    public static TensorData ofHalves(final float[] values, final long... shape) {
        final ByteBuffer data =
                ByteBuffer.allocateDirect(Math.multiplyExact(2, values.length)).order(ByteOrder.LITTLE_ENDIAN);
        for (final float value : values) {
            data.putShort(floatToHalf(value));
        }
        return new TensorData(DType.F16, shape, data.flip());
    }

    /**
     * The length of each dimension.
     *
     * @return a copy
     */
    @Override
    public long[] shape() {
        return shape.clone();
    }

    /**
     * The elements.
     *
     * @return a read-only view with a position of its own, in little-endian order
     */
    @Override
    public ByteBuffer data() {
        return data.duplicate().order(ByteOrder.LITTLE_ENDIAN);
    }

    /**
     * The number of elements.
     *
     * @return the product of the shape; 1 for a scalar
     */
    public int count() {
        return data.remaining() / dtype.bytes();
    }

    /**
     * All elements in single precision: halves are widened, doubles and integers rounded, false and true become 0
     * and 1.
     *
     * @return a new array, row-major
     */
    public float[] toFloats() {
        final ByteBuffer in = data();
        final float[] out = new float[count()];
        for (int i = 0; i < out.length; i++) {
            out[i] = switch (dtype) {
                case F64 -> (float) in.getDouble();
                case F32 -> in.getFloat();
                case F16 -> halfToFloat(in.getShort());
                case BF16 -> Float.intBitsToFloat(in.getShort() << 16);
                case I64 -> in.getLong();
                case I32 -> in.getInt();
                case I16 -> in.getShort();
                case I8 -> in.get();
                case U8 -> in.get() & 0xff;
                case BOOL -> in.get() == 0 ? 0 : 1;
            };
        }
        return out;
    }

    /** IEEE 754 half to single; exact for every value. Java has this itself from version 20 on. */
    static float halfToFloat(final short half) {
        final int exponent = half >> 10 & 0x1f;
        final int fraction = half & 0x3ff;
        final float magnitude =
                switch (exponent) {
                    case 0 -> fraction * 0x1p-24f;
                    case 0x1f -> Float.intBitsToFloat(0x7f800000 | fraction << 13);
                    default -> Float.intBitsToFloat(exponent + 112 << 23 | fraction << 13);
                };
        return half < 0 ? -magnitude : magnitude;
    }

    /** Single to IEEE 754 half, rounded to nearest, ties to even. Java has this itself from version 20 on. */
    static short floatToHalf(final float value) {
        final int sign = Float.floatToRawIntBits(value) >>> 16 & 0x8000;
        final float magnitude = Math.abs(value);
        if (Float.isNaN(value)) {
            return (short) (sign | 0x7e00);
        }
        if (magnitude >= 65520) {
            return (short) (sign | 0x7c00);
        }
        // Halves of this size lie so far apart; below 2^-14 the distance stays.
        final int exponent = Math.max(-14, Math.getExponent(magnitude));
        final int steps = (int) Math.rint(Math.scalb((double) magnitude, 10 - exponent));
        // A carry out of the fraction runs into the exponent, as it should.
        return (short) (sign | (exponent + 14 << 10) + steps);
    }

    @Override
    public String toString() {
        return dtype + Arrays.toString(shape);
    }
}
