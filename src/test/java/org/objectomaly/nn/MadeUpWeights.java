package org.objectomaly.nn;

import com.fasterxml.jackson.databind.node.MissingNode;
import java.math.BigInteger;
import java.util.LinkedHashMap;
import java.util.Map;
import org.objectomaly.checkpoint.TensorData;
import org.objectomaly.golden.FillRules;

/** Small state dicts in the layouts of the published ones, filled by the golden recipe. */
final class MadeUpWeights {
    private final Map<String, TensorData> tensors = new LinkedHashMap<>();
    private final FillRules rules = new FillRules(MissingNode.getInstance());

    /** A tensor of its own. */
    MadeUpWeights with(final String key, final long... shape) {
        tensors.put(key, TensorData.ofFloats(rules.weight(key, shape), shape));
        return this;
    }

    MadeUpWeights without(final String key) {
        tensors.remove(key);
        return this;
    }

    MadeUpWeights norm(final String name, final int channels) {
        for (final String part : new String[] {"weight", "bias", "running_mean", "running_var"}) {
            with(name + "." + part, channels);
        }
        return with(name + ".num_batches_tracked");
    }

    Weights weights() {
        return Weights.of("made up", tensors);
    }

    /** PiDiNet of any width, with or without its dilation and attention modules. */
    static MadeUpWeights pidiNet(final int width, final int planes) {
        final MadeUpWeights made = new MadeUpWeights().with("init_block.weight", width, 3, 3, 3);
        int in = width;
        for (int stage = 1; stage <= 4; stage++) {
            final int out = Math.min(4, 1 << stage - 1) * width;
            for (int i = 1; i <= (stage == 1 ? 3 : 4); i++) {
                final String block = "block" + stage + "_" + i;
                made.with(block + ".conv1.weight", in, 1, 3, 3).with(block + ".conv2.weight", out, in, 1, 1);
                if (stage > 1 && i == 1) {
                    made.with(block + ".shortcut.weight", out, in, 1, 1).with(block + ".shortcut.bias", out);
                }
                in = out;
            }
            made.side(stage - 1, out, planes);
        }
        return made.with("classifier.weight", 1, 4, 1, 1).with("classifier.bias", 1);
    }

    private void side(final int stage, final int channels, final int planes) {
        final String reduce = "conv_reduces." + stage + ".conv";
        with(reduce + ".weight", 1, planes == 0 ? channels : planes, 1, 1).with(reduce + ".bias", 1);
        if (planes == 0) {
            return;
        }
        final String dilation = "dilations." + stage;
        with(dilation + ".conv1.weight", planes, channels, 1, 1).with(dilation + ".conv1.bias", planes);
        for (int i = 1; i <= 4; i++) {
            with(dilation + ".conv2_" + i + ".weight", planes, planes, 3, 3);
        }
        final String attention = "attentions." + stage;
        with(attention + ".conv1.weight", 4, planes, 1, 1).with(attention + ".conv1.bias", 4);
        with(attention + ".conv2.weight", 1, 4, 3, 3);
    }

    /** ESPNetv2 with these channels at its four levels. */
    static MadeUpWeights espNetV2(final int classes, final int... channels) {
        final MadeUpWeights made = new MadeUpWeights();
        made.encoderConv("base_net.level1", 3, channels[0], 1, 3).with("base_net.level1.act.weight", channels[0]);
        for (int level = 2; level <= 4; level++) {
            final int in = channels[level - 2];
            final int out = channels[level - 1];
            final String down = "base_net.level" + level + "_0";
            made.eesp(down + ".eesp", in, out - in).with(down + ".act.weight", out);
            made.encoderConv(down + ".inp_reinf.0", 3, 3, 1, 3).with(down + ".inp_reinf.0.act.weight", 3);
            made.encoderConv(down + ".inp_reinf.1", 3, out, 1, 1);
        }
        made.eesp("base_net.level3.0", channels[2], channels[2]);
        made.eesp("base_net.level4.0", channels[3], channels[3]);
        final int[] decoder = {channels[3], 64, 48, 32, classes};
        for (int l = 1; l <= 4; l++) {
            made.pyramid("bu_dec_l" + l, decoder[l - 1], decoder[l], l == 4);
        }
        for (int l = 2; l <= 4; l++) {
            made.merge("l" + l, channels[4 - l], decoder[l - 1]);
        }
        return made;
    }

