package org.objectomaly.nn;

import java.util.ArrayList;
import java.util.List;

/**
 * ENet (Paszke et al., 2016) as in the repository davidtvs/PyTorch-ENet: bottlenecks, maxima whose places are
 * remembered while the encoder shrinks the map and used again while the decoder enlarges it. PReLU with one slope in
 * the encoder, ReLU in the decoder, no biases.
 *
 * <p>Input: RGB in 0..1. Output: logits at the size of the input, whose sides are multiples of 8.
 */
public final class Enet implements Network {
    private static final double EPS = 1e-5;
    private static final int RATIO = 4;
    private static final int FIRST = 13;

    private final Conv initial;
    private final Norm initialPooled;
    private final Activation initialActivation;
    private final Down down1;
    private final List<Bottleneck> stage1 = new ArrayList<>();
    private final Down down2;
    private final List<Bottleneck> stage2 = new ArrayList<>();
    private final Up up4;
    private final List<Bottleneck> stage4 = new ArrayList<>();
    private final Up up5;
    private final List<Bottleneck> stage5 = new ArrayList<>();
    private final UpConv last;

    private Enet(final Weights weights) {
        final Weights start = weights.at("initial_block");
        final Norm norm = Norm.of(start.at("batch_norm"), FIRST + 3, EPS);
        initialActivation = Activation.of(start.at("out_activation"), 1);
        initial = Conv.of(start.at("main_branch"), 3, FIRST, 3)
                .strided(2)
                .then(norm.slice(0, FIRST))
                .then(initialActivation);
        initialPooled = norm.slice(FIRST, FIRST + 3);
        down1 = Down.of(weights, "downsample1_0", 16, 64);
        for (int i = 1; i <= 4; i++) {
            stage1.add(Bottleneck.of(weights, "regular1_" + i, 64, 1, true));
        }
        down2 = Down.of(weights, "downsample2_0", 64, 128);
        for (final String name : List.of("2_1", "3_0")) {
            final int n = Integer.parseInt(name.substring(2));
            final String stage = name.substring(0, 2);
            stage2.add(Bottleneck.of(weights, "regular" + name, 128, 1, true));
            stage2.add(Bottleneck.of(weights, "dilated" + stage + (n + 1), 128, 2, true));
            stage2.add(Bottleneck.of(weights, "asymmetric" + stage + (n + 2), 128, 1, true));
            stage2.add(Bottleneck.of(weights, "dilated" + stage + (n + 3), 128, 4, true));
            stage2.add(Bottleneck.of(weights, "regular" + stage + (n + 4), 128, 1, true));
            stage2.add(Bottleneck.of(weights, "dilated" + stage + (n + 5), 128, 8, true));
            stage2.add(Bottleneck.of(weights, "asymmetric" + stage + (n + 6), 128, 1, true));
            stage2.add(Bottleneck.of(weights, "dilated" + stage + (n + 7), 128, 16, true));
        }
        up4 = Up.of(weights, "upsample4_0", 128, 64);
        stage4.add(Bottleneck.of(weights, "regular4_1", 64, 1, false));
        stage4.add(Bottleneck.of(weights, "regular4_2", 64, 1, false));
        up5 = Up.of(weights, "upsample5_0", 64, 16);
        stage5.add(Bottleneck.of(weights, "regular5_1", 16, 1, false));
        last = UpConv.of(weights.at("transposed_conv"), 16, weights.size("transposed_conv.weight", 1), 3);
    }

    /**
     * Takes the network from its checkpoint.
     *
     * @param weights the state dict, names without {@code module.}
     * @return the network
     * @throws org.objectomaly.Fault of kind MODEL if a tensor is missing, unknown or of another shape
     */
    public static Enet of(final Weights weights) {
        final Enet network = new Enet(weights);
        weights.requireAllUsed(key -> key.endsWith("num_batches_tracked"));
        return network;
    }

    @Override
    public Node draw(final Sketch sketch, final Node input) {
        final Node pooled = sketch.norm(sketch.maxPool(input, 3), initialPooled, initialActivation);
        Node x = sketch.named("initial_block", sketch.concat(sketch.conv(input, initial), pooled));
        final Node before1 = x;
        final Node[] places1 = sketch.maxPoolWithIndices(x, 2);
        x = run(sketch, stage1, down1.draw(sketch, x, places1));
        final Node before2 = x;
        final Node[] places2 = sketch.maxPoolWithIndices(x, 2);
        x = run(sketch, stage2, down2.draw(sketch, x, places2));
        x = run(sketch, stage4, up4.draw(sketch, x, places2[1], before2));
        x = run(sketch, stage5, up5.draw(sketch, x, places1[1], before1));
        return last.draw(sketch, x);
    }

