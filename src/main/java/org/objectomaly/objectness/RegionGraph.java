package org.objectomaly.objectness;

import java.util.Arrays;

/**
 * Which regions touch, and how strong the boundary between them is: the mean of the boundary strength over the pixel
 * pairs along it, whichever way it runs.
 *
 * <p>An arc joins two regions and knows how many pixel pairs lie on it, their summed strength, and its pass, the lowest
 * strength on it. Arc {@code a} hangs in the lists of its two regions by its slots {@code 2a} and {@code 2a + 1}, so that
 * two regions become one by joining their lists.
 *
 * <p>Basins of small dynamics (M. Grimaud, 1992) are joined at once: the faint texture of surfaces gives thousands of
 * them.
 */
final class RegionGraph {
    private static final int NONE = -1;
    private static final int PASS_BUCKETS = 256;

    /** Basins less deep than this are joined with the one they overflow into: one level of 255. */
    private static final int SHALLOW = Watershed.TOP / 255;

    private int regions;
    private int arcs;
    private int[] end = new int[2 * 4096];
    private int[] next = new int[2 * 4096];
    private long[] sum = new long[4096];
    private int[] pairs = new int[4096];
    private int[] pass = new int[4096];
    private int[] ordered = new int[4096];
    private final int[] bucket = new int[PASS_BUCKETS + 1];
    private final ArcTable table = new ArcTable();
    private int[] region = new int[1024];
    private int[] bottom = new int[1024];
    private int[] head = new int[1024];
    private int[] tail = new int[1024];
    private int[] area = new int[1024];
    private int[] seen = new int[1024];
    private int[] changed = new int[1024];
    private int changes;
    private int lastLow;
    private int lastHigh;
    private int lastArc;

    /** A graph without a picture. */
    RegionGraph() {}

    /**
     * Makes the regions of the basins, and the arcs between the regions.
     *
     * @param basins a flooded picture
     */
    void build(final Watershed basins) {
        makeRoom(basins.basins());
        survey(basins);
        joinShallow(basins.basins());
        regroup(basins.basins());
    }

    /** Number of regions before any {@link #join}. */
    int regions() {
        return regions;
    }

    /** The region that a basin belongs to. */
    int region(final int basin) {
        return region[basin];
    }

    /** Number of arcs, dead ones included. */
    int arcs() {
        return arcs;
    }

    /** Pixels of a region. */
    int area(final int node) {
        return area[node];
    }

    /** Whether an arc still joins two regions. */
    boolean alive(final int arc) {
        return pairs[arc] > 0;
    }

    /** The mean strength along an arc, 0..1. */
    float strength(final int arc) {
        return sum[arc] / ((float) Watershed.TOP * pairs[arc]);
    }

    /** One of the regions an arc joins. */
    int one(final int arc) {
        return end[2 * arc];
    }

    /** The other region an arc joins. */
    int other(final int arc) {
        return end[2 * arc + 1];
    }

    /** Number of arcs whose strength the last {@link #join} has changed. */
    int changes() {
        return changes;
    }

    /** An arc whose strength the last {@link #join} has changed. */
    int changed(final int number) {
        return changed[number];
    }

    /**
     * Lets the region {@code gone} become part of {@code kept}. Where both touched a third region, their two arcs become
     * one, with the mean over both boundaries.
     *
     * @param kept the region that grows
     * @param gone the region that ends
     */
    void join(final int kept, final int gone) {
        changes = 0;
        markNeighbours(kept, gone);
        int slot = head[gone];
        while (slot != NONE) {
            final int following = next[slot];
            final int arc = slot >> 1;
            if (pairs[arc] > 0) {
                final int same = seen[end[slot ^ 1]];
                if (same == NONE) {
                    end[slot] = kept;
                    append(kept, slot);
                } else {
                    sum[same] += sum[arc];
                    pairs[same] += pairs[arc];
                    pairs[arc] = 0;
                    changed[changes++] = same;
                }
            }
            slot = following;
        }
        for (slot = head[kept]; slot != NONE; slot = next[slot]) {
            seen[end[slot ^ 1]] = NONE;
        }
        area[kept] += area[gone];
    }

    /** Notes the arc to each neighbour of a region, and drops the region's dead arcs on the way. */
    private void markNeighbours(final int kept, final int gone) {
        int before = NONE;
        for (int slot = head[kept]; slot != NONE; slot = next[slot]) {
            final int arc = slot >> 1;
            final int far = end[slot ^ 1];
            if (far == gone) {
                pairs[arc] = 0;
            }
            if (pairs[arc] == 0) {
                if (before == NONE) {
                    head[kept] = next[slot];
                } else {
                    next[before] = next[slot];
                }
            } else {
                seen[far] = arc;
                before = slot;
            }
        }
        tail[kept] = before;
    }

    private void append(final int node, final int slot) {
        next[slot] = NONE;
        if (head[node] == NONE) {
            head[node] = slot;
        } else {
            next[tail[node]] = slot;
        }
        tail[node] = slot;
    }