    /** FSFNet, with the classifier of its encoder. */
    static MadeUpWeights fsfNet(final int classes) {
        final MadeUpWeights made = new MadeUpWeights();
        final int[] start = {3, 32, 64, 64, 64, 64};
        for (int i = 1; i < start.length; i++) {
            made.biased("encoder.initial_block.conv_" + i, start[i], start[i - 1], 3, 3)
                    .norm("encoder.initial_block.bn_" + i, start[i]);
        }
        for (int i = 1; i <= 4; i++) {
            final String block = "encoder.conv" + i + "_8";
            made.biased(block + ".conv3x3_1", 64, 64, 3, 3).norm(block + ".bn1", 64);
            made.biased(block + ".conv3x3_2", 64, 64, 3, 3).norm(block + ".bn2", 64);
            made.separated("encoder.conv" + i + "_16", 96, 3);
            made.separated("encoder.conv" + i + "_32", 128, 1);
        }
        made.biased("encoder.conv1x1_8_16_channel", 96, 64, 1, 1).norm("encoder.bn_conv1x1_8_16_channel", 96);
        made.biased("encoder.conv1x1_32_64_channel", 128, 96, 1, 1).norm("encoder.bn_conv1x1_32_64_channel", 128);
        made.biased("encoder.output_conv", classes, 128, 1, 1);
        made.biased("decoder.conv1x1_merge_32_16", 32, 128, 1, 1).norm("decoder.bn_merge1x1_32_16", 32);
        made.biased("decoder.conv3x3_merge_32_16", 32, 128, 1, 1).norm("decoder.bn_merge3x3_32_16", 32);
        made.biased("decoder.conv1x1_merge_16_8", 48, 32, 1, 1).norm("decoder.bn_merge1x1_16_8", 48);
        made.biased("decoder.conv3x3_merge_16_8", 32, 112, 1, 1).norm("decoder.bn_merge3x3_16_8", 32);
        return made.biased("decoder.output_conv", classes, 32, 1, 1);
    }

    private MadeUpWeights biased(final String name, final long... shape) {
        return with(name + ".weight", shape).with(name + ".bias", shape[0]);
    }

    private void separated(final String name, final int channels, final int side) {
        biased(name + ".conv3x1_0", channels, channels, side, 1);
        biased(name + ".conv1x3_1", channels, channels, 1, side).norm(name + ".bn1", channels);
        biased(name + ".conv3x3_2", channels, 1, 3, 3).norm(name + ".bn2", channels);
    }

    private MadeUpWeights encoderConv(
            final String name, final int in, final int out, final int groups, final int kernel) {
        return with(name + ".conv.weight", out, in / groups, kernel, kernel).norm(name + ".bn", out);
    }

    private MadeUpWeights decoderConv(
            final String name, final int in, final int out, final int groups, final int kernel) {
        return with(name + ".cbr.0.weight", out, in / groups, kernel, kernel)
                .norm(name + ".cbr.1", out)
                .with(name + ".cbr.2.weight", out);
    }

    private MadeUpWeights eesp(final String name, final int in, final int out) {
        encoderConv(name + ".proj_1x1", in, out / 4, 4, 1).with(name + ".proj_1x1.act.weight", out / 4);
        for (int k = 0; k < 4; k++) {
            with(name + ".spp_dw." + k + ".conv.weight", out / 4, 1, 3, 3);
        }
        return encoderConv(name + ".conv_1x1_exp", out, out, 4, 1)
                .norm(name + ".br_after_cat.bn", out)
                .with(name + ".br_after_cat.act.weight", out)
                .with(name + ".module_act.weight", out);
    }

    private void pyramid(final String name, final int in, final int out, final boolean isLast) {
        final int planes = 10;
        for (int i = 0; i < 5; i++) {
            with(name + ".stages." + i + ".weight", planes, 1, 3, 3);
        }
        decoderConv(name + ".projection_layer", in, planes, 1, 1);
        norm(name + ".merge_layer.0.br.0", 5 * planes).with(name + ".merge_layer.0.br.1.weight", 5 * planes);
        decoderConv(name + ".merge_layer.2", 5 * planes, planes, planes, 3);
        with(name + ".merge_layer.3.weight", out, planes, 1, 1);
        if (isLast) {
            with(name + ".merge_layer.3.bias", out);
        } else {
            norm(name + ".br.br.0", out).with(name + ".br.br.1.weight", out);
        }
    }

    private void merge(final String level, final int in, final int out) {
        final int groups = BigInteger.valueOf(in).gcd(BigInteger.valueOf(out)).intValue();
        final String name = "merge_enc_dec_" + level;
        with(name + ".wt_layer.1.weight", out, in, 1, 1);
        decoderConv(name + ".expansion_layer", in, out, groups, 3);
        norm("bu_br_" + level + ".0", out).with("bu_br_" + level + ".1.weight", out);
    }
}
