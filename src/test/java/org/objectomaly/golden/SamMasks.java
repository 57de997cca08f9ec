package org.objectomaly.golden;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import org.bytedeco.pytorch.Tensor;
import org.objectomaly.nn.eager.Values;
import org.objectomaly.objectness.AutomaticSettings;
import org.objectomaly.objectness.FoundMask;
import org.objectomaly.objectness.MaskBox;

/** What the automatic generator found, against what the original found. */
final class SamMasks {
    private static final double IOU = 0.999;
    private static final double AREA = 0.002;

    /** Masks of fewer pixels may differ in one or two of them, whose logits are rounding noise. */
    private static final int SMALL = 100;

    private SamMasks() {}

    /** SAM's defaults with what a config changes. */
    static AutomaticSettings settings(final JsonNode generator) {
        return settings(generator, AutomaticSettings.ofSam());
    }

    /** Given defaults with what a config changes. */
    static AutomaticSettings settings(final JsonNode generator, final AutomaticSettings usual) {
        return new AutomaticSettings(
                generator.path("points_per_side").asInt(usual.pointsPerSide()),
                generator.path("points_per_batch").asInt(usual.pointsPerBatch()),
                generator.path("pred_iou_thresh").asDouble(usual.predIouThresh()),
                generator.path("stability_score_thresh").asDouble(usual.stabilityScoreThresh()),
                generator.path("stability_score_offset").asDouble(usual.stabilityScoreOffset()),
                generator.path("box_nms_thresh").asDouble(usual.boxNmsThresh()),
                generator.path("crop_n_layers").asInt(usual.cropNLayers()),
                generator.path("crop_nms_thresh").asDouble(usual.cropNmsThresh()),
                generator.path("crop_overlap_ratio").asDouble(usual.cropOverlapRatio()),
                generator.path("crop_n_points_downscale_factor").asInt(usual.cropNPointsDownscaleFactor()),
                generator.path("min_mask_region_area").asInt(usual.minMaskRegionArea()));
    }

    /** Compares one after the other; two may only change places if the scores that order them are as good as equal. */
    static void assertEqual(final Expected expected, final List<FoundMask> found, final int height, final int width) {
        final double[] lengths = expected.values("gen.rle_lengths");
        assertEquals(lengths.length, found.size(), "number of masks");
        final double[] counts = expected.values("gen.rle_counts");
        final double[] scores = expected.values("gen.predicted_iou");
        final List<FoundMask> left = new ArrayList<>(found);
        int from = 0;
        for (int i = 0; i < lengths.length; i++) {
            final int to = from + (int) lengths[i];
            final byte[] must = Rle.mask(counts, from, to, height, width);
            final double score = scores[i];
            final FoundMask is = left.stream()
                    .filter(one -> Math.abs(one.predictedIou() - score) < 1e-4)
                    .filter(one -> isLike(one, must, height, width))
                    .findFirst()
                    .orElseThrow(() -> new AssertionError("no mask is like number " + found.size() + " with " + score));
            assertTrue(Math.abs(left.get(0).predictedIou() - score) < 1e-4, "order of mask " + i);
            left.remove(is);
            assertEqual(expected, is, i);
            from = to;
        }
    }

    private static void assertEqual(final Expected expected, final FoundMask is, final int i) {
        final double area = expected.values("gen.area")[i];
        assertEquals(area, is.mask().area(), Math.max(2, AREA * area), "area of mask " + i);
        final MaskBox box = is.box();
        final double[] bbox = {box.x0(), box.y0(), box.x1() - box.x0(), box.y1() - box.y0()};
        assertArrayEquals(row(expected, "gen.bbox", i, 4), bbox, 1, "box of mask " + i);
        assertRow(
                expected,
                "gen.crop_box",
                i,
                is.crop().x(),
                is.crop().y(),
                is.crop().width(),
                is.crop().height());
        assertRow(expected, "gen.point_coords", i, is.x(), is.y());
        final double stability = expected.values("gen.stability_score")[i];
        assertEquals(stability, is.stabilityScore(), area < SMALL ? 0.05 : 2e-3, "stability of mask " + i);
    }

    /** Whether two masks are the same but for pixels at their edges. */
    static boolean isLike(final FoundMask found, final byte[] must, final int height, final int width) {
        return isLike(found.mask().pixels(height, width), must);
    }

    /** The same of their pixels, 0 or 1. */
    static boolean isLike(final byte[] is, final byte[] must) {
        int shared = 0;
        int either = 0;
        for (int p = 0; p < must.length; p++) {
            shared += is[p] & must[p];
            either += is[p] | must[p];
        }
        return either - shared <= (either < SMALL ? 2 : (1 - IOU) * either);
    }

    /** Mean IoU of masks {@code [n,h,w]} that are not tiny on their own grid. */
    static double meanOverlap(final Tensor must, final Tensor is) {
        final long pixels = must.size(1) * must.size(2);
        final float[] first = Values.floats(must);
        final float[] second = Values.floats(is);
        double sum = 0;
        int masks = 0;
        for (int from = 0; from < first.length; from += pixels) {
            int shared = 0;
            int either = 0;
            for (int i = from; i < from + pixels; i++) {
                shared += first[i] > 0 && second[i] > 0 ? 1 : 0;
                either += first[i] > 0 || second[i] > 0 ? 1 : 0;
            }
            if (either >= SMALL) {
                sum += (double) shared / either;
                masks++;
            }
        }
        return sum / masks;
    }

    /** Compares a row that not every case has. */
    private static void assertRow(final Expected expected, final String name, final int i, final double... is) {
        if (expected.has(name)) {
            assertArrayEquals(row(expected, name, i, is.length), is, 1e-9, name + " of mask " + i);
        }
    }

    private static double[] row(final Expected expected, final String name, final int i, final int length) {
        final double[] row = new double[length];
        System.arraycopy(expected.values(name), i * length, row, 0, length);
        return row;
    }
}
