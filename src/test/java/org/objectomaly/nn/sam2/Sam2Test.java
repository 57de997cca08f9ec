package org.objectomaly.nn.sam2;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Map;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.InferenceMode;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.objectomaly.Fault;
import org.objectomaly.image.Picture;
import org.objectomaly.image.Region;
import org.objectomaly.nn.Compute;
import org.objectomaly.nn.MaskPredictor;
import org.objectomaly.nn.MaskQuality;
import org.objectomaly.nn.Precision;
import org.objectomaly.nn.Weights;
import org.objectomaly.nn.eager.Values;
import org.objectomaly.nn.random.Fill;
import org.objectomaly.objectness.AutomaticMasks;
import org.objectomaly.objectness.AutomaticSettings;
import org.objectomaly.objectness.FoundMask;
import org.objectomaly.objectness.PointChoice;
import org.objectomaly.objectness.RegionSettings;

/** A small SAM 2 with made-up weights: what holds whatever the weights are. */
class Sam2Test {
    private static final Compute CPU = Compute.cpu(Precision.SINGLE);
    private static final double[] POINTS = {3, 4, 20.5, 11, 39, 29.5};

    /** What a look answers. */
    private record Answer(long[] shape, float[] logits, float[] iou, long[] largeShape, float[] large) {}

    private static Answer ask(
            final Compute compute, final Picture picture, final Region region, final double... points) {
        return ask(compute, MaskQuality.EXACT, picture, region, points);
    }

    @SuppressWarnings("try") // the scope and the mode only have to be open
    private static Answer ask(
            final Compute compute,
            final MaskQuality quality,
            final Picture picture,
            final Region region,
            final double... points) {
        try (PointerScope scope = new PointerScope();
                InferenceMode mode = new InferenceMode(true);
                Sam2 sam = new SmallSam2().on(compute, quality);
                MaskPredictor.Look look = sam.look(picture, region)) {
            final MaskPredictor.Masks masks = look.masksAt(Double.NEGATIVE_INFINITY, points);
            final Tensor large = look.enlarge(masks.logits());
            return new Answer(
                    masks.logits().sizes().vec().get(),
                    Values.floats(masks.logits()),
                    masks.iou(),
                    large.sizes().vec().get(),
                    Values.floats(large));
        }
    }

    private static Picture noise(final int width, final int height) {
        final Picture picture = new Picture(width, height);
        final byte[] rgb = new byte[3 * width * height];
        final long seed = Fill.seed("noise");
        for (int i = 0; i < rgb.length; i++) {
            rgb[i] = (byte) (256 * Fill.uniform(seed, i));
        }
        picture.overwrite().put(rgb);
        return picture;
    }

    @Test
    void shouldAnswerEachPointWithThreeMasksOfTheRegionsSize() {
        try (Picture picture = noise(40, 30)) {
            final Answer answer = ask(CPU, picture, Region.whole(40, 30), POINTS);
            assertArrayEquals(new long[] {9, SmallSam2.MASK_SIZE, SmallSam2.MASK_SIZE}, answer.shape());
            assertArrayEquals(new long[] {9, 30, 40}, answer.largeShape());
            assertEquals(9, answer.iou().length);
            for (final float iou : answer.iou()) {
                assertTrue(iou > 0 && iou < 1, "predicted IoU " + iou);
            }
        }
    }

    @Test
    void shouldAnswerAPointAsIfItWereAskedAlone() {
        try (Picture picture = noise(40, 30)) {
            final Region whole = Region.whole(40, 30);
            final Answer together = ask(CPU, picture, whole, POINTS);
            final Answer alone = ask(CPU, picture, whole, POINTS[2], POINTS[3]);
            final int pixels = 3 * SmallSam2.MASK_SIZE * SmallSam2.MASK_SIZE;
            for (int i = 0; i < pixels; i++) {
                assertEquals(alone.logits()[i], together.logits()[pixels + i], 1e-4);
            }
            assertNotEquals(together.logits()[0], together.logits()[pixels]);
        }
    }

