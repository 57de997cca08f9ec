package org.objectomaly.cas;

import java.util.Arrays;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.opencv.global.opencv_core;
import org.bytedeco.opencv.global.opencv_imgproc;
import org.bytedeco.opencv.opencv_core.Mat;
import org.bytedeco.opencv.opencv_core.Size;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.objectomaly.nn.Weights;
import org.objectomaly.nn.eager.Values;
import org.objectomaly.nn.mask2former.Mask2Former;
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

    private static final String PREDICTOR = "sem_seg_head.predictor.";

    private MaskomalyScore() {}

    /**
     * Whether weights may be those of the one checkpoint whose queries have these numbers: Swin-L, nine layers of a hundred
     * queries, 19 classes.
     *
     * @param weights of a mask classifier
     * @return false if they are surely others
     */
    static boolean mayKnow(final Weights weights) {
        return Mask2Former.queries(weights) == 100
                && weights.has("backbone.patch_embed.proj.weight")
                && weights.size("backbone.patch_embed.proj.weight", 0) == 192
                && weights.size(PREDICTOR + "class_embed.weight", 0) == 20
                && weights.has(PREDICTOR + "transformer_ffn_layers.8.norm.weight");
    }

    /**
     * Scores one picture.
     *
     * @param maps what the queries say
     * @param known K
     * @return {@code [height,width]}
     */
    @SuppressWarnings("try") // the scope only has to be open
    static Tensor of(final QueryMaps maps, final int known) {
        final int outputs = Math.toIntExact(maps.probabilities().size(1));
        final float[] p = Values.floats(maps.probabilities());
        final Tensor unrejected = maps.blank().add(new Scalar(1));
        final Tensor overlapping = maps.blank();
        final Tensor shown = maps.blank();
        for (int q = 0; q < p.length / outputs; q++) {
            final int best = best(p, q, outputs);
            final float most = p[q * outputs + best];
            final boolean isSomething = best != known;
            final boolean rejects = isSomething && most > SURE || isIn(GROUND, q);
            if (!isSomething && !rejects && !isIn(ANOMALIES, q)) {
                continue;
            }
            try (PointerScope scope = new PointerScope()) {
                final Tensor mask = maps.masks(q).select(0, 0);
                if (isSomething) {
                    overlapping.add_(mask.gt(new Scalar(BORDER)));
                }
                final Tensor weighted = mask.mul(new Scalar(most));
                if (isIn(ANOMALIES, q)) {
                    torch.maximum_out(shown, shown, weighted);
                }
                if (rejects) {
                    torch.minimum_out(unrejected, unrejected, weighted.neg().add(new Scalar(1)));
                }
            }
        }
        unrejected.mul_(overlapping.lt(new Scalar(2)));
        return resized(
                unrejected.mul(new Scalar(REJECTION)).add(shown.mul(new Scalar(1 - REJECTION))),
                maps.fit().height(),
                maps.fit().width());
    }

    private static boolean isIn(final int[] queries, final int query) {
        return Arrays.stream(queries).anyMatch(one -> one == query);
    }

    private static int best(final float[] p, final int query, final int outputs) {
        int best = 0;
        for (int c = 1; c < outputs; c++) {
            best = p[query * outputs + c] > p[query * outputs + best] ? c : best;
        }
        return best;
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
        final Tensor plain = map.cpu().contiguous();
        try (Mat from = new Mat((int) map.size(0), (int) map.size(1), opencv_core.CV_32FC1, plain.data_ptr());
                Mat to = new Mat();
                Size size = new Size(width, height)) {
            opencv_imgproc.resize(from, to, size, 0, 0, opencv_imgproc.INTER_AREA);
            new FloatPointer(to.data()).get(values);
        }
        return Tensor.create(values, height, width);
    }
}
