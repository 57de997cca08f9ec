package org.objectomaly.nn.random;

import java.math.BigInteger;
import java.util.Map;

/** ESPNetv2's checkpoints for segmentation. */
public final class EspNetV2Shapes {
    private static final int PLANES = 10;

    private final ShapeList list = new ShapeList();

    private EspNetV2Shapes() {}

    /**
     * A network.
     *
     * @param classes channels of its output
     * @param blocks3 blocks at the third level, behind the one that halves
     * @param blocks4 blocks at the fourth
     * @param channels at its four levels
     * @return shapes by key
     */
    public static Map<String, long[]> of(
            final int classes, final int blocks3, final int blocks4, final int... channels) {
        final EspNetV2Shapes made = new EspNetV2Shapes();
        made.encoderConv("base_net.level1", 3, channels[0], 1, 3).with("base_net.level1.act.weight", channels[0]);
        for (int level = 2; level <= 4; level++) {
            final int in = channels[level - 2];
            final int out = channels[level - 1];
            final String down = "base_net.level" + level + "_0";
            made.eesp(down + ".eesp", in, out - in).with(down + ".act.weight", out);
            made.encoderConv(down + ".inp_reinf.0", 3, 3, 1, 3).with(down + ".inp_reinf.0.act.weight", 3);
            made.encoderConv(down + ".inp_reinf.1", 3, out, 1, 1);
        }
        made.blocks("base_net.level3", blocks3, channels[2]);
        made.blocks("base_net.level4", blocks4, channels[3]);
        final int[] decoder = {channels[3], 64, 48, 32, classes};
        for (int l = 1; l <= 4; l++) {
            made.pyramid("bu_dec_l" + l, decoder[l - 1], decoder[l], l == 4);
        }
        for (int l = 2; l <= 4; l++) {
            made.merge("l" + l, channels[4 - l], decoder[l - 1]);
        }
        return made.list.shapes();
    }

    private void blocks(final String level, final int count, final int channels) {
        for (int i = 0; i < count; i++) {
            eesp(level + "." + i, channels, channels);
        }
    }

    private ShapeList encoderConv(final String name, final int in, final int out, final int groups, final int kernel) {
        return list.with(name + ".conv.weight", out, in / groups, kernel, kernel)
                .norm(name + ".bn", out);
    }

    private ShapeList decoderConv(final String name, final int in, final int out, final int groups, final int kernel) {
        return list.with(name + ".cbr.0.weight", out, in / groups, kernel, kernel)
                .norm(name + ".cbr.1", out)
                .with(name + ".cbr.2.weight", out);
    }

    private ShapeList eesp(final String name, final int in, final int out) {
        encoderConv(name + ".proj_1x1", in, out / 4, 4, 1).with(name + ".proj_1x1.act.weight", out / 4);
        for (int k = 0; k < 4; k++) {
            list.with(name + ".spp_dw." + k + ".conv.weight", out / 4, 1, 3, 3);
        }
        return encoderConv(name + ".conv_1x1_exp", out, out, 4, 1)
                .norm(name + ".br_after_cat.bn", out)
                .with(name + ".br_after_cat.act.weight", out)
                .with(name + ".module_act.weight", out);
    }

    private void pyramid(final String name, final int in, final int out, final boolean isLast) {
        for (int i = 0; i < 5; i++) {
            list.with(name + ".stages." + i + ".weight", PLANES, 1, 3, 3);
        }
        decoderConv(name + ".projection_layer", in, PLANES, 1, 1);
        list.norm(name + ".merge_layer.0.br.0", 5 * PLANES).with(name + ".merge_layer.0.br.1.weight", 5 * PLANES);
        decoderConv(name + ".merge_layer.2", 5 * PLANES, PLANES, PLANES, 3);
        list.with(name + ".merge_layer.3.weight", out, PLANES, 1, 1);
        if (isLast) {
            list.with(name + ".merge_layer.3.bias", out);
        } else {
            list.norm(name + ".br.br.0", out).with(name + ".br.br.1.weight", out);
        }
    }

    private void merge(final String level, final int in, final int out) {
        final int groups = BigInteger.valueOf(in).gcd(BigInteger.valueOf(out)).intValue();
        final String name = "merge_enc_dec_" + level;
        list.with(name + ".wt_layer.1.weight", out, in, 1, 1);
        decoderConv(name + ".expansion_layer", in, out, groups, 3);
        list.norm("bu_br_" + level + ".0", out).with("bu_br_" + level + ".1.weight", out);
    }
}
