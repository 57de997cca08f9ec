package org.objectomaly.objectness;

import java.util.Arrays;
import org.objectomaly.image.MaskSet;

/**
 * Writes the chosen regions of a {@link MergeTree} as runs.
 *
 * <p>Leaves that no chosen region tells apart count as one atom. The picture is cut into runs of one atom each; after
 * that a region only looks at the runs of its own rows, and each test is two comparisons.
 */
final class MaskRuns {
    private int[] atoms = new int[0];
    private int[] ends = new int[0];
    private int[] rowStart = new int[0];
    private int[] atomOfRank = new int[2048];
    private int[] top = new int[2048];
    private int[] bottom = new int[2048];

    /** Runs without a picture. */
    MaskRuns() {}

    /**
     * Adds each chosen region as a mask, in the order of the choice.
     *
     * @param basins the flooded picture
     * @param graph its regions
     * @param tree the hierarchy over these regions
     * @param choice the chosen nodes of the tree
     * @param into the masks, whose grid has the picture's size
     */
    void write(
            final Watershed basins,
            final RegionGraph graph,
            final MergeTree tree,
            final MaskChoice choice,
            final MaskSet into) {
        makeRoom(basins, tree);
        findAtoms(tree, choice);
        cut(basins, graph, tree);
        for (int i = 0; i < choice.size(); i++) {
            write(tree, choice.node(i), into);
        }
    }

    /** A new atom begins at each rank at which a chosen region begins or has ended. */
    private void findAtoms(final MergeTree tree, final MaskChoice choice) {
        Arrays.fill(atomOfRank, 0, tree.leaves() + 1, 0);
        for (int i = 0; i < choice.size(); i++) {
            atomOfRank[tree.firstRank(choice.node(i))] = 1;
            atomOfRank[tree.endRank(choice.node(i))] = 1;
        }
        for (int rank = 1; rank <= tree.leaves(); rank++) {
            atomOfRank[rank] += atomOfRank[rank - 1];
        }
    }

    private void cut(final Watershed basins, final RegionGraph graph, final MergeTree tree) {
        final int[] labels = basins.labels();
        Arrays.fill(top, 0, tree.leaves(), basins.height());
        int runs = 0;
        for (int y = 0; y < basins.height(); y++) {
            final int start = basins.origin() + y * basins.stride();
            final int width = basins.width();
            rowStart[y] = runs;
            for (int x = 0; x < width; ) {
                final int basin = labels[start + x];
                do {
                    x++;
                } while (x < width && labels[start + x] == basin);
                final int leaf = graph.region(basin);
                final int atom = atomOfRank[tree.firstRank(leaf)];
                if (runs == rowStart[y] || atoms[runs - 1] != atom) {
                    atoms[runs++] = atom;
                }
                ends[runs - 1] = x;
                top[leaf] = Math.min(top[leaf], y);
                bottom[leaf] = y;
            }
        }
        rowStart[basins.height()] = runs;
        for (int node = tree.leaves(); node < tree.nodes(); node++) {
            top[node] = Math.min(top[tree.larger(node)], top[tree.smaller(node)]);
            bottom[node] = Math.max(bottom[tree.larger(node)], bottom[tree.smaller(node)]);
        }
    }

    private void write(final MergeTree tree, final int node, final MaskSet into) {
        final int firstAtom = atomOfRank[tree.firstRank(node)];
        final int endAtom = atomOfRank[tree.endRank(node)];
        for (int y = top[node]; y <= bottom[node]; y++) {
            int from = -1;
            int x = 0;
            for (int run = rowStart[y]; run < rowStart[y + 1]; run++) {
                final boolean inside = atoms[run] >= firstAtom && atoms[run] < endAtom;
                if (inside && from < 0) {
                    from = x;
                } else if (!inside && from >= 0) {
                    into.run(y, from, x);
                    from = -1;
                }
                x = ends[run];
            }
            if (from >= 0) {
                into.run(y, from, x);
            }
        }
        into.endMask();
    }

    private void makeRoom(final Watershed basins, final MergeTree tree) {
        final int pixels = basins.width() * basins.height();
        if (atoms.length < pixels) {
            atoms = new int[pixels];
            ends = new int[pixels];
        }
        if (rowStart.length <= basins.height()) {
            rowStart = new int[basins.height() + 1];
        }
        if (top.length < tree.nodes()) {
            top = new int[2 * tree.nodes()];
            bottom = new int[2 * tree.nodes()];
            atomOfRank = new int[2 * tree.nodes()];
        }
    }
}
