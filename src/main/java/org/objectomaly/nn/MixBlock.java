package org.objectomaly.nn;

import java.util.ArrayList;
import java.util.List;

/**
 * A residual block: channels mixed, pixels mixed within groups of channels, channels mixed (the X block of RegNet,
 * Radosavovic et al., CVPR 2020, with as many channels inside as outside).
 */
record MixBlock(Layer before, Layer pixels, Layer after) {
    /**
     * Blocks one after the other.
     *
     * @param weights where they lie: {@code 0}, {@code 1} and so on
     * @param channels in and out
     * @param group channels that see each other's pixels
     * @param dilations of the blocks
     * @return one block a dilation
     */
    static List<MixBlock> row(final Weights weights, final int channels, final int group, final int... dilations) {
        final List<MixBlock> blocks = new ArrayList<>();
        for (final int dilation : dilations) {
            final Weights block = weights.at(Integer.toString(blocks.size()));
            blocks.add(new MixBlock(
                    Layer.of(block.at("before"), channels, channels, 1),
                    Layer.grouped(block.at("pixels"), channels, channels, 3, channels / group)
                            .dilated(dilation),
                    Layer.of(block.at("after"), channels, channels, 1).linear()));
        }
        return blocks;
    }

    static Node drawAll(final List<MixBlock> blocks, final Sketch sketch, final Node input) {
        Node x = input;
        for (final MixBlock block : blocks) {
            x = block.draw(sketch, x);
        }
        return x;
    }

    private Node draw(final Sketch sketch, final Node x) {
        return sketch.addLayer(x, sketch.layer(sketch.layer(x, before), pixels), after, Activation.RELU);
    }
}
