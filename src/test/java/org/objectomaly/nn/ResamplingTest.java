package org.objectomaly.nn;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.SplittableRandom;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.objectomaly.Natives;
import org.objectomaly.nn.eager.Values;

class ResamplingTest {
    @ParameterizedTest
    @CsvSource({"256,1024,576,720", "256,1024,1024,1280", "256,1024,1024,300", "64,256,7,3", "5,20,20,1", "4,4,4,4"})
    @SuppressWarnings("try") // the scope only has to be open
    void shouldDoWhatTheOriginalDoesInTwoSteps(final int from, final int side, final int inside, final int to) {
        Natives.loadAll();
        final SplittableRandom random = new SplittableRandom(from + to);
        final float[] values = new float[from];
        for (int i = 0; i < from; i++) {
            values[i] = (float) (random.nextDouble() * 8 - 4);
        }
        final Resampling axis = Resampling.bilinear(from, side).cut(inside).then(Resampling.bilinear(inside, to));
        try (PointerScope scope = new PointerScope()) {
            final Tensor square =
                    torch.upsample_bilinear2d(Tensor.create(values, 1, 1, 1, from), new long[] {1, side}, false);
            final Tensor must = torch.upsample_bilinear2d(square.narrow(3, 0, inside), new long[] {1, to}, false);
            assertArrayEquals(Values.floats(must), apply(axis, values), 1e-4f);
        }
    }

    private static float[] apply(final Resampling axis, final float... values) {
        final float[] result = new float[axis.size()];
        for (int i = 0; i < result.length; i++) {
            final float[] weights = axis.weights(i);
            for (int k = 0; k < weights.length; k++) {
                result[i] += weights[k] * values[axis.first(i) + k];
            }
        }
        return result;
    }

    @Test
    void shouldKnowWhichPixelsAreUsed() {
        assertEquals(
                145,
                Resampling.bilinear(256, 1024)
                        .cut(576)
                        .then(Resampling.bilinear(576, 720))
                        .used());
        assertEquals(256, Resampling.bilinear(256, 720).used());
    }
}
