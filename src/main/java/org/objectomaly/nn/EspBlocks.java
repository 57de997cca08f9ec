package org.objectomaly.nn;

/** The blocks of ESPNetv2's encoder, and how its maps reach the decoder. */
final class EspBlocks {
    private static final int BRANCHES = 4;

    private EspBlocks() {}

    /** Convolution and its normalisation, under the encoder's names. */
    static Conv conv(final Weights weights, final int in, final int out, final int groups, final int kernel) {
        return Conv.of(weights.at("conv"), in, out, groups, kernel, kernel)
                .then(Norm.of(weights.at("bn"), out, EspNetV2.EPS));
    }

    /** The same under the decoder's names, with its activation. */
    static Conv convOfDecoder(final Weights weights, final int in, final int out, final int groups, final int kernel) {
        final Weights layers = weights.at("cbr");
        return Conv.of(layers.at("0"), in, out, groups, kernel, kernel)
                .then(Norm.of(layers.at("1"), out, EspNetV2.EPS))
                .then(Activation.of(layers.at("2"), out));
    }

    /** Normalisation and activation with no convolution before them. */
    record NormAct(Norm norm, Activation activation) {
        static NormAct of(final Weights norm, final Weights activation, final int channels) {
            return new NormAct(Norm.of(norm, channels, EspNetV2.EPS), Activation.of(activation, channels));
        }

        Node draw(final Sketch sketch, final Node x) {
            return sketch.norm(x, norm, activation);
        }
    }

    /**
     * Extremely efficient spatial pyramid of dilated depthwise convolutions: reduce, transform at four dilations,
     * add up branch by branch, and merge.
     */
    record Eesp(Conv projection, Conv[] branches, NormAct afterConcat, Conv expansion, Activation last) {
        /** A block of stride 2 has no last activation and no way around. */
        static Eesp of(final Weights weights, final int in, final int out, final int stride, final int[] dilations) {
            final int n = out / BRANCHES;
            final Conv[] branches = new Conv[BRANCHES];
            for (int k = 0; k < BRANCHES; k++) {
                branches[k] = Conv.depthwise(weights.at("spp_dw." + k + ".conv"), n, 3)
                        .strided(stride)
                        .dilated(dilations[k]);
            }
            return new Eesp(
                    conv(weights.at("proj_1x1"), in, n, BRANCHES, 1).then(Activation.of(weights.at("proj_1x1.act"), n)),
                    branches,
                    NormAct.of(weights.at("br_after_cat.bn"), weights.at("br_after_cat.act"), out),
                    conv(weights.at("conv_1x1_exp"), out, out, BRANCHES, 1),
                    stride == 1 ? Activation.of(weights.at("module_act"), out) : Activation.NONE);
        }

        Node draw(final Sketch sketch, final String name, final Node x) {
            final Node reduced = sketch.named(name + ".proj_1x1", sketch.conv(x, projection));
            final Node[] sums = new Node[BRANCHES];
            for (int k = 0; k < BRANCHES; k++) {
                final Node branch = sketch.conv(reduced, branches[k]);
                sums[k] = k == 0 ? branch : sketch.addInto(branch, sums[k - 1]);
            }
            final Node merged = sketch.named(name + ".br_after_cat", afterConcat.draw(sketch, sketch.concat(sums)));
            final Node expanded = sketch.conv(merged, expansion);
            final Node around = last.isNone() ? expanded : sketch.addInto(expanded, x);
            return sketch.named(name, sketch.activate(around, last));
        }
    }

    /** Halves the map: its mean beside a block of stride 2, reinforced by the picture itself, shrunk to the new size. */
    record Downsampler(Eesp eesp, Conv reinforcement1, Conv reinforcement2, Activation activation) {
        static Downsampler of(final Weights weights, final int in, final int out, final int[] dilations) {
            return new Downsampler(
                    Eesp.of(weights.at("eesp"), in, out - in, 2, dilations),
                    conv(weights.at("inp_reinf.0"), 3, 3, 1, 3).then(Activation.of(weights.at("inp_reinf.0.act"), 3)),
                    conv(weights.at("inp_reinf.1"), 3, out, 1, 1),
                    Activation.of(weights.at("act"), out));
        }

        Node draw(final Sketch sketch, final String name, final Node x, final Node picture) {
            final Node mean = sketch.named(name + ".avg", sketch.halve(x));
            final Node both = sketch.concat(mean, eesp.draw(sketch, name + ".eesp", x));
            final Node reinforced =
                    sketch.addInto(both, sketch.conv(sketch.conv(picture, reinforcement1), reinforcement2));
            return sketch.named(name, sketch.activate(reinforced, activation));
        }
    }

    /** Adds a map of the encoder, weighted by its own global mean, to the enlarged map of the decoder. */
    record Merge(String name, Conv expansion, Conv weighting, NormAct after) {
        static Merge of(final Weights weights, final String level, final int in, final int out) {
            final String name = "merge_enc_dec_" + level;
            final Weights merge = weights.at(name);
            final Weights after = weights.at("bu_br_" + level);
            return new Merge(
                    level,
                    convOfDecoder(merge.at("expansion_layer"), in, out, greatestCommonDivisor(in, out), 3),
                    Conv.of(merge.at("wt_layer.1"), in, out, 1),
                    NormAct.of(after.at("0"), after.at("1"), out));
        }

        Node draw(final Sketch sketch, final Node encoder, final Node decoder) {
            final Node weight = sketch.sigmoid(sketch.conv(sketch.adaptiveMean(encoder, 1, 1), weighting));
            final Node merged =
                    sketch.named("merge_enc_dec_" + name, sketch.multiply(sketch.conv(encoder, expansion), weight));
            final Node enlarged = sketch.resize(decoder, encoder.height(), encoder.width(), true);
            return sketch.named("bu_br_" + name, after.draw(sketch, sketch.addInto(enlarged, merged)));
        }

        private static int greatestCommonDivisor(final int a, final int b) {
            return b == 0 ? a : greatestCommonDivisor(b, a % b);
        }
    }
}
