package org.objectomaly.nn;

import java.util.ArrayList;
import java.util.List;
import org.objectomaly.models.ModelFile;
import org.objectomaly.nn.EspBlocks.Downsampler;
import org.objectomaly.nn.EspBlocks.Eesp;
import org.objectomaly.nn.EspBlocks.Merge;

/**
 * ESPNetv2 for segmentation (Mehta et al., CVPR 2019; repository sacmehta/EdgeNets), of any width and number of
 * classes: both follow from the checkpoint.
 *
 * <pre>
 *   picture -- level1 -- level2_0 -- level3_0 - level3 -- level4_0 - level4     halving at each "--"
 *                |          |                     |                    |
 *              merge      merge                 merge              bu_dec_l1
 *                |          |                     |                    |
 *   logits &lt;- bu_dec_l4 &lt;- + bu_dec_l3 &lt;- 2x - + bu_dec_l2 &lt;- 2x ------+
 * </pre>
 *
 * <p>The logits come at half the size of the picture; the reference enlarges them with {@link #enlarge}. Sides must be
 * multiples of 16, the reference uses multiples of 32.
 */
public final class EspNetV2 implements Network {
    /** The published checkpoint for the 21 classes of PASCAL VOC: no backbone for roads, but a teacher of things. */
    public static final ModelFile VOC = ModelFile.named("espnetv2-voc");

    static final double EPS = 1e-5;
    private static final int[] RISING = {1, 2, 3, 4};
    /** The receptive field of level 4 is limited, and the limited dilations are sorted. */
    private static final int[] LIMITED = {1, 1, 2, 3};

    private final Conv level1;
    private final Downsampler toLevel2;
    private final Downsampler toLevel3;
    private final List<Eesp> level3;
    private final Downsampler toLevel4;
    private final List<Eesp> level4;
    private final PyramidPooling decoder1;
    private final PyramidPooling decoder2;
    private final PyramidPooling decoder3;
    private final PyramidPooling decoder4;
    private final Merge merge2;
    private final Merge merge3;
    private final Merge merge4;
    private final int classes;

    private EspNetV2(final Weights weights) {
        final Weights base = weights.at("base_net");
        final int c1 = base.size("level1.conv.weight", 0);
        final int c2 = base.size("level2_0.act.weight", 0);
        final int c3 = base.size("level3_0.act.weight", 0);
        final int c4 = base.size("level4_0.act.weight", 0);
        level1 = EspBlocks.conv(base.at("level1"), 3, c1, 1, 3)
                .strided(2)
                .then(Activation.of(base.at("level1.act"), c1));
        toLevel2 = Downsampler.of(base.at("level2_0"), c1, c2, RISING);
        toLevel3 = Downsampler.of(base.at("level3_0"), c2, c3, RISING);
        level3 = blocks(base, "level3", c3, RISING);
        toLevel4 = Downsampler.of(base.at("level4_0"), c3, c4, RISING);
        level4 = blocks(base, "level4", c4, LIMITED);
        final int d1 = weights.size("bu_dec_l1.merge_layer.3.weight", 0);
        final int d2 = weights.size("bu_dec_l2.merge_layer.3.weight", 0);
        final int d3 = weights.size("bu_dec_l3.merge_layer.3.weight", 0);
        classes = weights.size("bu_dec_l4.merge_layer.3.weight", 0);
        decoder1 = new PyramidPooling(weights, "bu_dec_l1", c4, d1);
        decoder2 = new PyramidPooling(weights, "bu_dec_l2", d1, d2);
        decoder3 = new PyramidPooling(weights, "bu_dec_l3", d2, d3);
        decoder4 = new PyramidPooling(weights, "bu_dec_l4", d3, classes);
        merge2 = Merge.of(weights, "l2", c3, d1);
        merge3 = Merge.of(weights, "l3", c2, d2);
        merge4 = Merge.of(weights, "l4", c1, d3);
    }

    /**
     * Takes the network from the official checkpoint.
     *
     * @param weights the state dict
     * @return the network
     * @throws org.objectomaly.Fault of kind MODEL if a tensor is missing, unknown or of another shape
     */
    public static EspNetV2 of(final Weights weights) {
        final EspNetV2 network = new EspNetV2(weights);
        // The stride-2 blocks end before their last activation, whose slopes the checkpoint holds all the same.
        weights.requireAllUsed(key ->
                key.endsWith("num_batches_tracked") || key.matches("base_net\\.level\\d_0\\.eesp\\.module_act\\..*"));
        return network;
    }

    private static List<Eesp> blocks(
            final Weights base, final String level, final int channels, final int[] dilations) {
        final List<Eesp> blocks = new ArrayList<>();
        while (base.has(level + "." + blocks.size() + ".module_act.weight")) {
            blocks.add(Eesp.of(base.at(level + "." + blocks.size()), channels, channels, 1, dilations));
        }
        return blocks;
    }

    @Override
    public Node draw(final Sketch sketch, final Node input) {
        final Node e1 = sketch.named("base_net.level1", sketch.conv(input, level1));
        // The picture shrinks along with the maps, for each of them is reinforced by it.
        final Node quarter = sketch.halve(sketch.halve(input));
        final Node eighth = sketch.halve(quarter);
        final Node e2 = toLevel2.draw(sketch, "base_net.level2_0", e1, quarter);
        Node e3 = toLevel3.draw(sketch, "base_net.level3_0", e2, eighth);
        for (int i = 0; i < level3.size(); i++) {
            e3 = level3.get(i).draw(sketch, "base_net.level3." + i, e3);
        }
        Node e4 = toLevel4.draw(sketch, "base_net.level4_0", e3, sketch.halve(eighth));
        for (int i = 0; i < level4.size(); i++) {
            e4 = level4.get(i).draw(sketch, "base_net.level4." + i, e4);
        }
        Node d = decoder1.draw(sketch, e4);
        d = decoder2.draw(sketch, merge2.draw(sketch, e3, d));
        d = decoder3.draw(sketch, merge3.draw(sketch, e2, d));
        return decoder4.draw(sketch, merge4.draw(sketch, e1, d));
    }

    /**
     * Enlarges the logits to the size of the picture as the reference does.
     *
     * @param sketch to be drawn into
     * @param logits as {@link #draw} gives them
     * @return the logits at twice the size
     */
    public static Node enlarge(final Sketch sketch, final Node logits) {
        return sketch.resize(logits, 2 * logits.height(), 2 * logits.width(), true);
    }

    /**
     * Channels of the logits.
     *
     * @return the number of classes, the ignored one included
     */
    public int classes() {
        return classes;
    }
}
