package org.objectomaly.nn.sam2;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import java.util.Arrays;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.Test;
import org.objectomaly.Natives;
import org.objectomaly.nn.eager.Values;
import org.objectomaly.nn.sam.MaskDecoder;

class DynamicMultimaskTest {
    private static final float[] IOU = {0.1f, 0.3f, 0.9f, 0.2f};

    /** The choice between a mask of these pixels and three others whose pixels are 1, 2 and 3. */
    @SuppressWarnings("try") // the scope only has to be open
    private static float[] choose(final float... single) {
        Natives.loadAll();
        try (PointerScope scope = new PointerScope()) {
            final float[] logits = Arrays.copyOf(single, 4 * single.length);
            for (int i = single.length; i < logits.length; i++) {
                logits[i] = i / single.length;
            }
            final MaskDecoder.Answer answer =
                    DynamicMultimask.of(Tensor.create(logits, 1, 4, 1, single.length), Tensor.create(IOU, 1, 4));
            final float[] chosen = Values.floats(answer.logits());
            return new float[] {chosen[0], Values.floats(answer.iou())[0]};
        }
    }

    @Test
    void shouldKeepAStableMask() {
        assertArrayEquals(new float[] {5, 0.1f}, choose(5, 6, -7, -0.06f));
    }

    @Test
    void shouldTakeTheBestOfTheOthersInPlaceOfAnUnstableMask() {
        assertArrayEquals(new float[] {2, 0.9f}, choose(5, 6, -7, 0.01f));
    }

    @Test
    void shouldCallAnEmptyMaskStable() {
        assertArrayEquals(new float[] {-1, 0.1f}, choose(-1, -2, -3, -4));
    }
}
