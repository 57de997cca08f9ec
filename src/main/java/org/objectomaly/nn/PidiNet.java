package org.objectomaly.nn;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.objectomaly.models.ModelFile;

/**
 * PiDiNet (Su et al., ICCV 2021; repository hellozhuo/pidinet): how likely each pixel lies on a boundary.
 *
 * <p>Four stages of depthwise residual blocks, whose pixel difference kernels are made ordinary on loading; each stage
 * gives a side map, by way of the dilation module CDCM and the spatial attention CSAM where the checkpoint has them; the
 * side maps together give the fused one. Width and modules follow from the checkpoint. No normalisation anywhere.
 *
 * <p>Input: RGB in 0..1, normalised with ImageNet's mean and deviation, of any size. Output: {@code [1,1,H,W]}, the
 * fused probability.
 */
public final class PidiNet implements Network {
    /** The published checkpoints, trained on BSDS500. */
    public static final List<ModelFile> FILES = List.of(ModelFile.named("pidinet"), ModelFile.named("pidinet-tiny"));

    private static final int STAGES = 4;
    /** The kinds of layers in turn, the first of all before the first block: configuration carv4. */
    private static final PixelDifference[] KINDS = {
        PixelDifference.CENTRAL, PixelDifference.ANGULAR, PixelDifference.RADIAL, PixelDifference.ORDINARY
    };

    private final Conv first;
    private final Map<String, Block> blocks = new LinkedHashMap<>();
    private final Side[] sides = new Side[STAGES];
    private final Conv classifier;

    private PidiNet(final Weights weights) {
        int channels = weights.size("init_block.weight", 0);
        first = KINDS[0].of(weights.at("init_block"), 3, channels, 1);
        for (int stage = 1; stage <= STAGES; stage++) {
            for (int i = stage == 1 ? 2 : 1; i <= KINDS.length; i++) {
                final String name = "block" + stage + "_" + (stage == 1 ? i - 1 : i);
                final int out = weights.size(name + ".conv2.weight", 0);
                blocks.put(name, Block.of(weights.at(name), KINDS[i - 1], channels, out));
                channels = out;
            }
            sides[stage - 1] = Side.of(weights, stage - 1, channels);
        }
        classifier = Conv.of(weights.at("classifier"), STAGES, 1, 1);
    }

    /**
     * Takes the network from the official checkpoint.
     *
     * @param weights the state dict, names without {@code module.}
     * @return the network
     * @throws org.objectomaly.Fault of kind MODEL if a tensor is missing, unknown or of another shape
     */
    public static PidiNet of(final Weights weights) {
        final PidiNet network = new PidiNet(weights);
        weights.requireAllUsed(key -> false);
        return network;
    }

    /**
     * Whether weights are of this network.
     *
     * @param weights of a checkpoint
     * @return true if they seem to be; {@link #of} looks closely
     */
    public static boolean recognises(final Weights weights) {
        return weights.has("init_block.weight") && weights.has("block4_4.conv2.weight");
    }

    @Override
    public Node draw(final Sketch sketch, final Node input) {
        final Node[] stages = new Node[STAGES];
        Node x = sketch.named("init_block", sketch.conv(input, first));
        for (final Map.Entry<String, Block> block : blocks.entrySet()) {
            x = sketch.named(block.getKey(), block.getValue().draw(sketch, x));
            // The last block of a stage stays: the stage's side map is made of it.
            stages[block.getKey().charAt("block".length()) - '1'] = x;
        }
        final Node[] logits = new Node[STAGES];
        for (int i = 0; i < STAGES; i++) {
            final Node side = sides[i].draw(sketch, i, stages[i]);
            logits[i] = sketch.resize(side, input.height(), input.width(), false);
            sketch.named("side" + (i + 1), logits[i]);
        }
        final Node fused = sketch.named("classifier", sketch.conv(sketch.concat(logits), classifier));
        return sketch.named("fused", sketch.sigmoid(fused));
    }

    /**
     * The ordinary kernel that a layer's pixel differences were converted to.
     *
     * @param layer {@code init_block} or a block's name, such as {@code block1_2}
     * @return {@code [C,1,3,3]} or {@code [C,1,5,5]}, for {@code init_block} {@code [C,3,3,3]}; row-major
     */
    public float[] kernel(final String layer) {
        final Conv conv = layer.equals("init_block") ? first : blocks.get(layer).filter();
        return conv.weight().clone();
    }

    /** Depthwise filter, ReLU, mixing of channels, and the way around; no ReLU after the sum. */
    private record Block(Conv filter, Conv mix, Conv around) {
        static Block of(final Weights weights, final PixelDifference kind, final int in, final int out) {
            return new Block(
                    kind.of(weights.at("conv1"), in, in, in).then(Activation.RELU),
                    Conv.of(weights.at("conv2"), in, out, 1),
                    weights.has("shortcut.weight") ? Conv.of(weights.at("shortcut"), in, out, 1) : null);
        }

        Node draw(final Sketch sketch, final Node input) {
            final Node x = around == null ? input : sketch.maxPool(input, 2);
            final Node y = sketch.conv(sketch.conv(x, filter), mix);
            return sketch.addInto(y, around == null ? x : sketch.conv(x, around));
        }
    }

    /** From a stage's map to its side map, at that stage's size. */
    private record Side(Conv squeeze, Conv[] dilations, Conv attention1, Conv attention2, Conv reduce) {
        private static final int[] DISTANCES = {5, 7, 9, 11};

        static Side of(final Weights all, final int stage, final int channels) {
            final Weights reduce = all.at("conv_reduces." + stage + ".conv");
            final String dilation = "dilations." + stage;
            if (!all.has(dilation + ".conv1.weight")) {
                return new Side(null, null, null, null, Conv.of(reduce, channels, 1, 1));
            }
            final int planes = all.size(dilation + ".conv1.weight", 0);
            final Conv[] dilations = new Conv[DISTANCES.length];
            for (int i = 0; i < dilations.length; i++) {
                dilations[i] = Conv.of(all.at(dilation + ".conv2_" + (i + 1)), planes, planes, 3)
                        .dilated(DISTANCES[i]);
            }
            final Weights attention = all.at("attentions." + stage);
            final int inner = attention.size("conv1.weight", 0);
            return new Side(
                    Conv.of(all.at(dilation + ".conv1"), channels, planes, 1),
                    dilations,
                    Conv.of(attention.at("conv1"), planes, inner, 1),
                    Conv.of(attention.at("conv2"), inner, 1, 3),
                    Conv.of(reduce, planes, 1, 1));
        }

        Node draw(final Sketch sketch, final int stage, final Node x) {
            final Node seen = squeeze == null ? x : attend(sketch, stage, dilate(sketch, stage, x));
            return sketch.named("conv_reduces." + stage, sketch.conv(seen, reduce));
        }

        private Node dilate(final Sketch sketch, final int stage, final Node x) {
            final Node squeezed = sketch.conv(sketch.activate(x, Activation.RELU), squeeze);
            Node sum = sketch.conv(squeezed, dilations[0]);
            for (int i = 1; i < dilations.length; i++) {
                sum = sketch.addInto(sum, sketch.conv(squeezed, dilations[i]));
            }
            return sketch.named("dilations." + stage, sum);
        }

        private Node attend(final Sketch sketch, final int stage, final Node x) {
            final Node inner = sketch.conv(sketch.activate(x, Activation.RELU), attention1);
            final Node weight = sketch.sigmoid(sketch.conv(inner, attention2));
            return sketch.named("attentions." + stage, sketch.multiply(x, weight));
        }
    }
}
