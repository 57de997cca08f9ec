package org.objectomaly.nn.sam;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.InferenceMode;
import org.junit.jupiter.api.Test;
import org.objectomaly.image.Picture;
import org.objectomaly.image.Region;
import org.objectomaly.nn.Compute;
import org.objectomaly.nn.MaskPredictor;
import org.objectomaly.nn.MaskQuality;
import org.objectomaly.nn.Precision;
import org.objectomaly.nn.eager.Values;
import org.objectomaly.nn.random.RandomWeights;

/** MobileSAM on the device cpu:0, the processor without the processor's own forms: what a GPU gets. */
class SamDeviceTest {
    private static final int WIDTH = 64;
    private static final int HEIGHT = 36;

    @SuppressWarnings("try") // the scope and the mode only have to be open
    private static float[] logits(final Compute compute) {
        try (PointerScope scope = new PointerScope();
                Picture picture = new Picture(WIDTH, HEIGHT);
                Sam sam = Sam.of(RandomWeights.of("mobile-sam"), compute, MaskQuality.FAST);
                InferenceMode mode = new InferenceMode(true)) {
            for (int i = 0; i < 3 * WIDTH * HEIGHT; i++) {
                picture.overwrite().put(i, (byte) (i * i / 7));
            }
            try (MaskPredictor.Look look = sam.look(picture, Region.whole(WIDTH, HEIGHT))) {
                return Values.floats(
                        look.masksAt(Double.NEGATIVE_INFINITY, 5, 6, 40, 20.5).logits());
            }
        }
    }

    @Test
    void shouldGiveMuchTheSameByTheFormsForOtherDevices() {
        final float[] expected = logits(Compute.cpu(Precision.SINGLE));
        final Compute other = new Compute("cpu:0", Precision.SINGLE);
        assertTrue(difference(expected, logits(other)) < 1e-4);
        assertTrue(difference(expected, logits(other.with(Precision.HALF))) < 0.05);
    }

    private static double difference(final float[] expected, final float... is) {
        assertEquals(expected.length, is.length);
        double difference = 0;
        double size = 0;
        for (int i = 0; i < is.length; i++) {
            difference += Math.abs(is[i] - expected[i]);
            size += Math.abs(expected[i]);
        }
        return difference / size;
    }
}
