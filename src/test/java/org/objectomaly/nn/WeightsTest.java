package org.objectomaly.nn;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.objectomaly.Fault;
import org.objectomaly.checkpoint.DType;
import org.objectomaly.checkpoint.TensorData;

class WeightsTest {
    private final Weights weights = Weights.of(
            "some.pth",
            Map.of(
                    "neck.conv.weight", TensorData.ofFloats(new float[] {1, 2, 3, 4, 5, 6}, 2, 3),
                    "neck.conv.counter", TensorData.ofFloats(new float[] {7}, 1)));

    @Test
    void shouldGiveOutATensorBelowAPrefix() {
        assertArrayEquals(
                new float[] {1, 2, 3, 4, 5, 6}, weights.at("neck").at("conv").take("weight", 2, 3));
    }

    @Test
    void shouldWidenHalfPrecision() {
        final ByteBuffer halves = ByteBuffer.allocate(4).order(ByteOrder.LITTLE_ENDIAN);
        halves.putShort((short) 0x3c00).putShort((short) 0xc100).flip();
        final Weights half = Weights.of("half.pth", Map.of("w", new TensorData(DType.F16, new long[] {2}, halves)));
        assertArrayEquals(new float[] {1, -2.5f}, half.take("w", 2));
    }

    @Test
    void shouldNameTheKeyAndBothShapesOfAMisshapenTensor() {
        final Fault fault = assertThrows(Fault.class, () -> weights.at("neck").take("conv.weight", 3, 2));
        assertEquals(Fault.Kind.MODEL, fault.kind());
        assertTrue(fault.getMessage().contains("neck.conv.weight"), fault.getMessage());
        assertTrue(fault.getMessage().contains("[3, 2]"), fault.getMessage());
        assertTrue(fault.getMessage().contains("[2, 3]"), fault.getMessage());
    }

    @Test
    void shouldNameAMissingKeyAndItsShape() {
        final Fault fault = assertThrows(Fault.class, () -> weights.at("neck").take("norm.bias", 5));
        assertEquals(Fault.Kind.MODEL, fault.kind());
        assertTrue(fault.getMessage().contains("neck.norm.bias (expected [5])"), fault.getMessage());
    }

    @Test
    void shouldNameAKeyThatNobodyUsed() {
        weights.take("neck.conv.weight", 2, 3);
        final Fault fault = assertThrows(Fault.class, () -> weights.requireAllUsed(key -> false));
        assertTrue(fault.getMessage().contains("neck.conv.counter [1]"), fault.getMessage());
    }

    @Test
    void shouldLetKeysBeNeedlessThatTheNetworkKnows() {
        weights.take("neck.conv.weight", 2, 3);
        weights.requireAllUsed(key -> key.endsWith("counter"));
        assertThrows(Fault.class, () -> weights.requireAllUsed(key -> key.endsWith("weight")));
    }

    @Test
    void shouldTellASizeOnlyWhereThereIsThatDimension() {
        assertEquals(3, weights.size("neck.conv.weight", 1));
        assertThrows(Fault.class, () -> weights.size("neck.conv.weight", 2));
    }
}