    /** Measures the basins and the arcs between them. */
    private void survey(final Watershed basins) {
        final int[] labels = basins.labels();
        final int[] levels = basins.levels();
        final int stride = basins.stride();
        Arrays.fill(area, 0, basins.basins(), 0);
        arcs = 0;
        table.clear();
        lastLow = NONE;
        for (int y = 0; y < basins.height(); y++) {
            final int start = basins.origin() + y * stride;
            for (int p = start; p < start + basins.width(); p++) {
                final int label = labels[p];
                area[label]++;
                // The wall around the picture has the label -1.
                final int right = labels[p + 1];
                if (right != label && right >= 0) {
                    touch(label, right, Math.max(levels[p], levels[p + 1]));
                }
                final int below = labels[p + stride];
                if (below != label && below >= 0) {
                    touch(label, below, Math.max(levels[p], levels[p + stride]));
                }
            }
        }
        for (int b = 0; b < basins.basins(); b++) {
            bottom[b] = basins.bottom(b);
        }
    }

    private void touch(final int a, final int b, final int level) {
        // Neighbouring pixel pairs mostly lie on the same boundary.
        final int low = Math.min(a, b);
        final int high = Math.max(a, b);
        if (low != lastLow || high != lastHigh) {
            lastLow = low;
            lastHigh = high;
            lastArc = arc(low, high);
        }
        final int arc = lastArc;
        sum[arc] += level;
        pairs[arc]++;
        pass[arc] = Math.min(pass[arc], level);
    }

    private int arc(final int low, final int high) {
        final int arc = table.arc(low, high, arcs);
        if (arc == arcs) {
            if (arcs == sum.length) {
                end = Arrays.copyOf(end, 4 * arcs);
                next = Arrays.copyOf(next, 4 * arcs);
                sum = Arrays.copyOf(sum, 2 * arcs);
                pairs = Arrays.copyOf(pairs, 2 * arcs);
                pass = Arrays.copyOf(pass, 2 * arcs);
                ordered = Arrays.copyOf(ordered, 2 * arcs);
            }
            end[2 * arc] = low;
            end[2 * arc + 1] = high;
            sum[arc] = 0;
            pairs[arc] = 0;
            pass[arc] = Watershed.TOP;
            arcs++;
        }
        return arc;
    }

    /** Joins basins over ever higher passes, as rising water would, as long as one of the two is shallow. */
    private void joinShallow(final int basins) {
        for (int b = 0; b < basins; b++) {
            region[b] = b;
        }
        orderByPass();
        for (int i = 0; i < arcs; i++) {
            final int arc = ordered[i];
            final int a = root(one(arc));
            final int b = root(other(arc));
            if (a != b && pass[arc] - Math.max(bottom[a], bottom[b]) < SHALLOW) {
                final int deeper = bottom[a] < bottom[b] || bottom[a] == bottom[b] && a < b ? a : b;
                region[a == deeper ? b : a] = deeper;
            }
        }
    }

    /** Sorts the arcs by their pass, to one part in 256: finer differences mean nothing. */
    private void orderByPass() {
        Arrays.fill(bucket, 0);
        for (int arc = 0; arc < arcs; arc++) {
            bucket[(pass[arc] >> 8) + 1]++;
        }
        for (int i = 1; i < bucket.length; i++) {
            bucket[i] += bucket[i - 1];
        }
        for (int arc = 0; arc < arcs; arc++) {
            ordered[bucket[pass[arc] >> 8]++] = arc;
        }
    }

    private int root(final int basin) {
        int b = basin;
        while (region[b] != b) {
            region[b] = region[region[b]];
            b = region[b];
        }
        return b;
    }

    /** Numbers the regions and makes the arcs between them of the arcs between their basins. */
    private void regroup(final int basins) {
        regions = 0;
        for (int b = 0; b < basins; b++) {
            if (region[b] == b) {
                seen[b] = regions++;
            }
        }
        // A region's number is at most that of its root basin, so nothing is overwritten before it is read.
        for (int b = 0; b < basins; b++) {
            bottom[b] = seen[root(b)];
        }
        for (int b = 0; b < basins; b++) {
            region[b] = bottom[b];
        }
        Arrays.fill(bottom, 0, regions, 0);
        for (int b = 0; b < basins; b++) {
            bottom[region[b]] += area[b];
        }
        System.arraycopy(bottom, 0, area, 0, regions);
        final int surveyed = arcs;
        arcs = 0;
        table.clear();
        for (int old = 0; old < surveyed; old++) {
            final int a = region[one(old)];
            final int b = region[other(old)];
            if (a != b) {
                // Arcs only move to lower numbers: what is written here has been read.
                final long oldSum = sum[old];
                final int oldPairs = pairs[old];
                final int arc = arc(Math.min(a, b), Math.max(a, b));
                sum[arc] += oldSum;
                pairs[arc] += oldPairs;
            }
        }
        Arrays.fill(head, 0, regions, NONE);
        Arrays.fill(seen, 0, regions, NONE);
        for (int slot = 0; slot < 2 * arcs; slot++) {
            append(end[slot], slot);
        }
    }

    private void makeRoom(final int basins) {
        if (region.length < basins) {
            final int room = 2 * basins;
            region = new int[room];
            bottom = new int[room];
            head = new int[room];
            tail = new int[room];
            area = new int[room];
            seen = new int[room];
            changed = new int[room];
        }
    }
}
