package org.objectomaly.objectness;

import java.awt.image.BufferedImage;
import java.awt.image.Raster;
import java.io.IOException;
import java.nio.file.Path;
import javax.imageio.ImageIO;

/**
 * How well the regions of a tree fit the segments of a label picture, which is 8-bit grey with segments 1, 2, and so
 * on. Counted at the size of the label picture, whose pixels take the nearest pixel of the regions' grid.
 */
final class Overlaps {
    private final MergeTree tree;
    private final int pixels;
    private final int[] segmentArea = new int[256];
    private final int[] before;
    private final int[][] segmentBefore = new int[256][];

    private Overlaps(final RegionFinder finder, final EdgeMap edges, final Raster labels) {
        tree = finder.tree();
        pixels = labels.getWidth() * labels.getHeight();
        before = new int[tree.leaves() + 1];
        for (int y = 0; y < labels.getHeight(); y++) {
            for (int x = 0; x < labels.getWidth(); x++) {
                final int leaf =
                        finder.leaf(x * edges.width() / labels.getWidth(), y * edges.height() / labels.getHeight());
                final int rank = tree.firstRank(leaf);
                final int segment = labels.getSample(x, y, 0);
                if (segmentBefore[segment] == null) {
                    segmentBefore[segment] = new int[tree.leaves() + 1];
                }
                before[rank + 1]++;
                segmentBefore[segment][rank + 1]++;
                segmentArea[segment]++;
            }
        }
        for (int rank = 1; rank < before.length; rank++) {
            before[rank] += before[rank - 1];
            for (final int[] segment : segmentBefore) {
                if (segment != null) {
                    segment[rank] += segment[rank - 1];
                }
            }
        }
    }

    static Overlaps of(final RegionFinder finder, final EdgeMap edges, final Path labels) throws IOException {
        final BufferedImage picture = ImageIO.read(labels.toFile());
        return new Overlaps(finder, edges, picture.getRaster());
    }

    /** Share of the picture that a segment has; 0 if there is no such segment. */
    double share(final int segment) {
        return segment == 0 ? 0 : segmentArea[segment] / (double) pixels;
    }

    /** Intersection over union of a region and a segment. */
    double iou(final int node, final int segment) {
        final int common = segmentBefore[segment][tree.endRank(node)] - segmentBefore[segment][tree.firstRank(node)];
        final int area = before[tree.endRank(node)] - before[tree.firstRank(node)];
        return common / (double) (area + segmentArea[segment] - common);
    }
}
