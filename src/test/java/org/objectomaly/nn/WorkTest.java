package org.objectomaly.nn;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.InferenceMode;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.objectomaly.Natives;
import org.objectomaly.nn.eager.Attention;
import org.objectomaly.nn.eager.ConvTransposed;
import org.objectomaly.nn.eager.Convolution;
import org.objectomaly.nn.eager.DeviceWeights;
import org.objectomaly.nn.eager.Linear;
import org.objectomaly.nn.eager.Products;

final class WorkTest {
    private static final Compute SINGLE = Compute.cpu(Precision.SINGLE);

    @BeforeAll
    static void load() {
        Natives.loadAll();
    }

    @Test
    void shouldCountADrawnConvolutionAtEveryRun() {
        // Groups too small to be fast run as a dense convolution, which is not the network's own work.
        final Weights weights = weights(Map.of("c.weight", new long[] {6, 2, 3, 3}));
        final Conv conv = Conv.of(weights.at("c"), 4, 6, 2, 3, 3).strided(2);
        final long expected = 2 * 9 * 6 * 4 * 5;
        try (Program program = Program.of(sketch -> List.of(sketch.conv(sketch.input(4, 8, 10), conv)))) {
            assertEquals(new Work.Amount(expected, 0), program.work());
            final Work.Amount done = count(() -> {
                program.run(torch.zeros(1, 4, 8, 10));
                return program.run(torch.zeros(1, 4, 8, 10));
            });
            assertEquals(new Work.Amount(2 * expected, 0), done);
        }
    }

    @Test
    void shouldCountADrawnConvolutionInHalfPrecisionByItself() {
        final Conv conv =
                Conv.of(weights(Map.of("c.weight", new long[] {8, 3, 1, 1})).at("c"), 3, 8, 1);
        try (Program program = Program.of(sketch -> {
            final Sketch half = sketch.in(Precision.HALF);
            return List.of(half.conv(half.converted(sketch.input(3, 5, 7)), conv));
        })) {
            assertEquals(new Work.Amount(0, 3 * 8 * 5 * 7), program.work());
        }
    }

    @Test
    void shouldCountATransposedConvolution() {
        final UpConv layer = UpConv.of(weights(Map.of("weight", new long[] {3, 5, 2, 2})), 3, 5, 2);
        try (Program program = Program.of(sketch -> List.of(layer.draw(sketch, sketch.input(3, 4, 6))))) {
            assertEquals(3 * 5 * 4 * (4 * 6), program.work().single());
        }
    }

    @Test
    void shouldCountEagerLayers() {
        final Weights weights = weights(Map.of(
                "linear.weight", new long[] {7, 5},
                "linear.bias", new long[] {7},
                "conv.weight", new long[] {4, 3, 3, 3},
                "up.weight", new long[] {3, 2, 2, 2},
                "up.bias", new long[] {2}));
        try (DeviceWeights layers = DeviceWeights.of(weights, SINGLE)) {
            final Linear linear = Linear.of(layers.at("linear"), 5, 7);
            assertEquals(
                    2 * 11 * 5 * 7,
                    count(() -> linear.apply(torch.zeros(2, 11, 5))).single());
            assertEquals(
                    2 * 90 * 5 * 7,
                    count(() -> linear.apply(torch.zeros(2, 90, 5))).single());
            final Convolution conv =
                    Convolution.of(layers.at("conv"), 3, 4, 3).padded(1).strided(2);
            assertEquals(
                    4 * 4 * 5 * 3 * 9,
                    count(() -> conv.apply(torch.zeros(1, 3, 8, 10))).single());
            final ConvTransposed up = ConvTransposed.of(layers.at("up"), 3, 2, 2);
            assertEquals(
                    3 * 2 * 4 * 8 * 9,
                    count(() -> up.apply(torch.zeros(1, 3, 8, 9))).single());
        }
    }

    @Test
    void shouldCountBothProductsOfAttention() {
        final Work.Amount done = count(() ->
                Attention.of(SINGLE, torch.zeros(2, 3, 4, 16), torch.zeros(2, 3, 9, 16), torch.zeros(2, 3, 9, 16)));
        assertEquals(new Work.Amount(2 * 2 * 3 * 4 * 9 * 16, 0), done);
    }

    @Test
    void shouldCountProductsOfMatricesInTheirPrecision() {
        final Work.Amount done = count(() -> Products.addedTo(
                torch.zeros(1, 4, 6), torch.zeros(2, 4, 3), Products.of(torch.zeros(2, 3, 5), torch.zeros(2, 5, 6))));
        assertEquals(new Work.Amount(2 * 3 * 5 * 6 + 2 * 4 * 3 * 6, 0), done);
        final Work.Amount half = count(() -> {
            final Tensor x = torch.zeros(2, 4, 3).to(torch.ScalarType.BFloat16);
            return Products.linear(x, x.view(8, 3), x.view(-1).narrow(0, 0, 8));
        });
        assertEquals(new Work.Amount(0, 8 * 3 * 8), half);
    }

    private static Weights weights(final Map<String, long[]> shapes) {
        final MadeUpWeights made = new MadeUpWeights();
        shapes.forEach(made::with);
        return made.weights();
    }

    @SuppressWarnings("try") // the scope and the mode only have to be open
    private static Work.Amount count(final Supplier<Tensor> operation) {
        try (PointerScope scope = new PointerScope();
                InferenceMode mode = new InferenceMode(true)) {
            final Work.Amount before = Work.ofThisThread().amount();
            operation.get();
            return Work.ofThisThread().amount().since(before);
        }
    }
}
