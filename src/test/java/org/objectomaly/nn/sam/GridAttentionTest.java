package org.objectomaly.nn.sam;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.MissingNode;
import java.util.LinkedHashMap;
import java.util.Map;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.InferenceMode;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.junit.jupiter.api.Test;
import org.objectomaly.checkpoint.TensorData;
import org.objectomaly.golden.FillRules;
import org.objectomaly.nn.Compute;
import org.objectomaly.nn.Precision;
import org.objectomaly.nn.Weights;
import org.objectomaly.nn.eager.DeviceWeights;
import org.objectomaly.nn.eager.Values;

class GridAttentionTest {
    private static final int SIDE = 6;
    private static final int CHANNELS = 8;

    private static Weights weights() {
        final FillRules rules = new FillRules(MissingNode.getInstance());
        final Map<String, TensorData> tensors = new LinkedHashMap<>();
        Map.of(
                        "qkv.weight", new long[] {3 * CHANNELS, CHANNELS},
                        "qkv.bias", new long[] {3 * CHANNELS},
                        "proj.weight", new long[] {CHANNELS, CHANNELS},
                        "proj.bias", new long[] {CHANNELS},
                        "rel_pos_h", new long[] {2 * SIDE - 1, CHANNELS / 2},
                        "rel_pos_w", new long[] {2 * SIDE - 1, CHANNELS / 2})
                .forEach((key, shape) -> tensors.put(key, TensorData.ofFloats(rules.weight(key, shape), shape)));
        return Weights.of("made up", tensors);
    }

    @SuppressWarnings("try") // the scope and the mode only have to be open
    private static float[] attended(final Compute compute) {
        try (PointerScope scope = new PointerScope();
                DeviceWeights tensors = DeviceWeights.of(weights(), compute);
                InferenceMode mode = new InferenceMode(true)) {
            torch.manual_seed(3);
            final Tensor x = torch.randn(2, SIDE, SIDE, CHANNELS);
            return Values.floats(GridAttention.of(tensors, CHANNELS).apply(x));
        }
    }

    /** The device cpu:0 is the processor without the processor's own forms: what a GPU gets. */
    @Test
    void shouldGiveMuchTheSameByTheFormsForOtherDevices() {
        final float[] expected = attended(Compute.cpu(Precision.SINGLE));
        final Compute other = new Compute("cpu:0", Precision.SINGLE);
        assertArrayEquals(expected, attended(other), 1e-5f);
        final float[] half = attended(other.with(Precision.HALF));
        double difference = 0;
        double size = 0;
        for (int i = 0; i < half.length; i++) {
            difference += Math.abs(half[i] - expected[i]);
            size += Math.abs(expected[i]);
        }
        assertTrue(difference < 0.03 * size, difference / size + " of their size");
    }
}
