package org.objectomaly.objectness;

import java.util.ArrayList;
import java.util.List;
import org.objectomaly.image.Region;

/** The parts of a picture that are looked at by themselves. */
final class CropLayers {
    /**
     * One part.
     *
     * @param region of the picture
     * @param layer 0 for the whole picture, i for one of 2^i by 2^i parts
     */
    record Crop(Region region, int layer) {}

    private CropLayers() {}

    /**
     * All parts.
     *
     * @param height rows of the picture
     * @param width columns of the picture
     * @param layers how many beside the whole picture
     * @param overlapRatio by how much the parts of the first layer overlap, as share of the shorter side
     * @return the whole picture first, then layer by layer, column by column
     */
    static List<Crop> of(final int height, final int width, final int layers, final double overlapRatio) {
        final List<Crop> crops = new ArrayList<>(List.of(new Crop(Region.whole(width, height), 0)));
        for (int layer = 1; layer <= layers; layer++) {
            final int side = 1 << layer;
            final int overlap = (int) (overlapRatio * Math.min(height, width) * (2.0 / side));
            final int cropWidth = length(width, side, overlap);
            final int cropHeight = length(height, side, overlap);
            for (int i = 0; i < side * side; i++) {
                final int x = (cropWidth - overlap) * (i / side);
                final int y = (cropHeight - overlap) * (i % side);
                final Region region =
                        new Region(x, y, Math.min(cropWidth, width - x), Math.min(cropHeight, height - y));
                crops.add(new Crop(region, layer));
            }
        }
        return crops;
    }

    private static int length(final int whole, final int parts, final int overlap) {
        return (int) Math.ceil((double) (overlap * (parts - 1) + whole) / parts);
    }
}
