package org.objectomaly.nn;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
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
    void shouldReadThePublishedClassesOfPascalAsWellAsThoseOfCityscapes() {
        final Path file = Path.of("../shared/data/weights_espnetv2/espnetv2_s_2.0_pascal_384x384.pth");
        assumeTrue(Files.exists(file), "the published checkpoints are not beside this checkout");
        final EspNetV2 network = EspNetV2.of(Weights.of(Checkpoint.read(file)));
        assertEquals(21, network.classes());
        assertArrayEquals(new long[] {1, 21, 32, 48}, shape(network, 64, 96));
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
    void shouldLookAtFeaturesWithoutChangingTheResult() {
        final PidiNet network = PidiNet.of(MadeUpWeights.pidiNet(6, 5).weights());
        final int[] seen = new int[1];
        assertArrayEquals(
                run(Trace.NONE, network::draw, 3, 20, 24),
                run((name, feature) -> seen[0]++, network::draw, 3, 20, 24),
                1e-6f);
        assertTrue(seen[0] > 20);
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
