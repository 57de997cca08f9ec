package org.objectomaly.nn;

import org.bytedeco.pytorch.Value;

/**
 * A map seen as a matrix whose rows hold a few pixels with all their channels, as they lie in memory.
 *
 * <p>What is done to each channel alike runs along the rows of that matrix at full vector width, also for maps of few
 * channels, for which libtorch's own loops over channels-last memory are many times slower.
 */
final class Rows {
    /** Floats in a row that make up for the cost of starting it. */
    private static final int LONG_ENOUGH = 512;

    private final GraphWriter graph;
    private final Node map;
    private final int pixels;
    private final Value value;

    Rows(final GraphWriter graph, final Node map) {
        this.graph = graph;
        this.map = map;
        int run = map.width();
        while (run % 2 == 0 && run / 2 * map.channels() >= LONG_ENOUGH) {
            run /= 2;
        }
        this.pixels = run;
        final Value last = graph.op("aten::permute", map.value(), new int[] {0, 2, 3, 1});
        this.value = graph.op("aten::reshape", last, new int[] {-1, run * map.channels()});
    }

    /** The matrix. */
    Value value() {
        return value;
    }

    /** One value a channel, repeated for each pixel of a row. */
    float[] tiled(final float... perChannel) {
        final float[] row = new float[pixels * map.channels()];
        for (int i = 0; i < row.length; i++) {
            row[i] = perChannel[i % map.channels()];
        }
        return row;
    }

    /** The map that a matrix of the same size stands for. */
    Node back(final Value matrix) {
        final Value last = graph.op("aten::reshape", matrix, new int[] {1, map.height(), map.width(), map.channels()});
        return map.as(graph.op("aten::permute", last, new int[] {0, 3, 1, 2}));
    }
}
