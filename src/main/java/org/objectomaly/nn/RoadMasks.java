package org.objectomaly.nn;

import java.util.List;
import org.objectomaly.models.ModelFile;

/**
 * Our own boundary network for CPUs: how likely each pixel lies on the boundary of an object or of one of its parts.
 *
 * <pre>
 *   picture - stem2 - stem4 -- down8 - mix8 -- down16 - mix16       halving at each "-" of the stem and "--"
 *               |       |                |                |
 *             fine2  lateral4         lateral8        lateral16
 *               |       |                |                |
 *   logits &lt;-- + &lt;--- + &lt;---- 2x ------ + &lt;---- 2x ------+
 * </pre>
 *
 * <p>Input: RGB normalised with ImageNet's statistics, sides multiples of 16. Output: {@code [1,1,H/2,W/2]}, logits.
 */
public final class RoadMasks implements Network {
    /** The weights that come with the program. */
    public static final ModelFile FILE = ModelFile.named("road-masks");

    private static final int DECODER = 32;
    private static final int MULTIPLE = 16;
    /**
     * Training weighs boundaries as much as all the rest together, so that logits read too high. With this taken off, F
     * is best on BSDS500's validation pictures at probability 0.38.
     */
    private static final double EXCESS = 0.75;

    private final Layer stem2;
    private final Layer stem4;
    private final Layer down8;
    private final List<MixBlock> mix8;
    private final Layer down16;
    private final List<MixBlock> mix16;
    private final Layer lateral16;
    private final Layer lateral8;
    private final Layer join8;
    private final Layer lateral4;
    private final Layer join4;
    private final Layer head4;
    private final Layer fine2;

    private RoadMasks(final Weights weights) {
        stem2 = Layer.of(weights.at("stem2"), 3, 16, 3).strided(2);
        stem4 = Layer.of(weights.at("stem4"), 16, 32, 3).strided(2);
        down8 = Layer.of(weights.at("down8"), 32, 64, 3).strided(2);
        mix8 = MixBlock.row(weights.at("mix8"), 64, 32, 1, 1);
        down16 = Layer.of(weights.at("down16"), 64, 96, 3).strided(2);
        mix16 = MixBlock.row(weights.at("mix16"), 96, 32, 1, 2, 4, 1);
        lateral16 = Layer.of(weights.at("lateral16"), 96, DECODER, 1).linear();
        lateral8 = Layer.of(weights.at("lateral8"), 64, DECODER, 1).linear();
        join8 = Layer.of(weights.at("join8"), DECODER, DECODER, 3);
        lateral4 = Layer.of(weights.at("lateral4"), 32, DECODER, 1).linear();
        join4 = Layer.of(weights.at("join4"), DECODER, DECODER / 2, 3);
        head4 = Layer.last(weights.at("head4"), DECODER / 2, 4, 1);
        fine2 = Layer.last(weights.at("fine2"), 16, 1, 1);
    }

    /**
     * Takes the network from its checkpoint.
     *
     * @param weights of the checkpoint
     * @return the network
     * @throws org.objectomaly.Fault of kind MODEL if a tensor is missing, unknown or of another shape
     */
    public static RoadMasks of(final Weights weights) {
        final RoadMasks network = new RoadMasks(weights);
        weights.requireAllUsed(key -> false);
        return network;
    }

    /**
     * Whether weights are of this network.
     *
     * @param weights of a checkpoint
     * @return true if {@link #of} may take them
     */
    public static boolean recognises(final Weights weights) {
        return weights.has("fine2.weight");
    }

    @Override
    public Node draw(final Sketch sketch, final Node input) {
        final Node e2 = sketch.layer(input, stem2);
        final Node e4 = sketch.layer(e2, stem4);
        final Node e8 = MixBlock.drawAll(mix8, sketch, sketch.layer(e4, down8));
        final Node e16 = MixBlock.drawAll(mix16, sketch, sketch.layer(e8, down16));
        final Node d8 = sketch.join(sketch.layer(e16, lateral16), e8, lateral8, join8);
        final Node d4 = sketch.join(d8, e4, lateral4, join4);
        return sketch.addLayer(sketch.pixelShuffle(sketch.layer(d4, head4), 2), e2, fine2, Activation.NONE);
    }

    /**
     * Draws the network for an input of any size, up to probabilities at half of that size, rounded up.
     *
     * @param sketch to be drawn into
     * @param input as for {@link #draw}, of any size
     * @return {@code [1,1,h,w]}, probabilities
     */
    public Node drawProbability(final Sketch sketch, final Node input) {
        final Node logits = Bf16.network(this).draw(sketch, sketch.extend(input, MULTIPLE));
        final Node cropped = sketch.crop(logits, (input.height() + 1) / 2, (input.width() + 1) / 2);
        return sketch.sigmoid(sketch.affine(cropped, 1, -EXCESS));
    }
}
