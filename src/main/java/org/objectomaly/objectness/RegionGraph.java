package org.objectomaly.objectness;

import java.util.Arrays;

/**
 * Which regions touch, and how strong the boundary between them is: the mean of the boundary strength over the pixel
 * pairs along it, whichever way it runs.
 *
 * <p>An arc hangs in the lists of its two regions by its two slots, so that two regions become one by joining their
 * lists.
 */
final class RegionGraph {
    private static final int NONE = -1;

    private final DeepBasins basins = new DeepBasins();
    private final Arcs arcs = new Arcs();
    private int[] next = new int[2 * 4096];
    private int[] head = new int[1024];
    private int[] tail = new int[1024];
    private int[] area = new int[1024];
    private int[] contourPairs = new int[1024];
    private long[] contourSum = new long[1024];
    private int[] seen = new int[1024];
    private int[] changed = new int[1024];
    private int changes;

    /** A graph without a picture. */
    RegionGraph() {}

    /**
     * Makes the regions of the basins, and the arcs between the regions.
     *
     * @param flooded a picture
     */
    void build(final Watershed flooded) {
        basins.join(flooded, arcs);
        makeRoom();
        Arrays.fill(area, 0, regions(), 0);
        for (int basin = 0; basin < flooded.basins(); basin++) {
            area[basins.deep(basin)] += basins.basinArea(basin);
        }
        Arrays.fill(contourPairs, 0, regions(), 0);
        Arrays.fill(contourSum, 0, regions(), 0);
        Arrays.fill(head, 0, regions(), NONE);
        Arrays.fill(seen, 0, regions(), NONE);
        for (int slot = 0; slot < 2 * arcs.count(); slot++) {
            final int region = arcs.end(slot);
            append(region, slot);
            contourPairs[region] += arcs.pairs(slot >> 1);
            contourSum[region] += arcs.sum(slot >> 1);
        }
    }

    /** Number of regions before any {@link #join}. */
    int regions() {
        return basins.count();
    }

    /** The region that a basin of the watershed belongs to, before any {@link #join}. */
    int region(final int basin) {
        return basins.deep(basin);
    }

    /** Pixels of a region. */
    int area(final int region) {
        return area[region];
    }

    /** The mean strength along the whole contour of a region, 0..1; the frame's border is no contour, and 0 if all is. */
    float contour(final int region) {
        return contourPairs[region] == 0 ? 0 : contourSum[region] / ((float) Watershed.TOP * contourPairs[region]);
    }

    /** The arcs between the regions. */
    Arcs arcs() {
        return arcs;
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
            if (arcs.isAlive(arc)) {
                final int same = seen[arcs.end(slot ^ 1)];
                if (same == NONE) {
                    arcs.end(slot, kept);
                    append(kept, slot);
                } else {
                    arcs.add(same, arcs, arc);
                    arcs.kill(arc);
                    changed[changes++] = same;
                }
            }
            slot = following;
        }
        for (slot = head[kept]; slot != NONE; slot = next[slot]) {
            seen[arcs.end(slot ^ 1)] = NONE;
        }
        area[kept] += area[gone];
        contourPairs[kept] += contourPairs[gone];
        contourSum[kept] += contourSum[gone];
    }

    /** Notes the arc to each neighbour of a region, and drops the region's dead arcs on the way. */
    private void markNeighbours(final int kept, final int gone) {
        int before = NONE;
        for (int slot = head[kept]; slot != NONE; slot = next[slot]) {
            final int arc = slot >> 1;
            final int far = arcs.end(slot ^ 1);
            if (far == gone && arcs.isAlive(arc)) {
                // The boundary between the two lies inside now, seen from either side.
                contourPairs[kept] -= 2 * arcs.pairs(arc);
                contourSum[kept] -= 2 * arcs.sum(arc);
                arcs.kill(arc);
            }
            if (arcs.isAlive(arc)) {
                seen[far] = arc;
                before = slot;
            } else if (before == NONE) {
                head[kept] = next[slot];
            } else {
                next[before] = next[slot];
            }
        }
        tail[kept] = before;
    }

    private void append(final int region, final int slot) {
        next[slot] = NONE;
        if (head[region] == NONE) {
            head[region] = slot;
        } else {
            next[tail[region]] = slot;
        }
        tail[region] = slot;
    }

    private void makeRoom() {
        if (next.length < 2 * arcs.count()) {
            next = new int[4 * arcs.count()];
        }
        if (head.length < regions()) {
            head = new int[2 * regions()];
            tail = new int[2 * regions()];
            area = new int[2 * regions()];
            contourPairs = new int[2 * regions()];
            contourSum = new long[2 * regions()];
            seen = new int[2 * regions()];
            changed = new int[2 * regions()];
        }
    }
}
