package org.objectomaly.cas;

import java.util.ArrayList;
import java.util.List;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.opencv.global.opencv_core;
import org.bytedeco.opencv.global.opencv_imgproc;
import org.bytedeco.opencv.opencv_core.Mat;
import org.bytedeco.opencv.opencv_core.Size;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.objectomaly.nn.eager.Values;
import org.objectomaly.nn.mask2former.QueryMaps;

/** {@link QueryRule#MASKOMALY}: rejection by the confident queries, and what the queries for anomalies show. */
final class MaskomalyScore {
    /** The queries that show anomalies. */
    private static final int[] ANOMALIES = {49, 31, 83, 32};
    /** Those that show ground, however sure they are. */
    private static final int[] GROUND = {19, 24};

    private static final double SURE = 0.7;
    private static final double BORDER = 0.1;
    private static final double REJECTION = 0.6;

    private MaskomalyScore() {}

    /**
     * Scores one picture.
     *
     * @param maps what the queries say
     * @param known K
     * @return {@code [height,width]}
     */
    static Tensor of(final QueryMaps maps, final int known) {
        final int outputs = Math.toIntExact(maps.probabilities().size(1));
        final float[] p = Values.floats(maps.probabilities());
        final List<Integer> rejecting = new ArrayList<>();
        final List<Integer> something = new ArrayList<>();
        for (int q = 0; q < p.length / outputs; q++) {
            final int best = best(p, q, outputs);
            if (best != known) {
                something.add(q);
                if (p[q * outputs + best] > SURE) {
                    rejecting.add(q);
                }
            }
        }
        for (final int q : GROUND) {
            rejecting.add(q);
        }
        final Tensor first = maps.masks(0).select(0, 0);
        final Tensor unrejected = torch.ones_like(first);
        for (final int q : rejecting) {
            torch.minimum_out(
                    unrejected, unrejected, weighted(maps, q, p, outputs).neg().add(new Scalar(1)));
        }
        final Tensor overlapping = torch.zeros_like(first);
        for (final int q : something) {
            overlapping.add_(maps.masks(q).select(0, 0).gt(new Scalar(BORDER)));
        }
        unrejected.mul_(overlapping.lt(new Scalar(2)));
        final Tensor shown = torch.zeros_like(first);
        for (final int q : ANOMALIES) {
            torch.maximum_out(shown, shown, weighted(maps, q, p, outputs));
        }
        return resized(
                unrejected.mul(new Scalar(REJECTION)).add(shown.mul(new Scalar(1 - REJECTION))),
                maps.fit().height(),
                maps.fit().width());
    }

    private static int best(final float[] p, final int query, final int outputs) {
        int best = 0;
        for (int c = 1; c < outputs; c++) {
            best = p[query * outputs + c] > p[query * outputs + best] ? c : best;
        }
        return best;
    }

    private static Tensor weighted(final QueryMaps maps, final int query, final float[] p, final int outputs) {
        final float most = p[query * outputs + best(p, query, outputs)];
        return maps.masks(query).select(0, 0).mul(new Scalar(most));
    }

    /**
     * By OpenCV's mean over areas, as the original does: the whole of what the network saw becomes the picture, what was
     * filled up included.
     */
    private static Tensor resized(final Tensor map, final int height, final int width) {
        if (map.size(0) == height && map.size(1) == width) {
            return map;
        }
        final float[] values = new float[height * width];
        final Tensor plain = map.contiguous();
        try (Mat from = new Mat((int) map.size(0), (int) map.size(1), opencv_core.CV_32FC1, plain.data_ptr());
                Mat to = new Mat();
                Size size = new Size(width, height)) {
            opencv_imgproc.resize(from, to, size, 0, 0, opencv_imgproc.INTER_AREA);
            new FloatPointer(to.data()).get(values);
        }
        return Tensor.create(values, height, width);
    }
}
