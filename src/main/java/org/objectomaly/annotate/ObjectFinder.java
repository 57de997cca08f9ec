package org.objectomaly.annotate;

import java.util.Arrays;
import org.objectomaly.image.MaskSet;
import org.objectomaly.image.ScoreMap;

/**
 * Finds the anomalous objects of a map: connected pixels (8 neighbours) whose score lies above a threshold.
 *
 * <p>One scan collects the runs above the threshold and joins those that touch by union-find; a quiet frame costs that
 * scan alone. Not for use by two threads at once.
 */
public final class ObjectFinder {
    private final float threshold;
    private final int minimalArea;
    /** Runs as (row, from, to). */
    private int[] runs = new int[3 * 1024];

    private int runCount;
    /** Parent of each run in the forest of joined runs; a root is its own parent. */
    private int[] parent = new int[1024];

    private int[] areaOfRoot = new int[1024];

    /** The run of the same object that follows in row-major order, or -1. */
    private int[] next = new int[1024];
    /** Last run so far of the object with this root. */
    private int[] last = new int[1024];

    /**
     * A finder.
     *
     * @param threshold pixels above it are anomalous
     * @param minimalArea objects of fewer pixels are left out
     */
    public ObjectFinder(final float threshold, final int minimalArea) {
        this.threshold = threshold;
        this.minimalArea = minimalArea;
    }

    /**
     * Finds the objects of one frame.
     *
     * @param map the map A
     * @param into what was found; what it held before is forgotten
     */
    public void find(final ScoreMap map, final AnomalyObjects into) {
        into.clear(map.width(), map.height());
        collect(map);
        if (runCount > 0) {
            join();
            chain();
            report(map, into);
        }
    }

    private void collect(final ScoreMap map) {
        final float[] values = map.scores();
        final int width = map.width();
        runCount = 0;
        for (int row = 0, start = 0; row < map.height(); row++, start += width) {
            final int end = start + width;
            int at = start;
            while (at < end) {
                if (values[at] > threshold) {
                    final int from = at;
                    while (at < end && values[at] > threshold) {
                        at++;
                    }
                    add(row, from - start, at - start);
                } else {
                    at++;
                }
            }
        }
    }

    private void add(final int row, final int from, final int to) {
        if (runCount == parent.length) {
            runs = Arrays.copyOf(runs, 2 * runs.length);
            parent = Arrays.copyOf(parent, 2 * runCount);
            areaOfRoot = Arrays.copyOf(areaOfRoot, 2 * runCount);
            next = Arrays.copyOf(next, 2 * runCount);
            last = Arrays.copyOf(last, 2 * runCount);
        }
        final int at = 3 * runCount;
        runs[at] = row;
        runs[at + 1] = from;
        runs[at + 2] = to;
        parent[runCount] = runCount;
        runCount++;
    }

    /** Joins each run with those of the row above that it touches; both rows are walked once. */
    private void join() {
        int above = 0;
        for (int run = 0; run < runCount; run++) {
            final int row = runs[3 * run];
            while (runs[3 * above] < row - 1 || runs[3 * above] == row - 1 && to(above) < from(run)) {
                above++;
            }
            for (int touched = above;
                    touched < run && runs[3 * touched] == row - 1 && from(touched) <= to(run);
                    touched++) {
                union(run, touched);
            }
        }
    }

    private int from(final int run) {
        return runs[3 * run + 1];
    }

    private int to(final int run) {
        return runs[3 * run + 2];
    }

    private void union(final int one, final int other) {
        final int a = root(one);
        final int b = root(other);
        // The earlier run is the root, so that objects come out from the top of the picture downwards.
        parent[Math.max(a, b)] = Math.min(a, b);
    }

    private int root(final int run) {
        int at = run;
        while (parent[at] != at) {
            parent[at] = parent[parent[at]];
            at = parent[at];
        }
        return at;
    }

    /** Strings the runs of each object together behind its root and sums its area. */
    private void chain() {
        for (int run = 0; run < runCount; run++) {
            final int root = root(run);
            if (root == run) {
                areaOfRoot[run] = 0;
            } else {
                next[last[root]] = run;
            }
            last[root] = run;
            next[run] = -1;
            areaOfRoot[root] += to(run) - from(run);
        }
    }

    private void report(final ScoreMap map, final AnomalyObjects into) {
        final MaskSet pixels = into.pixels();
        for (int root = 0; root < runCount; root++) {
            if (parent[root] != root || areaOfRoot[root] < minimalArea) {
                continue;
            }
            final AnomalyObject object = into.add();
            for (int run = root; run >= 0; run = next[run]) {
                final int row = runs[3 * run];
                object.add(row, from(run), to(run), map.scores(), row * map.width());
                pixels.run(row, from(run), to(run));
            }
            pixels.endMask();
        }
    }
}
