package org.objectomaly.nn;

import java.util.ArrayList;
import java.util.List;

/**
 * FSFNet, the fast spatial feature network (repository computervision8/FSFNet), of any number of classes. Every block
 * looks at its map from half the size, for a wide view at little cost, and adds what it saw to the map.
 *
 * <pre>
 *   picture -- initial_block - conv1..4_8 -- conv1x1 - conv1..4_16 -- conv1x1 - conv1..4_32    1/8, 1/16, 1/32
 *                                |                        |                        |
 *   logits &lt;- 8x - conv1x1 &lt;- conv1x1 &lt;- 2x - conv1x1 &lt;- conv1x1 &lt;- 2x - conv1x1 -+
 * </pre>
 *
 * <p>Input: RGB in 0..1. Output: logits {@code [1,C,H,W]} at the size of the input, whose sides are multiples of 32.
 * Everything is interpolated with the middles of the corner pixels in place.
 */
public final class FsfNet implements Network {
    private static final double EPS = 1e-3;
    private static final int EIGHTH = 64;
    private static final int SIXTEENTH = 96;
    private static final int THIRTY_SECOND = 128;
    private static final int MERGED = 32;
    private static final int WIDENED = 48;

    private final List<Conv> initial = new ArrayList<>();
    private final List<Block> blocks8 = new ArrayList<>();
    private final Conv to16;
    private final List<Block> blocks16 = new ArrayList<>();
    private final Conv to32;
    private final List<Block> blocks32 = new ArrayList<>();
    private final Conv reduced32;
    private final Conv merged16;
    private final Conv widened16;
    private final Conv merged8;
    private final Conv last;

    private FsfNet(final Weights weights) {
        final Weights encoder = weights.at("encoder");
        final Weights start = encoder.at("initial_block");
        initial.add(conv(start, "conv_1", "bn_1", 3, 32, 3).strided(2));
        initial.add(conv(start, "conv_2", "bn_2", 32, EIGHTH, 3).strided(2));
        initial.add(conv(start, "conv_3", "bn_3", EIGHTH, EIGHTH, 3));
        initial.add(conv(start, "conv_4", "bn_4", EIGHTH, EIGHTH, 3).strided(2));
        initial.add(conv(start, "conv_5", "bn_5", EIGHTH, EIGHTH, 3));
        for (int i = 1; i <= 4; i++) {
            // The dilation doubles from block to block, except at 1/8, where all look at the nearest pixels.
            final int dilation = 1 << i - 1;
            blocks8.add(Block.dense(encoder, "conv" + i + "_8", EIGHTH));
            blocks16.add(Block.separated(encoder, "conv" + i + "_16", SIXTEENTH, 3, dilation));
            blocks32.add(Block.separated(encoder, "conv" + i + "_32", THIRTY_SECOND, 1, dilation));
        }
        to16 = conv(encoder, "conv1x1_8_16_channel", "bn_conv1x1_8_16_channel", EIGHTH, SIXTEENTH, 1);
        to32 = conv(encoder, "conv1x1_32_64_channel", "bn_conv1x1_32_64_channel", SIXTEENTH, THIRTY_SECOND, 1);
        // Two of the decoder's names say 3x3, but all of its kernels are 1x1.
        final Weights decoder = weights.at("decoder");
        reduced32 = conv(decoder, "conv1x1_merge_32_16", "bn_merge1x1_32_16", THIRTY_SECOND, MERGED, 1);
        merged16 = conv(decoder, "conv3x3_merge_32_16", "bn_merge3x3_32_16", MERGED + SIXTEENTH, MERGED, 1);
        widened16 = conv(decoder, "conv1x1_merge_16_8", "bn_merge1x1_16_8", MERGED, WIDENED, 1);
        merged8 = conv(decoder, "conv3x3_merge_16_8", "bn_merge3x3_16_8", WIDENED + EIGHTH, MERGED, 1);
        last = Conv.of(decoder.at("output_conv"), MERGED, decoder.size("output_conv.weight", 0), 1);
    }

