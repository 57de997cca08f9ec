package org.objectomaly.nn;

import java.util.List;
import org.objectomaly.models.ModelFile;

/**
 * Our own segmentation network for CAS on CPUs: dense and coarsely grouped convolutions at low resolution, which run near
 * the peak of the cores, and a head that gives its fine pixels by shuffling channels.
 *
 * <pre>
 *   picture - stem2 - stem4 -- down8 - mix8 -- down16 - mix16 -- down32 - mix32      halving at each "-" of the stem and "--"
 *                       |               |                 |                  |
 *                     fine4          lateral8         lateral16           lateral32
 *                       |               |                 |                  |
 *   logits &lt;---------- + &lt;-- head8 &lt;-- + &lt;---- 2x ------ + &lt;----- 2x -------+
 * </pre>
 *
 * <p>Input: RGB normalised with ImageNet's statistics, sides multiples of 32. Output: {@code [1,12,H/4,W/4]}: logits of
 * {@link #KNOWN} classes of CamVid and of one more, "none of these".
 */
public final class RoadCas implements Network {
    /** The weights that come with the program. */
    public static final ModelFile FILE = ModelFile.named("road-cas");

    /** Classes of ordinary traffic, those of CamVid. */
    public static final int KNOWN = 11;

    private static final int OUTPUTS = KNOWN + 1;
    private static final int GROUP = 32;
    private static final int DECODER = 48;

    private final Layer stem2;
    private final Layer stem4;
    private final Layer down8;
    private final List<MixBlock> mix8;
    private final Layer down16;
    private final List<MixBlock> mix16;
    private final Layer down32;
    private final List<MixBlock> mix32;
    private final Layer lateral32;
    private final Layer lateral16;
    private final Layer join16;
    private final Layer lateral8;
    private final Layer join8;
    private final Layer head8;
    private final Layer fine4;

    private RoadCas(final Weights weights) {
        stem2 = Layer.of(weights.at("stem2"), 3, 16, 3).strided(2);
        stem4 = Layer.of(weights.at("stem4"), 16, 32, 3).strided(2);
        down8 = Layer.of(weights.at("down8"), 32, 64, 3).strided(2);
        mix8 = MixBlock.row(weights.at("mix8"), 64, GROUP, 1);
        down16 = Layer.of(weights.at("down16"), 64, 128, 3).strided(2);
        mix16 = MixBlock.row(weights.at("mix16"), 128, GROUP, 1, 1, 2, 1, 2);
        down32 = Layer.of(weights.at("down32"), 128, 256, 3).strided(2);
        mix32 = MixBlock.row(weights.at("mix32"), 256, GROUP, 1, 2, 1, 4);
        lateral32 = Layer.of(weights.at("lateral32"), 256, DECODER, 1).linear();
        lateral16 = Layer.of(weights.at("lateral16"), 128, DECODER, 1).linear();
        join16 = Layer.of(weights.at("join16"), DECODER, DECODER, 3);
        lateral8 = Layer.of(weights.at("lateral8"), 64, DECODER, 1).linear();
        join8 = Layer.of(weights.at("join8"), DECODER, DECODER, 3);
        head8 = Layer.last(weights.at("head8"), DECODER, 4 * OUTPUTS, 1);
        fine4 = Layer.last(weights.at("fine4"), 32, OUTPUTS, 1);
    }

    /**
     * Takes the network from its checkpoint.
     *
     * @param weights of the checkpoint
     * @return the network
     * @throws org.objectomaly.Fault of kind MODEL if a tensor is missing, unknown or of another shape
     */
    public static RoadCas of(final Weights weights) {
        final RoadCas network = new RoadCas(weights);
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
        return weights.has("fine4.weight");
    }

    @Override
    public Node draw(final Sketch sketch, final Node input) {
        final Node e4 = sketch.layer(sketch.layer(input, stem2), stem4);
        final Node e8 = MixBlock.drawAll(mix8, sketch, sketch.layer(e4, down8));
        final Node e16 = MixBlock.drawAll(mix16, sketch, sketch.layer(e8, down16));
        final Node e32 = MixBlock.drawAll(mix32, sketch, sketch.layer(e16, down32));
        final Node d16 = sketch.join(sketch.layer(e32, lateral32), e16, lateral16, join16);
        final Node d8 = sketch.join(d16, e8, lateral8, join8);
        return sketch.addLayer(sketch.pixelShuffle(sketch.layer(d8, head8), 2), e4, fine4, Activation.NONE);
    }
}
