package org.objectomaly.objectness;

import java.util.Arrays;

/**
 * Chooses the regions of a {@link MergeTree} that become masks: the surfaces and, on top of them, the small objects.
 *
 * <p>A mask does two things to the coarse scores in it: it evens them out, and it decides what they are averaged with.
 * Ordinary ground needs the first: its scores are noise with a long tail. So the masks are first the regions that live
 * longest, up to the last joins of the tree. Their number is the scale between calm ground and objects apart from it: the
 * less a coarse map knows, the fewer serve it best ({@code docs/regions.md}).
 *
 * <p>Small objects need the second, a region of their own; and the tree gives small regions a short life. Of them, those
 * become masks whose contour is a boundary rather than not, all the way round.
 */
final class MaskChoice {
    /** Regions of the first kind at most. */
    private static final int SURFACES = 150;

    /** Surfaces with a weaker contour than this are texture. */
    private static final float FAINTEST = 0.03f;

    /** Of two regions of which one covers more than this of the other, only the better becomes a mask. */
    private static final float SAME = 0.9f;

    /** The mean strength that the contour of a small object has at least. */
    private static final float CLOSED = 0.3f;

    private final RegionSettings settings;
    private final int[] nodes;
    private int size;
    private final LongHeap best = new LongHeap();
    private boolean[] taken = new boolean[2048];

    /**
     * A choice of nothing.
     *
     * @param settings bounds on the number and size of masks
     */
    MaskChoice(final RegionSettings settings) {
        this.settings = settings;
        this.nodes = new int[settings.most()];
    }

    /**
     * Chooses.
     *
     * @param tree the regions
     */
    void choose(final MergeTree tree) {
        if (taken.length < tree.nodes()) {
            taken = new boolean[2 * tree.nodes()];
        }
        Arrays.fill(taken, 0, tree.nodes(), false);
        size = 0;
        takeSurfaces(tree);
        takeSmallObjects(tree);
        sortLargestFirst(tree);
    }

    /** Number of chosen regions. */
    int size() {
        return size;
    }

    /** A chosen region; larger ones come first. */
    int node(final int number) {
        return nodes[number];
    }

    private void takeSurfaces(final MergeTree tree) {
        final int pixels = tree.area(tree.root());
        final double least = settings.minimalArea() * pixels;
        final double largest = settings.maximalArea() * pixels;
        best.clear();
        for (int node = 0; node < tree.root(); node++) {
            final int area = tree.area(node);
            if (area >= least && area <= largest && tree.death(node) >= FAINTEST) {
                push(tree, node, tree.death(node));
            }
        }
        while (size < Math.min(SURFACES, nodes.length) && !best.isEmpty()) {
            final int node = pop(tree);
            if (!taken[node]) {
                nodes[size++] = node;
                takeLikes(tree, node);
            }
        }
    }

    /** An object on or under a small mask that was chosen before would only cut it up, or hide behind it. */
    private void takeSmallObjects(final MergeTree tree) {
        final int pixels = tree.area(tree.root());
        final double least = settings.minimalArea() * pixels;
        final double largest = Math.min(MergeTree.SMALL, settings.maximalArea()) * pixels;
        best.clear();
        for (int node = 0; node < tree.root(); node++) {
            final int area = tree.area(node);
            if (area >= least && area <= largest && tree.contour(node) >= CLOSED) {
                push(tree, node, tree.contour(node));
            }
        }
        while (size < nodes.length && !best.isEmpty()) {
            final int node = pop(tree);
            if (!nestsWithSmall(tree, node, largest)) {
                nodes[size++] = node;
            }
        }
    }

    private boolean nestsWithSmall(final MergeTree tree, final int node, final double largest) {
        for (int i = 0; i < size; i++) {
            final int chosen = nodes[i];
            if (tree.area(chosen) <= largest && (tree.isIn(node, chosen) || tree.isIn(chosen, node))) {
                return true;
            }
        }
        return false;
    }

    /** The heap gives the smallest first; of equally good regions the one that was joined last. */
    private void push(final MergeTree tree, final int node, final float value) {
        best.push((long) -Float.floatToIntBits(value) << Integer.SIZE | tree.root() - node);
    }

    private int pop(final MergeTree tree) {
        return tree.root() - (int) best.pop();
    }

    private void takeLikes(final MergeTree tree, final int node) {
        final int area = tree.area(node);
        int up = tree.parent(node);
        while (up != MergeTree.NONE && area > SAME * tree.area(up)) {
            taken[up] = true;
            up = tree.parent(up);
        }
        int down = tree.larger(node);
        while (down != MergeTree.NONE && tree.area(down) > SAME * area) {
            taken[down] = true;
            down = tree.larger(down);
        }
    }

    private void sortLargestFirst(final MergeTree tree) {
        best.clear();
        for (int i = 0; i < size; i++) {
            best.push((long) -tree.area(nodes[i]) << Integer.SIZE | nodes[i]);
        }
        for (int i = 0; i < size; i++) {
            nodes[i] = (int) best.pop();
        }
    }
}
