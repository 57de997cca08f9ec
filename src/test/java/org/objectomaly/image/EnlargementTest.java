package org.objectomaly.image;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Random;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.objectomaly.Natives;
import org.objectomaly.nn.Program;

class EnlargementTest {
    @ParameterizedTest(name = "{0}x{1} to {2}x{3}")
    @CsvSource({"160,88,1280,720", "7,5,40,33", "64,36,64,36", "1,1,9,4", "3,1,10,10", "50,40,21,9", "12,9,13,8"})
    void shouldGiveWhatTheNetworksOwnInterpolationGives(
            final int width, final int height, final int newWidth, final int newHeight) {
        final float[] map = noise(width * height);
        final float[] enlarged = new float[newWidth * newHeight];
        new Enlargement(width, height, newWidth, newHeight).apply(map, enlarged, 0, newWidth);
        assertArrayEquals(byLibtorch(map, width, height, newWidth, newHeight), enlarged, 1e-4f);
    }

    @Test
    void shouldFillItsPartOfALargerMapAndNothingElse() {
        final float[] map = noise(6);
        final float[] alone = new float[8 * 6];
        final float[] within = new float[20 * 10];
        final Enlargement enlargement = new Enlargement(3, 2, 8, 6);
        enlargement.apply(map, alone, 0, 8);
        enlargement.apply(map, within, 2 * 20 + 5, 20);
        for (int y = 0; y < 10; y++) {
            for (int x = 0; x < 20; x++) {
                final boolean inside = y >= 2 && y < 8 && x >= 5 && x < 13;
                assertEquals(inside ? alone[(y - 2) * 8 + x - 5] : 0, within[y * 20 + x], "column " + x + " row " + y);
            }
        }
    }

    private static float[] noise(final int count) {
        final Random random = new Random(5);
        final float[] values = new float[count];
        for (int i = 0; i < count; i++) {
            values[i] = (float) random.nextGaussian();
        }
        return values;
    }

    @SuppressWarnings("try") // the scope only has to be open
    private static float[] byLibtorch(
            final float[] map, final int width, final int height, final int newWidth, final int newHeight) {
        Natives.loadAll();
        try (PointerScope scope = new PointerScope();
                Program program =
                        Program.of(s -> List.of(s.resize(s.input(1, height, width), newHeight, newWidth, false)))) {
            final Tensor resized =
                    program.run(Tensor.create(map, 1, 1, height, width)).contiguous();
            final float[] values = new float[newWidth * newHeight];
            new FloatPointer(resized.data_ptr()).get(values);
            return values;
        }
    }
}
