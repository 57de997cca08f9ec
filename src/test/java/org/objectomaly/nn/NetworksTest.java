package org.objectomaly.nn;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.MemoryFormat;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.objectomaly.Fault;
import org.objectomaly.Natives;
import org.objectomaly.checkpoint.Checkpoint;
import org.objectomaly.checkpoint.TensorData;
import org.objectomaly.nn.random.RandomWeights;

/** The networks' structure, with weights that need no download. */
class NetworksTest {
    @BeforeAll
    static void loadNatives() {
        Natives.loadAll();
    }

    @Test
    void shouldMakeBoundariesOfAnySizeWithoutModules() {
        final PidiNet network = PidiNet.of(MadeUpWeights.pidiNet(6, 0).weights());
        assertArrayEquals(new long[] {1, 1, 45, 61}, shape(network, 45, 61));
    }

    @Test
    void shouldMakeBoundariesOfAnySizeWithDilationAndAttention() {
        final PidiNet network = PidiNet.of(MadeUpWeights.pidiNet(6, 5).weights());
        assertArrayEquals(new long[] {1, 1, 32, 47}, shape(network, 32, 47));
    }

    @Test
    void shouldMakeLogitsOfHalfTheSizeForAnyWidthAndNumberOfClasses() {
        final EspNetV2 narrow =
                EspNetV2.of(MadeUpWeights.espNetV2(20, 16, 32, 64, 128).weights());
        assertArrayEquals(new long[] {1, 20, 32, 48}, shape(narrow, 64, 96));
        final EspNetV2 wide =
                EspNetV2.of(MadeUpWeights.espNetV2(7, 32, 64, 128, 256).weights());
        assertEquals(7, wide.classes());
        assertArrayEquals(new long[] {1, 7, 16, 32}, shape(wide, 32, 64));
    }

    @Test
    void shouldMakeLogitsOfThePicturesSizeForAnyNumberOfClasses() {
        final FsfNet network = FsfNet.of(MadeUpWeights.fsfNet(66).weights());
        assertEquals(66, network.classes());
        assertArrayEquals(new long[] {1, 66, 64, 96}, shape(network, 64, 96));
        assertArrayEquals(new long[] {1, 66, 32, 32}, shape(network, 32, 32));
    }

    @Test
    void shouldMakeLogitsOfThePicturesSizeAlsoWhereItIsOdd() {
        final RplDeepLab network = RplDeepLab.of(RandomWeights.of("rpl-deeplabv3plus"));
        assertArrayEquals(new long[] {1, RplDeepLab.KNOWN, 13, 21}, shape(Bf16.network(network), 13, 21));
    }

    @Test
    void shouldReadThePublishedClassesOfPascalAsWellAsThoseOfCityscapes() {
        final Path file = Path.of("../shared/data/weights_espnetv2/espnetv2_s_2.0_pascal_384x384.pth");
        assumeTrue(Files.exists(file), "the published checkpoints are not beside this checkout");
        final EspNetV2 network = EspNetV2.of(Weights.of(Checkpoint.read(file)));
        assertEquals(21, network.classes());
        assertArrayEquals(new long[] {1, 21, 32, 48}, shape(network, 64, 96));
    }

    @Test
    void shouldMakeLogitsAtAQuarterAndBoundariesAtHalfOfTheSize() {
        final RoadCas cas = RoadCas.of(Weights.of("new", Weights.beginning(RoadCas::of, 1)));
        assertArrayEquals(new long[] {1, 12, 16, 24}, shape(cas, 64, 96));
        final RoadMasks masks = RoadMasks.of(Weights.of("new", Weights.beginning(RoadMasks::of, 1)));
        assertArrayEquals(new long[] {1, 1, 32, 48}, shape(masks, 64, 96));
        assertArrayEquals(new long[] {1, 1, 161, 241}, shape(masks::drawProbability, 321, 481));
        assertArrayEquals(new long[] {1, 1, 32, 48}, shape(masks::drawProbability, 64, 96));
    }