    /**
     * Takes the network from its checkpoint.
     *
     * @param weights the state dict, names without {@code module.}
     * @return the network
     * @throws org.objectomaly.Fault of kind MODEL if a tensor is missing, unknown or of another shape
     */
    public static FsfNet of(final Weights weights) {
        final FsfNet network = new FsfNet(weights);
        // Some files keep the classifier that the encoder was first trained with.
        weights.requireAllUsed(key -> key.endsWith("num_batches_tracked") || key.startsWith("encoder.output_conv."));
        return network;
    }

    @Override
    public Node draw(final Sketch sketch, final Node input) {
        Node start = input;
        for (final Conv conv : initial) {
            start = sketch.conv(start, conv);
        }
        final Node e8 = run(sketch, blocks8, sketch.named("initial_block", start));
        final Node e16 = run(sketch, blocks16, sketch.conv(halved(sketch, e8), to16));
        final Node e32 = run(sketch, blocks32, sketch.conv(halved(sketch, e16), to32));
        final Node d16 = sketch.conv(joined(sketch, sketch.conv(e32, reduced32), e16), merged16);
        final Node d8 = sketch.conv(joined(sketch, sketch.conv(d16, widened16), e8), merged8);
        final Node logits = sketch.named("decoder.output_conv", sketch.conv(d8, last));
        return sketch.resize(logits, input.height(), input.width(), true);
    }

    /**
     * Channels of the logits.
     *
     * @return the number of classes, the ignored one included
     */
    public int classes() {
        return last.out();
    }

    private static Node run(final Sketch sketch, final List<Block> blocks, final Node input) {
        Node x = input;
        for (final Block block : blocks) {
            x = block.draw(sketch, x);
        }
        return x;
    }

    /** A side of one pixel stays: the reference cannot look at less than 64 pixels, users may. */
    private static Node halved(final Sketch sketch, final Node x) {
        return sketch.resize(x, Math.max(1, x.height() / 2), Math.max(1, x.width() / 2), true);
    }

    /** The decoder's map, enlarged, before that of the encoder. */
    private static Node joined(final Sketch sketch, final Node decoder, final Node encoder) {
        return sketch.concat(sketch.resize(decoder, encoder.height(), encoder.width(), true), encoder);
    }

    /** Convolution, normalisation, ReLU. */
    private static Conv conv(
            final Weights weights,
            final String conv,
            final String norm,
            final int in,
            final int out,
            final int kernel) {
        return Conv.of(weights.at(conv), in, out, kernel)
                .then(Norm.of(weights.at(norm), out, EPS))
                .then(Activation.RELU);
    }

    /** Halve, filter, enlarge, and add the input. */
    private record Block(String name, List<Conv> branch) {
        /** Two kernels of 3 x 3. */
        static Block dense(final Weights encoder, final String name, final int channels) {
            final Weights block = encoder.at(name);
            return new Block(
                    name,
                    List.of(
                            conv(block, "conv3x3_1", "bn1", channels, channels, 3),
                            conv(block, "conv3x3_2", "bn2", channels, channels, 3)
                                    .then(Activation.NONE)));
        }

        /** A column and a row, then one kernel of 3 x 3 a channel. */
        static Block separated(
                final Weights encoder, final String name, final int channels, final int side, final int dilation) {
            final Weights block = encoder.at(name);
            return new Block(
                    name,
                    List.of(
                            Conv.of(block.at("conv3x1_0"), channels, channels, 1, side, 1)
                                    .then(Activation.RELU),
                            Conv.of(block.at("conv1x3_1"), channels, channels, 1, 1, side)
                                    .then(Norm.of(block.at("bn1"), channels, EPS))
                                    .then(Activation.RELU),
                            Conv.depthwise(block.at("conv3x3_2"), channels, 3)
                                    .dilated(dilation)
                                    .then(Norm.of(block.at("bn2"), channels, EPS))));
        }

        Node draw(final Sketch sketch, final Node x) {
            Node y = halved(sketch, x);
            for (final Conv conv : branch) {
                y = sketch.conv(y, conv);
            }
            final Node enlarged = sketch.resize(y, x.height(), x.width(), true);
            return sketch.named(name, sketch.activateInto(sketch.addInto(enlarged, x), Activation.RELU));
        }
    }
}
