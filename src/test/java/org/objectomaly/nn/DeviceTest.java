package org.objectomaly.nn;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.stream.Stream;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Device;
import org.bytedeco.pytorch.Graph;
import org.bytedeco.pytorch.InferenceMode;
import org.bytedeco.pytorch.JitNode;
import org.bytedeco.pytorch.Symbol;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptions;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.objectomaly.Natives;
import org.objectomaly.nn.eager.Values;
import org.objectomaly.nn.random.RandomWeights;

/**
 * What a GPU gets to run, without one. The device {@code cpu:0} is the processor, but not under the name that has the
 * processor's own forms; so the forms for all other devices run there. And on the device {@code meta} tensors have a place
 * and no values: libtorch has no convolution for it outside of Python, but what lies where can be looked at.
 */
final class DeviceTest {
    private static final Compute OTHER = new Compute("cpu:0", Precision.SINGLE);
    private static final int HEIGHT = 64;
    private static final int WIDTH = 96;

    @BeforeAll
    static void loadNatives() {
        Natives.loadAll();
    }

    private static Network drawn(final String model) {
        final Weights weights = RandomWeights.of(model);
        return switch (model) {
            case "road-cas" -> Bf16.network(RoadCas.of(weights));
            case "road-masks" -> RoadMasks.of(weights)::drawProbability;
            case "enet" -> Enet.of(weights);
            case "rpl-deeplabv3plus" -> Bf16.network(RplDeepLab.of(weights));
            case "fsfnet" -> FsfNet.of(weights);
            case "pidinet", "pidinet-tiny" -> PidiNet.of(weights);
            case "fastsam-s" ->
                (sketch, input) -> FastSam.of(weights).draw(sketch, input).all().get(0);
            default -> EspNetV2.of(weights);
        };
    }

    private static List<Node> draw(final Sketch sketch, final Network network) {
        final Node bytes = sketch.input(3, 2 * HEIGHT, 2 * WIDTH);
        return List.of(network.draw(sketch, Normalisation.IMAGENET.draw(sketch, bytes, HEIGHT, WIDTH)));
    }

    @SuppressWarnings("try") // the scope and the mode only have to be open
    private static float[] run(final Compute compute, final Network network) {
        try (PointerScope scope = new PointerScope();
                InferenceMode mode = new InferenceMode(true);
                Program program = Program.of(compute, sketch -> draw(sketch, network))) {
            torch.manual_seed(1);
            final Tensor picture =
                    torch.randint(0, 256, new long[] {1, 3, 2 * HEIGHT, 2 * WIDTH}, new TensorOptions(ScalarType.Byte));
            return Values.floats(program.run(picture));
        }
    }

    /** One of each drawn network. */
    private static Stream<String> models() {
        return Stream.of(
                "road-cas",
                "road-masks",
                "espnetv2-s0.5",
                "enet",
                "fsfnet",
                "rpl-deeplabv3plus",
                "pidinet-tiny",
                "pidinet",
                "fastsam-s");
    }

    @ParameterizedTest
    @MethodSource("models")
    void shouldGiveTheSameByTheFormsForOtherDevices(final String model) {
        final Network network = drawn(model);
        final float[] expected = run(Compute.cpu(Precision.SINGLE), network);
        final float scale = deviation(expected, new float[expected.length]);
        assertTrue(deviation(expected, run(OTHER, network)) < 1e-4 * scale);
        assertTrue(deviation(expected, run(OTHER.with(Precision.HALF), network)) < 0.1 * scale);
    }

    private static float deviation(final float[] a, final float[] b) {
        assertEquals(a.length, b.length);
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += (a[i] - b[i]) * (a[i] - b[i]);
        }
        return (float) Math.sqrt(sum / a.length);
    }

    @ParameterizedTest
    @MethodSource("models")
    @SuppressWarnings("try") // the scope only has to be open
    void shouldKeepTheWeightsOfADrawingWhereItRuns(final String model) {
        try (PointerScope scope = new PointerScope()) {
            final Graph graph = new Graph();
            draw(new Sketch(graph, Compute.fastest("meta"), Trace.NONE, null, new Work()), drawn(model));
            final Symbol value = Symbol.attr("value");
            int tensors = 0;
            final JitNode last = graph.nodes().back();
            for (JitNode node = graph.nodes().front(); !node.equals(last); node = node.next()) {
                if (node.hasAttribute(value) && node.kindOf(value).intern() == torch.JitAttributeKind.t) {
                    final Device device = node.t(value).device();
                    assertEquals("meta", device.str().getString());
                    tensors++;
                }
            }
            assertTrue(tensors > 10, "weights were seen");
        }
    }
}
