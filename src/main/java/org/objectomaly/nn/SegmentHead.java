package org.objectomaly.nn;

import org.objectomaly.nn.YoloBlocks.Branch;

/**
 * Head of YOLOv8 for segmentation, module {@code model.22}, with one class: for every cell of three grids a box, how
 * likely it holds an object, and how the prototypes are mixed to its mask.
 */
final class SegmentHead {
    private static final int LEVELS = 3;
    private static final int SIDES = 4;

    private final Branch[] boxes = new Branch[LEVELS];
    private final Branch[] objects = new Branch[LEVELS];
    private final Branch[] mixtures = new Branch[LEVELS];
    private final float[] distances;
    private final Conv proto1;
    private final Conv protoUp;
    private final Conv proto2;
    private final Conv proto3;

    /** After the neck, whose widths are those of its three maps. */
    SegmentHead(final Weights weights, final int... widths) {
        final int bins = weights.size("dfl.conv.weight", 1);
        final int prototypes = weights.size("proto.cv3.conv.weight", 0);
        distances = weights.take("dfl.conv.weight", 1, bins, 1, 1);
        for (int i = 0; i < LEVELS; i++) {
            boxes[i] = Branch.of(weights.at("cv2." + i), widths[i], SIDES * bins);
            objects[i] = Branch.of(weights.at("cv3." + i), widths[i], 1);
            mixtures[i] = Branch.of(weights.at("cv4." + i), widths[i], prototypes);
        }
        proto1 = YoloBlocks.conv(weights.at("proto.cv1"), widths[0], 3);
        protoUp = doubling(weights.at("proto.upsample"), proto1.out());
        proto2 = YoloBlocks.conv(weights.at("proto.cv2"), proto1.out(), 3);
        proto3 = YoloBlocks.conv(weights.at("proto.cv3"), proto2.out(), 1);
    }

    /**
     * The transposed convolution whose kernels do not overlap: every pixel becomes four by itself, so that it is a
     * convolution of one tap whose channels are then shuffled to squares.
     */
    private static Conv doubling(final Weights weights, final int channels) {
        final float[] transposed = weights.take("weight", channels, channels, 2, 2);
        final float[] bias = weights.take("bias", channels);
        final int out = 4 * channels;
        final float[] weight = new float[transposed.length];
        final float[] repeated = new float[out];
        for (int o = 0; o < out; o++) {
            repeated[o] = bias[o / 4];
            for (int in = 0; in < channels; in++) {
                weight[o * channels + in] = transposed[in * out + o];
            }
        }
        return new Conv(channels, out, 1, 1, 1, 1, 1, weight, repeated, Activation.NONE);
    }

    /** What the logits of a side are an average of: distances from the cell's middle, in cells. */
    float[] distances() {
        return distances.clone();
    }

    FastSam.Outputs draw(final Sketch sketch, final Node... maps) {
        final Node[] cells = new Node[LEVELS];
        for (int i = 0; i < LEVELS; i++) {
            cells[i] = sketch.concat(
                    sketch.named("head.cv2." + i, boxes[i].draw(sketch, maps[i])),
                    sketch.named("head.cv3." + i, objects[i].draw(sketch, maps[i])),
                    sketch.named("head.cv4." + i, mixtures[i].draw(sketch, maps[i])));
        }
        final Node enlarged = sketch.pixelShuffle(sketch.conv(sketch.conv(maps[0], proto1), protoUp), 2);
        final Node prototypes = sketch.conv(sketch.conv(enlarged, proto2), proto3);
        return new FastSam.Outputs(cells[0], cells[1], cells[2], sketch.named("proto", prototypes));
    }
}
