package org.objectomaly.nn.eager;

import java.util.List;
import java.util.function.UnaryOperator;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/**
 * Linear layers with an activation between each two.
 *
 * @param layers one or more
 * @param activation between two of them, not behind the last
 */
public record Mlp(List<Linear> layers, UnaryOperator<Tensor> activation) {
    /** The exact form, over the error function. */
    public static final UnaryOperator<Tensor> GELU = torch::gelu;

    /** Nothing below zero. */
    public static final UnaryOperator<Tensor> RELU = torch::relu;

    /**
     * The two layers of a transformer's block.
     *
     * @param first weights at the first
     * @param second weights at the second
     * @param channels that come in and go out
     * @param hidden length between the two
     * @param activation between the two
     * @return the layers
     */
    public static Mlp of(
            final DeviceWeights first,
            final DeviceWeights second,
            final int channels,
            final int hidden,
            final UnaryOperator<Tensor> activation) {
        return new Mlp(List.of(Linear.of(first, channels, hidden), Linear.of(second, hidden, channels)), activation);
    }

    /**
     * Takes {@code layers.0}, {@code layers.1}, ...; sizes are read from the weights. ReLU between them.
     *
     * @param weights above the layers
     * @param in length of what comes in
     * @param out length of what goes out
     * @param count how many layers
     * @return the layers
     */
    public static Mlp ofLayers(final DeviceWeights weights, final int in, final int out, final int count) {
        final Linear[] layers = new Linear[count];
        int channels = in;
        for (int i = 0; i < count; i++) {
            final DeviceWeights layer = weights.at("layers." + i);
            final int next = i == count - 1 ? out : layer.size("weight", 0);
            layers[i] = Linear.of(layer, channels, next);
            channels = next;
        }
        return new Mlp(List.of(layers), RELU);
    }

    /**
     * Runs through all layers.
     *
     * @param x {@code [..., in]}
     * @return {@code [..., out]}
     */
    public Tensor apply(final Tensor x) {
        Tensor y = layers.get(0).apply(x);
        for (final Linear layer : layers.subList(1, layers.size())) {
            y = layer.apply(activation.apply(y));
        }
        return y;
    }
}