    private static Node run(final Sketch sketch, final List<Bottleneck> stage, final Node input) {
        Node x = input;
        for (final Bottleneck block : stage) {
            x = block.draw(sketch, x);
        }
        return x;
    }

    /**
     * Channels of the logits.
     *
     * @return the number of classes, void included
     */
    public int classes() {
        return last.out();
    }

    /** Convolution, normalisation, activation at three consecutive places of a sequence. */
    private static Conv sequence(
            final Weights weights,
            final int first,
            final int in,
            final int out,
            final int height,
            final int width,
            final boolean encoder) {
        return Conv.of(weights.at("" + first), in, out, 1, height, width)
                .then(Norm.of(weights.at("" + (first + 1)), out, EPS))
                .then(activation(weights.at("" + (first + 2)), encoder));
    }

    private static Activation activation(final Weights weights, final boolean encoder) {
        return encoder ? Activation.of(weights, 1) : Activation.RELU;
    }

    /** Reduce, filter, expand, and add the input. */
    private record Bottleneck(String name, List<Conv> branch, Activation last) {
        static Bottleneck of(
                final Weights all, final String name, final int channels, final int dilation, final boolean encoder) {
            final Weights block = all.at(name);
            final int inner = channels / RATIO;
            final List<Conv> branch = new ArrayList<>();
            branch.add(sequence(block.at("ext_conv1"), 0, channels, inner, 1, 1, encoder));
            final Weights middle = block.at("ext_conv2");
            if (middle.has("3.weight")) {
                branch.add(sequence(middle, 0, inner, inner, 5, 1, encoder));
                branch.add(sequence(middle, 3, inner, inner, 1, 5, encoder));
            } else {
                branch.add(sequence(middle, 0, inner, inner, 3, 3, encoder).dilated(dilation));
            }
            branch.add(sequence(block.at("ext_conv3"), 0, inner, channels, 1, 1, encoder));
            return new Bottleneck(name, branch, activation(block.at("out_activation"), encoder));
        }

        Node draw(final Sketch sketch, final Node x) {
            Node y = x;
            for (final Conv conv : branch) {
                y = sketch.conv(y, conv);
            }
            return sketch.named(name, sketch.activateInto(sketch.addInto(y, x), last));
        }
    }

    /** The same at half the size, beside the maxima of 2 x 2 pixels with zero channels behind them. */
    private record Down(String name, List<Conv> branch, Activation last) {
        static Down of(final Weights all, final String name, final int in, final int out) {
            final Weights block = all.at(name);
            final int inner = in / RATIO;
            return new Down(
                    name,
                    List.of(
                            sequence(block.at("ext_conv1"), 0, in, inner, 2, 2, true)
                                    .strided(2),
                            sequence(block.at("ext_conv2"), 0, inner, inner, 3, 3, true),
                            sequence(block.at("ext_conv3"), 0, inner, out, 1, 1, true)),
                    activation(block.at("out_activation"), true));
        }

        Node draw(final Sketch sketch, final Node x, final Node[] maxima) {
            sketch.named(name + ".max_indices", maxima[1]);
            Node y = x;
            for (final Conv conv : branch) {
                y = sketch.conv(y, conv);
            }
            final Node padded = sketch.padChannels(maxima[0], y.channels());
            return sketch.named(name, sketch.activateInto(sketch.addInto(y, padded), last));
        }
    }

    /** The same at twice the size, beside the reduced map put back to where the maxima were. */
    private record Up(String name, Conv main, Conv reduce, UpConv enlarge, Conv expand) {
        static Up of(final Weights all, final String name, final int in, final int out) {
            final Weights block = all.at(name);
            final int inner = in / RATIO;
            final Weights main = block.at("main_conv1");
            return new Up(
                    name,
                    Conv.of(main.at("0"), in, out, 1).then(Norm.of(main.at("1"), out, EPS)),
                    sequence(block.at("ext_conv1"), 0, in, inner, 1, 1, false),
                    UpConv.of(block.at("ext_tconv1"), inner, inner, 2)
                            .then(Norm.of(block.at("ext_tconv1_bnorm"), inner, EPS))
                            .then(Activation.RELU),
                    // What follows the expansion is the sum, with no activation in between.
                    Conv.of(block.at("ext_conv2.0"), inner, out, 1).then(Norm.of(block.at("ext_conv2.1"), out, EPS)));
        }

        Node draw(final Sketch sketch, final Node x, final Node places, final Node before) {
            final Node put = sketch.maxUnpool(sketch.conv(x, main), places, before.height(), before.width());
            final Node y = sketch.conv(enlarge.draw(sketch, sketch.conv(x, reduce)), expand);
            return sketch.named(name, sketch.activateInto(sketch.addInto(y, put), Activation.RELU));
        }
    }
}
