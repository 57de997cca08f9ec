package org.objectomaly.nn;

import java.util.ArrayList;
import java.util.List;
import org.objectomaly.models.ModelFile;

/**
 * DeepLabV3+ on a WideResNet-38 with the residual pattern learning of Liu et al. (ICCV 2023; repository yyliu01/RPL): a
 * segmentation network stays as it was trained, and a block beside its decoder learns what to add to the decoder's features
 * so that the logits are low where nothing known is seen.
 *
 * <pre>
 *   picture - mod1 -- mod2 -- mod3 -- mod4 - mod5 - mod6 - mod7      halving at each "--"
 *                      |                                    |
 *                   bot_fine           bot_aspp - aspp -----+----- residual_block
 *                      |                  |                              |
 *                    concat &lt;---- 4x -----+                              |
 *                      |                                                 |
 *                      + &lt;--------------------- 4x ----------------------+
 *                      |
 *   logits &lt;-- 2x -- final
 * </pre>
 *
 * <p>Input: RGB normalised with ImageNet's statistics, of any size. Output: logits {@code [1,19,H,W]} of Cityscapes'
 * classes at the size of the input. Everything is enlarged with the middles of the corner pixels in place. The last
 * convolution and all that follows it are in single precision: logits are as large as 40, where half precision has
 * steps of 0.25.
 */
public final class RplDeepLab implements Network {
    /** The published checkpoint. */
    public static final ModelFile FILE = ModelFile.named("rpl-deeplabv3plus");

    /** The classes of Cityscapes. */
    public static final int KNOWN = 19;

    private static final double EPS = 1e-5;
    private static final int FINE = 48;
    private static final int PYRAMID = 256;
    private static final int DECODED = FINE + PYRAMID;
    private static final int DEEPEST = 4096;

    private final StoredConv mod1;
    private final List<Block> mod2;
    private final List<Block> mod3;
    private final List<Block> mod4;
    private final List<Block> mod5;
    private final List<Block> mod6;
    private final List<Block> mod7;
    private final Pyramid pyramid;
    private final StoredConv coarse;
    private final StoredConv fine;
    private final Pyramid residualPyramid;
    private final StoredConv residualCoarse;
    private final StoredConv residual;
    private final StoredConv final0;
    private final StoredConv final3;
    private final StoredConv final6;

    private RplDeepLab(final Weights weights) {
        mod1 = StoredConv.of(weights.at("mod1.conv1"), 3, 64, 3);
        mod2 = Block.row(weights.at("mod2"), 3, 1, 1, 64, 128, 128);
        mod3 = Block.row(weights.at("mod3"), 3, 1, 1, 128, 256, 256);
        mod4 = Block.row(weights.at("mod4"), 6, 2, 1, 256, 512, 512);
        mod5 = Block.row(weights.at("mod5"), 3, 1, 2, 512, 512, 1024);
        mod6 = Block.row(weights.at("mod6"), 1, 1, 4, 1024, 512, 1024, 2048);
        mod7 = Block.row(weights.at("mod7"), 1, 1, 4, 2048, 1024, 2048, DEEPEST);
        pyramid = Pyramid.of(weights.at("aspp"));
        coarse = StoredConv.of(weights.at("bot_aspp"), Pyramid.OUTPUTS, PYRAMID, 1);
        fine = StoredConv.of(weights.at("bot_fine"), 128, FINE, 1);
        final Weights block = weights.at("residual_block");
        residualPyramid = Pyramid.of(block.at("atten_aspp"));
        residualCoarse = StoredConv.of(block.at("bot_atten_aspp"), Pyramid.OUTPUTS, PYRAMID, 1);
        residual = StoredConv.of(block.at("atten_aspp_final"), PYRAMID, DECODED, 1);
        final Weights head = weights.at("final");
        final0 = StoredConv.of(head.at("0"), DECODED, 256, 3).then(Norm.of(head.at("1"), 256, EPS));
        final3 = StoredConv.of(head.at("3"), 256, 256, 3).then(Norm.of(head.at("4"), 256, EPS));
        final6 = StoredConv.of(head.at("6"), 256, KNOWN, 1);
    }

    /**
     * Takes the network from the official checkpoint, of RPL alone or of RPL with CoroCL.
     *
     * @param weights the state dict; its kernels are read when the network is drawn
     * @return the network
     * @throws org.objectomaly.Fault of kind MODEL if a tensor is missing, unknown or of another shape
     */
    public static RplDeepLab of(final Weights weights) {
        final RplDeepLab network = new RplDeepLab(weights.at("branch1"));
        // CoroCL's projection serves training alone.
        weights.requireAllUsed(
                key -> key.endsWith("num_batches_tracked") || key.startsWith("branch1.residual_block.proj_head."));
        return network;
    }

    /**
     * Whether weights are of this network.
     *
     * @param weights of a checkpoint
     * @return true if {@link #of} may take them
     */
    public static boolean recognises(final Weights weights) {
        return weights.has("branch1.residual_block.atten_aspp_final.weight");
    }