    @Test
    @SuppressWarnings("try") // the scope only has to be open
    void shouldLearnWithTheSameNetworkThatItRunsWith() {
        final Map<String, TensorData> beginning = Weights.beginning(RoadMasks::of, 2);
        try (PointerScope scope = new PointerScope();
                Parameters parameters = new Parameters(beginning)) {
            final Tensor picture = torch.randn(2, 3, 64, 64).contiguous(MemoryFormat.ChannelsLast);
            final RoadMasks network = RoadMasks.of(Weights.of("new", beginning));
            try (Program learning =
                    Program.training(parameters, sketch -> List.of(network.draw(sketch, sketch.input(3, 64, 64))))) {
                // The statistics come to be those of this very batch, so that running gives what learning gave.
                Tensor learnt = learning.run(picture);
                for (int i = 0; i < 150; i++) {
                    learnt = learning.run(picture);
                }
                final RoadMasks settled = RoadMasks.of(Weights.of("settled", parameters.current()));
                try (Program running = Program.of(sketch -> List.of(settled.draw(sketch, sketch.input(3, 64, 64))))) {
                    // Not quite the same: the variance that is kept is that of all pictures, estimated from this batch.
                    final double cosine = torch.cosine_similarity(
                                    running.run(picture).flatten(), learnt.flatten(), 0, 1e-8)
                            .item_float();
                    assertTrue(cosine > 0.99, "cosine " + cosine);
                }
            }
        }
    }

    @Test
    void shouldBeginAlikeFromTheSameSeed() {
        final Map<String, TensorData> one = Weights.beginning(RoadCas::of, 7);
        final Map<String, TensorData> other = Weights.beginning(RoadCas::of, 7);
        final Map<String, TensorData> further = Weights.beginning(RoadCas::of, 8);
        one.forEach((name, tensor) ->
                assertArrayEquals(tensor.toFloats(), other.get(name).toFloats(), name));
        assertFalse(Arrays.equals(
                one.get("stem2.weight").toFloats(), further.get("stem2.weight").toFloats()));
    }

    @Test
    void shouldSayWhichTensorIsMissing() {
        final Weights weights = MadeUpWeights.espNetV2(20, 16, 32, 64, 128)
                .without("bu_dec_l2.stages.3.weight")
                .weights();
        final Fault fault = assertThrows(Fault.class, () -> EspNetV2.of(weights));
        assertTrue(fault.getMessage().contains("bu_dec_l2.stages.3.weight (expected [10, 1, 3, 3])"));
    }

    @Test
    void shouldSayWhichTensorBelongsToAnotherNetwork() {
        final Weights weights =
                MadeUpWeights.pidiNet(6, 0).with("head.weight", 2, 2).weights();
        final Fault fault = assertThrows(Fault.class, () -> PidiNet.of(weights));
        assertTrue(fault.getMessage().contains("head.weight [2, 2]"), fault.getMessage());
    }

    @Test
    void shouldGiveTheSameForGroupsAndForTheirDenseForm() {
        final Weights weights =
                new MadeUpWeights().with("c.weight", 12, 5, 3, 3).weights();
        final Conv grouped = Conv.of(weights.at("c"), 20, 12, 4, 3, 3);
        assertSameMap((s, x) -> s.conv(x, grouped), (s, x) -> s.conv(x, grouped.dense()), 20);
    }

    @Test
    void shouldConvolveAlikeInHalfPrecisionHoweverFarTheTapsLieApart() {
        assumeTrue(Bf16.isFast(), "this processor does not multiply bf16");
        final Weights weights = new MadeUpWeights()
                .with("c.weight", 5, 7, 3, 3)
                .with("c.bias", 5)
                .weights();
        final Conv conv = Conv.of(weights.at("c"), 7, 5, 3).then(Activation.RELU);
        for (final int distance : new int[] {1, 4, 9, 10, 12}) {
            final Conv far = conv.dilated(distance);
            final Drawing taps = (s, x) -> {
                final Sketch half = s.in(Precision.HALF);
                return s.converted(half.convFarApart(half.converted(x), far));
            };
            assertArrayEquals(
                    run(Trace.NONE, (s, x) -> s.conv(x, far), 7, 9, 11), run(Trace.NONE, taps, 7, 9, 11), 0.02f);
        }
    }