    @Test
    void shouldSeeNothingAroundTheRegion() {
        try (Picture picture = noise(40, 30);
                Picture part = new Picture(24, 20)) {
            final byte[] rows = new byte[3 * 40 * 30];
            picture.rgb().get(rows);
            final byte[] inside = new byte[3 * 24 * 20];
            for (int y = 0; y < 20; y++) {
                System.arraycopy(rows, (y + 7) * 3 * 40 + 3 * 9, inside, y * 3 * 24, 3 * 24);
            }
            part.overwrite().put(inside);
            final Answer ofRegion = ask(CPU, picture, new Region(9, 7, 24, 20), 5, 6);
            final Answer ofPart = ask(CPU, part, Region.whole(24, 20), 5, 6);
            assertArrayEquals(ofPart.large(), ofRegion.large());
        }
    }

    /** The device cpu:0 is the processor without the processor's own forms: what a GPU gets. */
    @ParameterizedTest
    @CsvSource({"cpu,HALF,EXACT,0.05", "cpu:0,SINGLE,EXACT,1e-5", "cpu:0,HALF,EXACT,0.05", "cpu:0,HALF,FAST,0.05"})
    void shouldGiveMuchTheSameInAnotherWay(
            final String device, final Precision precision, final MaskQuality quality, final double most) {
        try (Picture picture = noise(40, 30)) {
            final Region whole = Region.whole(40, 30);
            final Answer expected = ask(CPU, picture, whole, POINTS);
            final Answer other = ask(new Compute(device, precision), quality, picture, whole, POINTS);
            assertArrayEquals(expected.shape(), other.shape());
            double difference = 0;
            double size = 0;
            for (int i = 0; i < expected.logits().length; i++) {
                difference += Math.abs(expected.logits()[i] - other.logits()[i]);
                size += Math.abs(expected.logits()[i]);
            }
            assertTrue(difference < most * size, difference / size + " of the logits' size");
        }
    }

    @Test
    void shouldAnswerAboutASinglePixel() {
        try (Picture picture = new Picture(1, 1)) {
            final Answer answer = ask(CPU, picture, Region.whole(1, 1), 0.5, 0.5);
            assertArrayEquals(new long[] {3, 1, 1}, answer.largeShape());
            for (final float logit : answer.large()) {
                assertTrue(Float.isFinite(logit));
            }
        }
    }

    @Test
    void shouldGoThroughTheAutomaticMasks() {
        final AutomaticSettings settings = new AutomaticSettings(2, 3, 0, 0, 1, 0.7, 1, 0.7, 0.3, 1, 0);
        try (Picture picture = noise(60, 45);
                Picture black = new Picture(60, 45);
                AutomaticMasks masks = new AutomaticMasks(
                        new SmallSam2().on(CPU, MaskQuality.EXACT),
                        settings,
                        MaskQuality.EXACT,
                        PointChoice.ALL,
                        RegionSettings.defaults(),
                        null)) {
            for (final Picture one : new Picture[] {picture, black}) {
                for (final FoundMask found : masks.find(one)) {
                    assertTrue(found.mask().area() <= 60 * 45);
                    assertTrue(found.predictedIou() > 0 && found.predictedIou() < 1);
                }
            }
        }
    }

    @Test
    void shouldPassOverTheVideosMemory() {
        final SmallSam2 made = new SmallSam2();
        made.with("memory_attention.norm.weight", 2)
                .with("no_obj_embed_spatial", 1, 2)
                .with("mask_downsample.bias", 1);
        made.on(CPU, MaskQuality.EXACT).close();
    }

    @Test
    void shouldNameAKeyOfAnotherNetwork() {
        final SmallSam2 made = new SmallSam2().with("sam_mask_decoder.what", 2);
        final Fault fault = assertThrows(Fault.class, () -> made.on(CPU, MaskQuality.EXACT));
        assertEquals(Fault.Kind.MODEL, fault.kind());
        assertTrue(fault.getMessage().contains("sam_mask_decoder.what"), fault.getMessage());
    }

    @Test
    void shouldNameThePublishedEncodersWhereThereIsAnother() {
        final Weights weights = new SmallSam2().weights();
        assertTrue(Sam2.recognises(weights));
        final Fault fault = assertThrows(Fault.class, () -> Sam2.of(weights, CPU, MaskQuality.EXACT));
        assertEquals(Fault.Kind.MODEL, fault.kind());
        assertTrue(fault.getMessage().contains("8 channels and 7 blocks"), fault.getMessage());
        assertTrue(fault.getMessage().contains("hiera_b+"), fault.getMessage());
    }

    @Test
    void shouldNotRecogniseOtherNetworks() {
        assertFalse(Sam2.recognises(Weights.of("none", Map.of())));
    }
}
