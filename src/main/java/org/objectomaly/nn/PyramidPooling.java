package org.objectomaly.nn;

import org.objectomaly.nn.EspBlocks.NormAct;

/**
 * Efficient pyramid pooling of ESPNetv2's decoder: the map is filtered at five sizes, brought back to its own and
 * merged.
 *
 * <p>Rewritings that change nothing but the rounding make it fast. The ten planes become sixteen, as many as a vector
 * register holds. The mean that brings the doubled map back goes into its filter. The normalisation after the five levels goes into their filters, because means and
 * interpolations in between pass a factor and a summand through. The shuffle and grouped convolution after them, in
 * which each group sees one plane of every level, is a sum of depthwise convolutions.
 */
final class PyramidPooling {
    private static final double[] SCALES = {2, 1.5, 1, 0.5, 0.1};
    private static final int LEAST = 5;
    private static final int REGISTER = 16;

    private final String name;
    private final int planes;
    private final Conv projection;
    private final Conv[] stages = new Conv[SCALES.length];
    private final Norm[] norms = new Norm[SCALES.length];
    private final Activation[] activations = new Activation[SCALES.length];
    private final Conv[] merge = new Conv[SCALES.length];
    private final Activation merged;
    private final Conv last;
    private final NormAct end;

    /** The last one of the decoder has a bias in place of the final normalisation. */
    PyramidPooling(final Weights weights, final String name, final int in, final int out) {
        this.name = name;
        final Weights pool = weights.at(name);
        planes = pool.size("stages.0.weight", 0);
        final int wide = (planes + REGISTER - 1) / REGISTER * REGISTER;
        projection = EspBlocks.convOfDecoder(pool.at("projection_layer"), in, planes, 1, 1)
                .widened(in, wide);
        final Weights merging = pool.at("merge_layer");
        final NormAct all = NormAct.of(merging.at("0.br.0"), merging.at("0.br.1"), planes * SCALES.length);
        final Conv grouped = EspBlocks.convOfDecoder(merging.at("2"), planes * SCALES.length, planes, planes, 3);
        for (int i = 0; i < SCALES.length; i++) {
            stages[i] = Conv.depthwise(pool.at("stages." + i), planes, 3).widened(wide, wide);
            norms[i] = all.norm().slice(i * planes, (i + 1) * planes).widened(wide);
            activations[i] =
                    all.activation().slice(i * planes, (i + 1) * planes).widened(wide);
            merge[i] = grouped.depthwiseOf(i).widened(wide, wide);
        }
        merged = grouped.activation().widened(wide);
        last = Conv.of(merging.at("3"), planes, out, 1).widened(wide, out);
        end = pool.has("br.br.0.weight") ? NormAct.of(pool.at("br.br.0"), pool.at("br.br.1"), out) : null;
    }

    Node draw(final Sketch sketch, final Node x) {
        final Node projected = show(sketch, ".projection_layer", sketch.conv(x, projection));
        final Node[] levels = new Node[SCALES.length];
        Node sum = null;
        for (int i = 0; i < levels.length; i++) {
            levels[i] = sketch.activate(level(sketch, i, projected), activations[i]);
            final Node part = sketch.conv(levels[i], merge[i]);
            sum = sum == null ? part : sketch.addInto(sum, part);
        }
        showAll(sketch, ".merge_layer.0", levels);
        final Node mixed = show(sketch, ".merge_layer.2", sketch.activate(sum, merged));
        final Node output = sketch.conv(mixed, last);
        return sketch.named(name, end == null ? output : end.draw(sketch, output));
    }

    private Node level(final Sketch sketch, final int i, final Node x) {
        final int height = scaled(x.height(), SCALES[i]);
        final int width = scaled(x.width(), SCALES[i]);
        Node sized = x;
        if (SCALES[i] > 1) {
            sized = sketch.resize(x, height, width, true);
        } else if (SCALES[i] < 1) {
            sized = sketch.adaptiveMean(x, height, width);
        }
        show(sketch, ".stages." + i, sketch.conv(sized, stages[i]));
        final Conv filter = stages[i].then(norms[i]);
        if (height == 2 * x.height() && width == 2 * x.width()) {
            return sketch.conv(sized, filter.thenMeanOfFour());
        }
        final Node filtered = sketch.conv(sized, filter);
        if (SCALES[i] > 1) {
            return sketch.adaptiveMean(filtered, x.height(), x.width());
        }
        return SCALES[i] < 1 ? sketch.resize(filtered, x.height(), x.width(), true) : filtered;
    }

    /** Shows the planes that the reference has. What nobody looks at is not computed. */
    private Node show(final Sketch sketch, final String what, final Node wide) {
        sketch.named(name + what, sketch.firstChannels(wide, planes));
        return wide;
    }

    private void showAll(final Sketch sketch, final String what, final Node... wide) {
        final Node[] own = new Node[wide.length];
        for (int i = 0; i < own.length; i++) {
            own[i] = sketch.firstChannels(wide[i], planes);
        }
        sketch.named(name + what, sketch.concat(own));
    }

    private static int scaled(final int side, final double scale) {
        return Math.max(LEAST, (int) Math.ceil(side * scale));
    }
}
