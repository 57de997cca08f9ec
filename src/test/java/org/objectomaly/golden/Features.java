package org.objectomaly.golden;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.objectomaly.image.Picture;
import org.objectomaly.nn.Node;
import org.objectomaly.nn.Normalisation;
import org.objectomaly.nn.PictureTensor;
import org.objectomaly.nn.Program;
import org.objectomaly.nn.Sketch;

/** Everything a network makes of a picture, by the names of the modules that made it. */
final class Features {
    /**
     * One feature.
     *
     * @param values flat, row-major over {@code shape}
     * @param shape as the reference has it
     */
    record Feature(float[] values, long[] shape) {}

    private Features() {}

    /**
     * Runs a network and keeps all of its features.
     *
     * <p>The picture is shrunk as the reference does to the last bit, for the network would carry a step of one in the
     * bytes through all layers. What the program's own resize makes of it is kept as {@code resized_u8}.
     *
     * @param picture the picture
     * @param size rows and columns that the network shall see
     * @param input how the network wants it
     * @param drawing the network, and anything else that is named while it is drawn
     * @return the features by name, in order of execution
     */
    static Map<String, Feature> of(
            final Picture picture,
            final int[] size,
            final Normalisation input,
            final BiConsumer<Sketch, Node> drawing) {
        final Map<String, Feature> features = new LinkedHashMap<>(resized(picture, size, input));
        try (Picture exact = PilResize.of(picture, size[0], size[1])) {
            run(exact, size, input, drawing).forEach(features::putIfAbsent);
        }
        if (features.containsKey("logits")) {
            addClasses(features, features.get("logits"));
        }
        return features;
    }

    private static Map<String, Feature> resized(final Picture picture, final int[] size, final Normalisation input) {
        final Map<String, Feature> features = run(picture, size, input, (sketch, normalised) -> {});
        features.keySet().removeIf(name -> !name.endsWith("_u8"));
        return features;
    }

    @SuppressWarnings("try") // the scope only has to be open
    private static Map<String, Feature> run(
            final Picture picture,
            final int[] size,
            final Normalisation input,
            final BiConsumer<Sketch, Node> drawing) {
        final List<String> names = new ArrayList<>();
        final List<Node> nodes = new ArrayList<>();
        try (PointerScope scope = new PointerScope();
                Program program = Program.of(
                        (name, node) -> {
                            names.add(name);
                            nodes.add(node);
                        },
                        sketch -> {
                            final Node bytes = sketch.input(
                                    3,
                                    picture.content().height(),
                                    picture.content().width());
                            sketch.named("decoded_rgb_u8", bytes);
                            drawing.accept(sketch, input.draw(sketch, bytes, size[0], size[1]));
                            return nodes;
                        })) {
            final Tensor[] tensors = program.outputs(PictureTensor.of(picture));
            final Map<String, Feature> features = new LinkedHashMap<>();
            for (int i = 0; i < tensors.length; i++) {
                features.put(names.get(i), feature(tensors[i], names.get(i).endsWith("_u8")));
            }
            return features;
        }
    }

    /** The winning class among all channels, and among the first so many. */
    private static void addClasses(final Map<String, Feature> features, final Feature logits) {
        final int channels = Math.toIntExact(logits.shape()[1]);
        for (int known = channels; known >= channels - 1; known--) {
            features.put("argmax_" + known, classes(logits, known));
        }
        features.put("argmax_class", features.get("argmax_" + channels));
    }

    private static Feature classes(final Feature logits, final int channels) {
        final int pixels = logits.values().length / Math.toIntExact(logits.shape()[1]);
        final float[] winners = new float[pixels];
        for (int i = 0; i < pixels; i++) {
            int best = 0;
            for (int c = 1; c < channels; c++) {
                best = logits.values()[c * pixels + i] > logits.values()[best * pixels + i] ? c : best;
            }
            winners[i] = best;
        }
        return new Feature(winners, new long[] {logits.shape()[2], logits.shape()[3]});
    }

    private static Feature feature(final Tensor tensor, final boolean picture) {
        final Tensor ordered = picture ? tensor.squeeze(0).permute(1, 2, 0) : tensor;
        final Tensor floats = ordered.to(ScalarType.Float).contiguous();
        final float[] values = new float[Math.toIntExact(floats.numel())];
        new FloatPointer(floats.data_ptr()).get(values);
        return new Feature(values, floats.sizes().vec().get());
    }
}
