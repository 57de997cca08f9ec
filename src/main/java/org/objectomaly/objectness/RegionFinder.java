package org.objectomaly.objectness;

import java.util.stream.IntStream;
import org.objectomaly.image.MaskSet;
import org.objectomaly.image.Region;
import org.objectomaly.image.SegmentMap;

/**
 * Closed regions of boundary strengths, at all levels of detail. Of any two, one lies in the other or they share no
 * pixel; each is 4-connected.
 *
 * <pre>
 * EdgeMap -- SurroundSuppression -- Watershed -- RegionGraph -- MergeTree -- MaskChoice -- MaskRuns -- MaskSet
 *                 contours           basins       boundaries     hierarchy   best regions    runs
 * </pre>
 *
 * <p>All memory is kept for the next picture. For one thread at a time.
 */
public final class RegionFinder {
    private final SurroundSuppression suppression = new SurroundSuppression();
    private final EdgeMap contours = new EdgeMap();
    private final Watershed basins = new Watershed();
    private final RegionGraph graph = new RegionGraph();
    private final MergeTree tree = new MergeTree();
    private final MaskChoice choice;
    private final MaskRuns runs = new MaskRuns();

    /**
     * A finder with bounds on what it finds.
     *
     * @param settings number and area of the masks
     */
    public RegionFinder(final RegionSettings settings) {
        this.choice = new MaskChoice(settings);
    }

    /**
     * Finds regions.
     *
     * @param edges boundary strengths, 0..1
     * @param covers the part of the picture under the edges; null for all of it
     * @param into the regions on the grid of the edges, larger ones first; what it held before is forgotten
     */
    public void find(final EdgeMap edges, final Region covers, final MaskSet into) {
        suppression.apply(edges, contours);
        basins.flood(contours);
        graph.build(basins);
        tree.build(graph, edges.width() * edges.height());
        choice.choose(tree);
        into.reset(edges.width(), edges.height(), covers);
        runs.write(basins, graph, tree, choice, into);
    }

    /**
     * Cuts the hierarchy behind the masks found last: the segmentation whose boundaries are all stronger than a height.
     *
     * @param height 0 for all basins, to 1 for the whole picture in one
     * @return the regions on the grid of the edges, numbered from 0 on
     */
    public SegmentMap cut(final double height) {
        final int[] numbers = new int[tree.nodes()];
        int regions = 0;
        for (int node = tree.root(); node >= 0; node--) {
            if (node != tree.root() && tree.death(node) <= height) {
                numbers[node] = numbers[tree.parent(node)];
            } else if (tree.birth(node) <= height) {
                numbers[node] = regions++;
            }
        }
        final SegmentMap cut = new SegmentMap(basins.width(), basins.height());
        for (int y = 0, i = 0; y < cut.height(); y++) {
            for (int x = 0; x < cut.width(); x++, i++) {
                cut.numbers()[i] = numbers[leaf(x, y)];
            }
        }
        return cut;
    }

    /** The hierarchy behind the masks found last. */
    MergeTree tree() {
        return tree;
    }

    /** The nodes of the tree behind the masks found last, in their order. */
    IntStream masks() {
        return IntStream.range(0, choice.size()).map(choice::node);
    }

    /** The tree's leaf that a pixel of the picture found last lies in. */
    int leaf(final int x, final int y) {
        return graph.region(basins.labels()[basins.origin() + y * basins.stride() + x]);
    }
}
