package org.objectomaly.nn;

import org.objectomaly.nn.EspBlocks.NormAct;

/**
 * Efficient pyramid pooling of ESPNetv2's decoder: the map is filtered at five sizes, brought back to its own and merged.
 */
record PyramidPooling(
        String name, Conv projection, Conv[] stages, NormAct afterConcat, Conv merge, Conv last, NormAct end) {
    private static final double[] SCALES = {2, 1.5, 1, 0.5, 0.1};
    private static final int LEAST = 5;

    /** The last one of the decoder has a bias in place of the final normalisation. */
    static PyramidPooling of(final Weights weights, final String name, final int in, final int out) {
        final Weights pool = weights.at(name);
        final int planes = pool.size("stages.0.weight", 0);
        final int all = planes * SCALES.length;
        final Conv[] stages = new Conv[SCALES.length];
        for (int i = 0; i < stages.length; i++) {
            stages[i] = Conv.depthwise(pool.at("stages." + i), planes, 3);
        }
        final Weights merging = pool.at("merge_layer");
        final boolean ends = pool.has("br.br.0.weight");
        return new PyramidPooling(
                name,
                EspBlocks.convOfDecoder(pool.at("projection_layer"), in, planes, 1, 1),
                stages,
                NormAct.of(merging.at("0.br.0"), merging.at("0.br.1"), all),
                EspBlocks.convOfDecoder(merging.at("2"), all, planes, planes, 3).afterShuffle(SCALES.length),
                Conv.of(merging.at("3"), planes, out, 1),
                ends ? NormAct.of(pool.at("br.br.0"), pool.at("br.br.1"), out) : null);
    }

    Node draw(final Sketch sketch, final Node x) {
        final Node projected = sketch.named(name + ".projection_layer", sketch.conv(x, projection));
        final Node[] levels = new Node[SCALES.length];
        for (int i = 0; i < levels.length; i++) {
            levels[i] = level(sketch, i, projected);
        }
        final Node merged = sketch.named(name + ".merge_layer.0", afterConcat.draw(sketch, sketch.concat(levels)));
        final Node mixed = sketch.named(name + ".merge_layer.2", sketch.conv(merged, merge));
        final Node output = sketch.conv(mixed, last);
        return sketch.named(name, end == null ? output : end.draw(sketch, output));
    }

    private Node level(final Sketch sketch, final int i, final Node x) {
        final int height = scaled(x.height(), SCALES[i]);
        final int width = scaled(x.width(), SCALES[i]);
        final String stage = name + ".stages." + i;
        if (SCALES[i] == 1) {
            return sketch.named(stage, sketch.conv(x, stages[i]));
        }
        if (SCALES[i] > 1) {
            final Node large = sketch.conv(sketch.resize(x, height, width, true), stages[i]);
            return sketch.adaptiveMean(sketch.named(stage, large), x.height(), x.width());
        }
        final Node small = sketch.conv(sketch.adaptiveMean(x, height, width), stages[i]);
        return sketch.resize(sketch.named(stage, small), x.height(), x.width(), true);
    }

    private static int scaled(final int side, final double scale) {
        return Math.max(LEAST, (int) Math.ceil(side * scale));
    }
}