    @Override
    public Node draw(final Sketch sketch, final Node input) {
        final Node e1 = sketch.named("mod1", mod1.draw(sketch, input));
        final Node e2 = run(sketch, "mod2", mod2, sketch.maxPool(e1, 3));
        Node x = run(sketch, "mod3", mod3, sketch.maxPool(e2, 3));
        x = run(sketch, "mod4", mod4, x);
        x = run(sketch, "mod5", mod5, x);
        x = run(sketch, "mod6", mod6, x);
        final Node e7 = run(sketch, "mod7", mod7, x);
        final Node pattern = enlarged(sketch, residualCoarse.draw(sketch, residualPyramid.draw(sketch, e7)), e2);
        final Node added = sketch.named("residual_block", residual.draw(sketch, pattern));
        final Node context = sketch.named("aspp", pyramid.draw(sketch, e7));
        final Node whole = sketch.named("bot_aspp", coarse.draw(sketch, context));
        final Node detail = sketch.named("bot_fine", fine.draw(sketch, e2));
        final Node decoded = sketch.concat(detail, enlarged(sketch, whole, e2));
        sketch.shown("out1_inlier_logits", () -> head(sketch, decoded, input));
        return sketch.named("out2_residual_logits", head(sketch, sketch.add(decoded, added), input));
    }

    private static Node run(final Sketch sketch, final String name, final List<Block> blocks, final Node input) {
        Node x = input;
        for (final Block block : blocks) {
            x = block.draw(sketch, x);
        }
        return sketch.named(name, x);
    }

    private Node head(final Sketch sketch, final Node decoded, final Node input) {
        final Node features = final3.draw(sketch, final0.draw(sketch, decoded));
        final Sketch single = sketch.in(Precision.SINGLE);
        return enlarged(single, final6.draw(single, single.converted(features)), input);
    }

    private static Node enlarged(final Sketch sketch, final Node x, final Node to) {
        return sketch.resize(x, to.height(), to.width(), true);
    }

    /**
     * An identity residual block: normalised and activated first, then filtered, then added to what came in, or to its
     * projection where the size changes. Two kernels of 3 x 3, or one between two of 1 x 1.
     */
    private record Block(Norm before, StoredConv projection, List<StoredConv> branch) {
        /** A module: the first of its blocks takes so many channels, strides and projects. */
        static List<Block> row(
                final Weights module, final int count, final int stride, final int dilation, final int... channels) {
            final List<Block> blocks = new ArrayList<>();
            blocks.add(of(module.at("block1"), stride, dilation, channels));
            final int[] repeated = channels.clone();
            repeated[0] = channels[channels.length - 1];
            for (int i = 2; i <= count; i++) {
                blocks.add(of(module.at("block" + i), 1, dilation, repeated));
            }
            return blocks;
        }

        private static Block of(final Weights block, final int stride, final int dilation, final int... channels) {
            final int last = channels.length - 1;
            final List<StoredConv> branch = new ArrayList<>();
            for (int i = 1; i <= last; i++) {
                final boolean point = last == 3 && i != 2;
                StoredConv conv = StoredConv.of(block.at("convs.conv" + i), channels[i - 1], channels[i], point ? 1 : 3)
                        .strided(i == 1 ? stride : 1)
                        .dilated(dilation);
                if (i < last) {
                    conv = conv.then(Norm.of(block.at("convs.bn" + (i + 1) + ".0"), channels[i], EPS));
                }
                branch.add(conv);
            }
            final boolean projects = stride > 1 || channels[0] != channels[last];
            return new Block(
                    Norm.of(block.at("bn1.0"), channels[0], EPS),
                    projects
                            ? StoredConv.of(block.at("proj_conv"), channels[0], channels[last], 1)
                                    .strided(stride)
                            : null,
                    branch);
        }

        Node draw(final Sketch sketch, final Node x) {
            final Node activated = sketch.norm(x, before, Activation.RELU);
            final Node shortcut = projection == null ? x : projection.draw(sketch, activated);
            Node y = activated;
            for (final StoredConv conv : branch) {
                y = conv.draw(sketch, y);
            }
            return sketch.addInto(y, shortcut);
        }
    }

    /** Atrous spatial pyramid pooling: the mean of the whole map, and the map seen with wider and wider kernels. */
    private record Pyramid(StoredConv mean, StoredConv near, List<StoredConv> far) {
        static final int OUTPUTS = 5 * PYRAMID;
        /** For features at an eighth of the picture. */
        private static final int[] RATES = {12, 24, 36};

        static Pyramid of(final Weights weights) {
            final List<StoredConv> far = new ArrayList<>();
            for (int i = 0; i < RATES.length; i++) {
                far.add(view(weights.at("features." + (i + 1)), 3).dilated(RATES[i]));
            }
            return new Pyramid(view(weights.at("img_conv"), 1), view(weights.at("features.0"), 1), far);
        }

        private static StoredConv view(final Weights weights, final int kernel) {
            return StoredConv.of(weights.at("0"), DEEPEST, PYRAMID, kernel)
                    .then(Norm.of(weights.at("1"), PYRAMID, EPS));
        }

        Node draw(final Sketch sketch, final Node x) {
            final List<Node> maps = new ArrayList<>();
            maps.add(enlarged(sketch, mean.draw(sketch, sketch.adaptiveMean(x, 1, 1)), x));
            maps.add(near.draw(sketch, x));
            far.forEach(view -> maps.add(view.drawFarApart(sketch, x)));
            return sketch.concat(maps.toArray(Node[]::new));
        }
    }
}
