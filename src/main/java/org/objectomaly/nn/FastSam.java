package org.objectomaly.nn;

import java.util.List;

/**
 * FastSAM (Zhao et al. 2023; repository CASIA-IVA-Lab/FastSAM): YOLOv8 for segmentation with one class, "anything". Of
 * any size: all widths and depths follow from the checkpoint.
 *
 * <pre>
 *   picture - backbone - neck - head - cells at 1/8, 1/16 and 1/32, prototypes at 1/4
 * </pre>
 *
 * <p>Input: RGB in 0..1, sides multiples of 32.
 */
public final class FastSam {
    /**
     * What the network puts out. A cell's channels are the logits of the distances to the left, top, right and bottom
     * of its box ({@code R} each), one logit of there being an object, and {@code M} coefficients: the object's mask is
     * where the sum of the prototypes, each times its coefficient, is above 0.
     *
     * @param fine {@code [1,4R+1+M,H/8,W/8]}
     * @param middle {@code [1,4R+1+M,H/16,W/16]}
     * @param coarse {@code [1,4R+1+M,H/32,W/32]}
     * @param prototypes {@code [1,M,H/4,W/4]}
     */
    public record Outputs(Node fine, Node middle, Node coarse, Node prototypes) {
        /**
         * All maps.
         *
         * @return the cells from fine to coarse, then the prototypes
         */
        public List<Node> all() {
            return List.of(fine, middle, coarse, prototypes);
        }
    }

    /** Sides of the input are multiples of this. */
    public static final int MULTIPLE = 32;

    private final YoloBackbone backbone;
    private final YoloNeck neck;
    private final SegmentHead head;

    private FastSam(final Weights weights) {
        final Weights model = weights.at("model");
        backbone = new YoloBackbone(model);
        neck = new YoloNeck(model, backbone.widths());
        head = new SegmentHead(model.at("22"), neck.widths());
    }

    /**
     * Takes the network from the official checkpoint.
     *
     * @param weights the state dict, in single or half precision
     * @return the network
     * @throws org.objectomaly.Fault of kind MODEL if a tensor is missing, unknown or of another shape
     */
    public static FastSam of(final Weights weights) {
        final FastSam network = new FastSam(weights);
        weights.requireAllUsed(key -> key.endsWith("num_batches_tracked"));
        return network;
    }

    /**
     * Whether weights are of this network.
     *
     * @param weights of a checkpoint
     * @return true if {@link #of} may take them
     */
    public static boolean recognises(final Weights weights) {
        return weights.has("model.22.proto.cv1.conv.weight");
    }

    /**
     * What the logits of a box's side are an average of.
     *
     * @return {@code [R]}: distances from the cell's middle, in cells
     */
    public float[] distances() {
        return head.distances();
    }

    /**
     * Draws the network.
     *
     * @param sketch to be drawn into
     * @param input {@code [1,3,H,W]}, R, G, B in 0..1
     * @return cells and prototypes
     */
    public Outputs draw(final Sketch sketch, final Node input) {
        return head.draw(sketch, neck.draw(sketch, backbone.draw(sketch, input)));
    }
}
