package org.objectomaly.nn.sam;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.InferenceMode;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.objectomaly.Natives;
import org.objectomaly.image.Picture;
import org.objectomaly.image.Region;
import org.objectomaly.nn.Compute;
import org.objectomaly.nn.MaskPredictor;
import org.objectomaly.nn.MaskQuality;
import org.objectomaly.nn.Precision;
import org.objectomaly.nn.eager.Values;
import org.objectomaly.nn.random.RandomWeights;

/** What the fast way does not draw is where there is no picture, whichever side of the square it fills. */
class FastMaskDecoderTest {
    private static final float TOLERANCE = 2e-3f;

    @ParameterizedTest
    @CsvSource({"64,36,144,256", "30,64,256,120"})
    @SuppressWarnings("try") // the scope and the mode only have to be open
    void shouldDrawWhatTheOriginalDrawsOfThePicture(
            final int width, final int height, final int rows, final int columns) {
        Natives.loadAll();
        try (Picture picture = new Picture(width, height);
                PointerScope scope = new PointerScope();
                InferenceMode mode = new InferenceMode(true);
                Sam exact = sam(MaskQuality.EXACT);
                Sam fast = sam(MaskQuality.FAST);
                MaskPredictor.Look must = exact.look(picture, Region.whole(width, height));
                MaskPredictor.Look is = fast.look(picture, Region.whole(width, height))) {
            final double[] point = {width / 3.0, height / 3.0};
            final Tensor all = must.masksAt(Double.NEGATIVE_INFINITY, point).logits();
            final Tensor drawn = is.masksAt(Double.NEGATIVE_INFINITY, point).logits();
            assertEquals(rows, drawn.size(1), "rows");
            assertEquals(columns, drawn.size(2), "columns");
            final Tensor inside = all.narrow(1, 0, rows).narrow(2, 0, columns);
            assertArrayEquals(Values.floats(inside), Values.floats(drawn), TOLERANCE);
            assertArrayEquals(Values.floats(must.enlarge(all)), Values.floats(is.enlarge(drawn)), TOLERANCE);
        }
    }

    private static Sam sam(final MaskQuality quality) {
        return Sam.of(RandomWeights.of("mobile-sam"), Compute.cpu(Precision.SINGLE), quality);
    }
}
