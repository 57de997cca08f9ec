package org.objectomaly.nn.random;

import java.util.Map;

/** FastSAM's checkpoints: YOLOv8 for segmentation with one class. */
final class FastSamShapes {
    private static final int PROTOTYPES = 32;
    private static final int[] DEPTHS = {1, 2, 2, 1};

    private final ShapeList list = new ShapeList();
    private final int times;

    private FastSamShapes(final int times) {
        this.times = times;
    }

    /**
     * A network.
     *
     * @param times how often the shallowest stage's bottleneck is repeated: 1 for FastSAM-s, 3 for FastSAM-x
     * @param bins of the distances of a box's sides
     * @param widths after the stem and at the ends of the four stages
     * @return shapes by key
     */
    static Map<String, long[]> of(final int times, final int bins, final int... widths) {
        final FastSamShapes made = new FastSamShapes(times);
        made.conv("model.0", 3, widths[0], 3);
        for (int i = 0; i < DEPTHS.length; i++) {
            made.conv("model." + (1 + 2 * i), widths[i], widths[i + 1], 3);
            made.c2f("model." + (2 + 2 * i), widths[i + 1], widths[i + 1], DEPTHS[i]);
        }
        final int fine = widths[2];
        final int middle = widths[3];
        final int coarse = widths[4];
        made.conv("model.9.cv1", coarse, coarse / 2, 1);
        made.conv("model.9.cv2", 2 * coarse, coarse, 1);
        made.c2f("model.12", coarse + middle, middle, 1);
        made.c2f("model.15", middle + fine, fine, 1);
        made.conv("model.16", fine, fine, 3);
        made.c2f("model.18", fine + middle, middle, 1);
        made.conv("model.19", middle, middle, 3);
        made.c2f("model.21", middle + coarse, coarse, 1);
        made.head(bins, fine, middle, coarse);
        return made.list.shapes();
    }

    private void head(final int bins, final int... widths) {
        final String head = "model.22.";
        final int fine = widths[0];
        final int boxes = Math.max(Math.max(16, fine / 4), 4 * bins);
        for (int i = 0; i < widths.length; i++) {
            branch(head + "cv2." + i, widths[i], boxes, 4 * bins);
            branch(head + "cv3." + i, widths[i], fine, 1);
            branch(head + "cv4." + i, widths[i], Math.max(fine / 4, PROTOTYPES), PROTOTYPES);
        }
        list.with(head + "dfl.conv.weight", 1, bins, 1, 1);
        conv(head + "proto.cv1", fine, fine, 3);
        list.biased(head + "proto.upsample", fine, fine, 2, 2);
        conv(head + "proto.cv2", fine, fine, 3);
        conv(head + "proto.cv3", fine, PROTOTYPES, 1);
    }

    private void branch(final String name, final int in, final int inner, final int out) {
        conv(name + ".0", in, inner, 3);
        conv(name + ".1", inner, inner, 3);
        list.biased(name + ".2", out, inner, 1, 1);
    }

    private void c2f(final String name, final int in, final int out, final int depth) {
        final int half = out / 2;
        final int count = depth * times;
        conv(name + ".cv1", in, out, 1);
        conv(name + ".cv2", (2 + count) * half, out, 1);
        for (int i = 0; i < count; i++) {
            conv(name + ".m." + i + ".cv1", half, half, 3);
            conv(name + ".m." + i + ".cv2", half, half, 3);
        }
    }

    private void conv(final String name, final int in, final int out, final int kernel) {
        list.with(name + ".conv.weight", out, in, kernel, kernel).norm(name + ".bn", out);
    }
}
