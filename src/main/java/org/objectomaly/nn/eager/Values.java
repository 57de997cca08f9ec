package org.objectomaly.nn.eager;

import java.util.Arrays;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.javacpp.LongPointer;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;

/** The values of tensors as arrays, row-major. */
public final class Values {
    private Values() {}

    /**
     * Copies numbers.
     *
     * @param tensor of any shape, type and place
     * @return its values in single precision
     */
    @SuppressWarnings("try") // the scope only has to be open
    public static float[] floats(final Tensor tensor) {
        try (PointerScope scope = new PointerScope()) {
            final Tensor plain = tensor.to(ScalarType.Float).cpu().contiguous();
            final float[] values = new float[Math.toIntExact(plain.numel())];
            new FloatPointer(plain.data_ptr()).get(values);
            return values;
        }
    }

    /**
     * Copies counts.
     *
     * @param tensor of any shape, type and place
     * @return its values, rounded towards zero
     */
    @SuppressWarnings("try") // the scope only has to be open
    public static long[] longs(final Tensor tensor) {
        try (PointerScope scope = new PointerScope()) {
            final Tensor plain = tensor.to(ScalarType.Long).cpu().contiguous();
            final long[] values = new long[Math.toIntExact(plain.numel())];
            new LongPointer(plain.data_ptr()).get(values);
            return values;
        }
    }

    /**
     * Copies truth values.
     *
     * @param tensor of any shape and place, of type Bool
     * @return 0 for false and 1 for true
     */
    @SuppressWarnings("try") // the scope only has to be open
    public static byte[] truths(final Tensor tensor) {
        try (PointerScope scope = new PointerScope()) {
            final Tensor plain = tensor.cpu().contiguous();
            final byte[] values = new byte[Math.toIntExact(plain.numel())];
            new BytePointer(plain.data_ptr()).get(values);
            return values;
        }
    }

    /**
     * Numbers of rows to be selected.
     *
     * @param from the tensor that they are selected from
     * @param numbers of its rows
     * @return {@code [n]}, where that tensor is
     */
    public static Tensor index(final Tensor from, final int... numbers) {
        final long[] wide = Arrays.stream(numbers).asLongStream().toArray();
        return Tensor.create(wide, (long) wide.length).to(from.device(), ScalarType.Long);
    }
}
