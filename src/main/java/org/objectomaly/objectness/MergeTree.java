package org.objectomaly.objectness;

/**
 * The hierarchy of regions of a picture: the two regions with the weakest boundary between them become one, again and
 * again until the whole picture is one region.
 *
 * <p>This is the region tree behind the ultrametric contour map (P. Arbelaez, M. Maire, C. Fowlkes, J. Malik, "Contour
 * detection and hierarchical image segmentation", TPAMI 2011): a region is born at the strength of the strongest boundary
 * inside it and dies at the strength of the boundary over which it is joined with its neighbour, so the regions alive at
 * a height h are the segmentation of the picture whose boundaries are all stronger than h.
 *
 * <p>Nodes 0 to {@link #leaves()} - 1 are the regions of the graph, the others follow in the order of joining, and the
 * last is the root. Leaves are ranked so that every node owns an interval of ranks: whether a pixel lies in a region
 * takes two comparisons.
 */
final class MergeTree {
    static final int NONE = -1;

    /**
     * The share of the picture below which a region counts as small. The boundary of a small region is taken for weaker
     * than it is, by the fourth root of the region's share of this, so that specks join what they lie in before objects
     * join each other; without it they eat up the masks.
     */
    static final float SMALL = 0.02f;

    private int leaves;
    private int nodes;
    private float smallArea;
    private int[] parent = new int[2048];
    private int[] larger = new int[2048];
    private int[] smaller = new int[2048];
    private float[] birth = new float[2048];
    private int[] area = new int[2048];
    private float[] contour = new float[2048];
    private int[] firstRank = new int[2048];
    private int[] endRank = new int[2048];
    private int[] nodeOf = new int[2048];
    private final LongHeap weakest = new LongHeap();

    /** A tree without a picture. */
    MergeTree() {}

    /**
     * Joins all regions of a graph, which is used up by it.
     *
     * @param graph connected, as regions of a picture are
     * @param pixels of the picture
     */
    void build(final RegionGraph graph, final int pixels) {
        smallArea = SMALL * pixels;
        leaves = graph.regions();
        nodes = leaves;
        makeRoom(2 * leaves);
        for (int r = 0; r < leaves; r++) {
            nodeOf[r] = r;
            parent[r] = NONE;
            larger[r] = NONE;
            smaller[r] = NONE;
            birth[r] = 0;
            area[r] = graph.area(r);
            contour[r] = graph.contour(r);
        }
        weakest.clear();
        for (int arc = 0; arc < graph.arcs().count(); arc++) {
            weakest.push(entry(graph, arc));
        }
        while (nodes < 2 * leaves - 1) {
            joinWeakest(graph);
        }
        rankLeaves();
    }

    /** Number of regions that nothing was joined to. */
    int leaves() {
        return leaves;
    }

    /** Number of all regions, 2 x leaves - 1. */
    int nodes() {
        return nodes;
    }

    /** The region that is the whole picture. */
    int root() {
        return nodes - 1;
    }

    /** The region a region became part of, {@link #NONE} for the root. */
    int parent(final int node) {
        return parent[node];
    }

    /** The larger of the two regions that a region was made of, {@link #NONE} for a leaf. */
    int larger(final int node) {
        return larger[node];
    }

    /** The smaller of the two regions that a region was made of, {@link #NONE} for a leaf. */
    int smaller(final int node) {
        return smaller[node];
    }

    /** The strength that the segmentation's boundaries must exceed for the region to be in it; 0 for a leaf. */
    float birth(final int node) {
        return birth[node];
    }

    /** The strength from which on the region is part of a larger one; 1 for the root. */
    float death(final int node) {
        return parent[node] == NONE ? 1 : birth[parent[node]];
    }

    /** Pixels of a region. */
    int area(final int node) {
        return area[node];
    }

    /** The mean strength along the whole contour of a region, 0..1. */
    float contour(final int node) {
        return contour[node];
    }

    /** Whether a region is another one or lies in it. */
    boolean isIn(final int node, final int other) {
        return firstRank[node] >= firstRank[other] && endRank[node] <= endRank[other];
    }

    /** The lowest rank of the leaves in a region. */
    int firstRank(final int node) {
        return firstRank[node];
    }

    /** One more than the highest rank of the leaves in a region. */
    int endRank(final int node) {
        return endRank[node];
    }

    private void joinWeakest(final RegionGraph graph) {
        final long entry = weakest.pop();
        final int arc = (int) entry;
        if (!graph.arcs().isAlive(arc)) {
            return;
        }
        final long now = entry(graph, arc);
        if (now != entry) {
            // The arc has changed since. If it is weaker now, that was pushed when it happened.
            if (now > entry) {
                weakest.push(now);
            }
            return;
        }
        final int one = graph.arcs().one(arc);
        final int other = graph.arcs().other(arc);
        final boolean oneIsLarger = graph.area(one) >= graph.area(other);
        final int kept = oneIsLarger ? one : other;
        final int gone = oneIsLarger ? other : one;
        open(nodeOf[kept], nodeOf[gone], Float.intBitsToFloat((int) (entry >>> Integer.SIZE)));
        nodeOf[kept] = nodes - 1;
        graph.join(kept, gone);
        contour[nodes - 1] = graph.contour(kept);
        for (int i = 0; i < graph.changes(); i++) {
            weakest.push(entry(graph, graph.changed(i)));
        }
    }

    private void open(final int largerPart, final int smallerPart, final float height) {
        final int node = nodes++;
        larger[node] = largerPart;
        smaller[node] = smallerPart;
        parent[largerPart] = node;
        parent[smallerPart] = node;
        parent[node] = NONE;
        // Joining may weaken the mean of a boundary; a region is never born before its parts.
        birth[node] = Math.max(height, Math.max(birth[largerPart], birth[smallerPart]));
        area[node] = area[largerPart] + area[smallerPart];
    }

    /** Orders arcs by their weighted strength, then by number: floats of 0 and more sort as their bits do. */
    private long entry(final RegionGraph graph, final int arc) {
        final Arcs arcs = graph.arcs();
        final int small = Math.min(graph.area(arcs.one(arc)), graph.area(arcs.other(arc)));
        final double weight = Math.sqrt(Math.sqrt(Math.min(1, small / smallArea)));
        final float height = (float) (arcs.strength(arc) * weight);
        return (long) Float.floatToIntBits(height) << Integer.SIZE | arc;
    }

    private void rankLeaves() {
        // The ends hold counts first, from the leaves up, then ends of intervals, from the root down.
        for (int node = 0; node < leaves; node++) {
            endRank[node] = 1;
        }
        for (int node = leaves; node < nodes; node++) {
            endRank[node] = endRank[larger[node]] + endRank[smaller[node]];
        }
        firstRank[nodes - 1] = 0;
        for (int node = nodes - 1; node >= 0; node--) {
            if (larger[node] != NONE) {
                firstRank[larger[node]] = firstRank[node];
                firstRank[smaller[node]] = firstRank[node] + endRank[larger[node]];
            }
            endRank[node] += firstRank[node];
        }
    }

    private void makeRoom(final int room) {
        if (parent.length < room) {
            parent = new int[2 * room];
            larger = new int[2 * room];
            smaller = new int[2 * room];
            birth = new float[2 * room];
            area = new int[2 * room];
            contour = new float[2 * room];
            firstRank = new int[2 * room];
            endRank = new int[2 * room];
            nodeOf = new int[2 * room];
        }
    }
}
