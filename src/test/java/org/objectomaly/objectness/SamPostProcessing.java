package org.objectomaly.objectness;

import java.util.ArrayList;
import java.util.List;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Tensor;
import org.objectomaly.image.Region;

/** Opens the parts of the automatic generator, which are nobody's business outside, to the golden tests. */
public final class SamPostProcessing {
    private SamPostProcessing() {}

    /** Scores of {@code [n,h,w]} logits. */
    @SuppressWarnings("try") // the scope only has to be open
    public static float[] stability(
            final float[] logits, final long[] shape, final double threshold, final double offset) {
        try (PointerScope scope = new PointerScope()) {
            return Stability.of(Tensor.create(logits, shape), threshold, offset);
        }
    }

    /** Numbers of the boxes that stay. */
    public static List<Integer> keep(final List<MaskBox> boxes, final float[] scores, final double threshold) {
        return Suppression.keep(boxes, scores, threshold);
    }

    /** Points of a grid over the unit square. */
    public static double[] grid(final int side) {
        return PointGrid.over(side, 1, 1);
    }

    /** x0, y0, x1, y1 and layer of each crop. */
    public static List<int[]> crops(final int height, final int width, final int layers, final double overlap) {
        final List<int[]> crops = new ArrayList<>();
        for (final CropLayers.Crop crop : CropLayers.of(height, width, layers, overlap)) {
            final Region part = crop.region();
            crops.add(new int[] {part.x(), part.y(), part.x() + part.width(), part.y() + part.height(), crop.layer()});
        }
        return crops;
    }

    /** Changes the mask; whether it did. */
    public static boolean fillHoles(final byte[] mask, final int width, final int area) {
        return SmallRegions.fillHoles(mask, width, area);
    }

    /** Changes the mask; whether it did. */
    public static boolean removeIslands(final byte[] mask, final int width, final int area) {
        return SmallRegions.removeIslands(mask, width, area);
    }
}