    @Test
    void shouldLookAtFeaturesWithoutChangingTheResult() {
        final PidiNet network = PidiNet.of(MadeUpWeights.pidiNet(6, 5).weights());
        final int[] seen = new int[1];
        assertArrayEquals(
                run(Trace.NONE, network::draw, 3, 20, 24),
                run((name, feature) -> seen[0]++, network::draw, 3, 20, 24),
                1e-6f);
        assertTrue(seen[0] > 20);
    }

    @Test
    void shouldAddLayersToWhatIsThereAsItAddsThemByThemselves() {
        final RoadCas cas = RoadCas.of(Weights.of("new", Weights.beginning(RoadCas::of, 3)));
        final Trace lookingOn = (name, feature) -> {};
        assertArrayEquals(run(lookingOn, cas::draw, 3, 64, 96), run(Trace.NONE, cas::draw, 3, 64, 96), 1e-4f);
        final RoadMasks masks = RoadMasks.of(Weights.of("new", Weights.beginning(RoadMasks::of, 3)));
        assertArrayEquals(run(lookingOn, masks::draw, 3, 64, 96), run(Trace.NONE, masks::draw, 3, 64, 96), 1e-4f);
    }

    @Test
    void shouldGiveAboutTheSameInHalfPrecision() {
        assumeTrue(Bf16.isFast(), "this processor does not multiply bf16");
        final RoadCas cas = RoadCas.of(Weights.of("new", Weights.beginning(RoadCas::of, 3)));
        final float[] single = run(Trace.NONE, cas::draw, 3, 64, 96);
        final float[] half = run(Trace.NONE, Bf16.network(cas)::draw, 3, 64, 96);
        double difference = 0;
        double size = 0;
        for (int i = 0; i < single.length; i++) {
            difference += Math.abs(half[i] - single[i]);
            size += Math.abs(single[i]);
        }
        assertTrue(difference > 0, "not a single rounding");
        assertTrue(difference < 0.02 * size, difference / size + " of the size of the logits");
    }

    @FunctionalInterface
    private interface Drawing {
        Node draw(Sketch sketch, Node input);
    }

    private static void assertSameMap(final Drawing one, final Drawing other, final int channels) {
        assertArrayEquals(run(Trace.NONE, one, channels, 9, 11), run(Trace.NONE, other, channels, 9, 11), 1e-5f);
    }

    @SuppressWarnings("try") // the scope only has to be open
    private static float[] run(
            final Trace trace, final Drawing drawing, final int channels, final int height, final int width) {
        try (PointerScope scope = new PointerScope();
                Program program = Program.of(trace, s -> List.of(drawing.draw(s, s.input(channels, height, width))))) {
            final Tensor result = program.run(input(channels, height, width)).contiguous();
            final float[] values = new float[Math.toIntExact(result.numel())];
            new FloatPointer(result.data_ptr()).get(values);
            return values;
        }
    }

    @SuppressWarnings("try") // the scope only has to be open
    private static long[] shape(final Network network, final int height, final int width) {
        try (PointerScope scope = new PointerScope();
                Program program = Program.of(s -> List.of(network.draw(s, s.input(3, height, width))))) {
            return program.run(input(3, height, width)).sizes().vec().get();
        }
    }

    private static Tensor input(final int channels, final int height, final int width) {
        return torch.arange(new Scalar((double) channels * height * width))
                .sin()
                .reshape(1, channels, height, width)
                .contiguous(MemoryFormat.ChannelsLast);
    }
}
