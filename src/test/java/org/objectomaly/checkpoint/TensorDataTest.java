package org.objectomaly.checkpoint;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.ReadOnlyBufferException;
import org.junit.jupiter.api.Test;

final class TensorDataTest {
    private static ByteBuffer bytes(final int count) {
        return ByteBuffer.allocate(count).order(ByteOrder.LITTLE_ENDIAN);
    }

    private static float[] floats(final DType dtype, final ByteBuffer data) {
        return new TensorData(dtype, new long[] {2}, data.flip()).toFloats();
    }

    @Test
    void shouldTurnEveryTypeIntoFloats() {
        assertArrayEquals(
                new float[] {0.1f, -2},
                floats(DType.F64, bytes(16).putDouble(0.1).putDouble(-2)));
        assertArrayEquals(
                new float[] {0.1f, -2},
                floats(DType.F32, bytes(8).putFloat(0.1f).putFloat(-2)));
        assertArrayEquals(
                new float[] {3.140625f, -1},
                floats(DType.BF16, bytes(4).putShort((short) 0x4049).putShort((short) 0xbf80)));
        assertArrayEquals(
                new float[] {5e9f, -1},
                floats(DType.I64, bytes(16).putLong(5_000_000_000L).putLong(-1)));
        assertArrayEquals(
                new float[] {70000, -1},
                floats(DType.I32, bytes(8).putInt(70000).putInt(-1)));
        assertArrayEquals(
                new float[] {300, -1},
                floats(DType.I16, bytes(4).putShort((short) 300).putShort((short) -1)));
        assertArrayEquals(
                new float[] {127, -1}, floats(DType.I8, bytes(2).put((byte) 127).put((byte) -1)));
        assertArrayEquals(
                new float[] {127, 255},
                floats(DType.U8, bytes(2).put((byte) 127).put((byte) -1)));
        assertArrayEquals(
                new float[] {0, 1}, floats(DType.BOOL, bytes(2).put((byte) 0).put((byte) 1)));
    }

    @Test
    void shouldRoundToTheNearestHalf() {
        for (int bits = 0; bits < 0x7c00; bits++) {
            final float exact = TensorData.halfToFloat((short) bits);
            assertEquals((short) bits, TensorData.floatToHalf(exact));
            assertEquals((short) (bits | 0x8000), TensorData.floatToHalf(-exact));
            final float next = TensorData.halfToFloat((short) (bits + 1));
            if (bits < 0x7bff) {
                final float middle = (exact + next) / 2;
                assertEquals((short) (bits + bits % 2), TensorData.floatToHalf(middle), "ties to even");
                assertEquals((short) bits, TensorData.floatToHalf(Math.nextDown(middle)));
                assertEquals((short) (bits + 1), TensorData.floatToHalf(Math.nextUp(middle)));
            }
        }
        assertEquals((short) 0x7bff, TensorData.floatToHalf(Math.nextDown(65520f)));
        assertEquals((short) 0x7c00, TensorData.floatToHalf(65520f));
        assertEquals((short) 0xfc00, TensorData.floatToHalf(Float.NEGATIVE_INFINITY));
        assertTrue(Float.isNaN(TensorData.halfToFloat(TensorData.floatToHalf(Float.NaN))));
        assertArrayEquals(
                new float[] {0.5f, -2, 65504},
                TensorData.ofHalves(new float[] {0.5f, -2, 65504}, 3).toFloats());
    }

    @Test
    void shouldWidenEveryHalfToItsExactValue() {
        for (int bits = 0; bits < 1 << 16; bits++) {
            final int exponent = bits >> 10 & 0x1f;
            final double fraction = (bits & 0x3ff) / 1024.0;
            final double magnitude = exponent == 0x1f
                    ? fraction == 0 ? Double.POSITIVE_INFINITY : Double.NaN
                    : exponent == 0 ? fraction * 0x1p-14 : Math.scalb(1 + fraction, exponent - 15);
            assertEquals(
                    (float) (bits >> 15 == 0 ? magnitude : -magnitude),
                    TensorData.halfToFloat((short) bits),
                    "" + bits);
        }
    }

    @Test
    void shouldRefuseDataThatDoNotFitTheShape() {
        assertThrows(IllegalArgumentException.class, () -> new TensorData(DType.F32, new long[] {2, 2}, bytes(12)));
        assertThrows(IllegalArgumentException.class, () -> new TensorData(DType.U8, new long[] {-1, -4}, bytes(4)));
        assertThrows(
                IllegalArgumentException.class, () -> new TensorData(DType.F32, new long[] {1L << 62, 4}, bytes(0)));
    }

    @Test
    void shouldGiveEveryCallerItsOwnPositionAndNobodyTheRightToWrite() {
        final TensorData tensor = TensorData.ofFloats(new float[] {1, 2}, 2);
        tensor.data().getFloat();
        assertEquals(8, tensor.data().remaining());
        assertThrows(ReadOnlyBufferException.class, () -> tensor.data().putFloat(3));
        tensor.shape()[0] = 9;
        assertEquals("F32[2]", tensor.toString());
        assertTrue(tensor.data().isDirect());
    }
}
