package org.objectomaly.nn.random;

import java.util.List;
import java.util.Map;

/** ENet's checkpoints. */
final class EnetShapes {
    private static final int RATIO = 4;

    private final ShapeList list = new ShapeList();

    private EnetShapes() {}

    /** A network with so many channels in its output. */
    static Map<String, long[]> of(final int classes) {
        final EnetShapes made = new EnetShapes();
        made.list.with("initial_block.main_branch.weight", 13, 3, 3, 3).norm("initial_block.batch_norm", 16);
        made.list.with("initial_block.out_activation.weight", 1);
        made.down("downsample1_0", 16, 64);
        for (int i = 1; i <= 4; i++) {
            made.bottleneck("regular1_" + i, 64, true);
        }
        made.down("downsample2_0", 64, 128);
        for (final int first : new int[] {21, 30}) {
            int at = first;
            for (final String kind : List.of(
                    "regular", "dilated", "asymmetric", "dilated", "regular", "dilated", "asymmetric", "dilated")) {
                made.bottleneck(kind + at / 10 + "_" + at % 10, 128, true);
                at++;
            }
        }
        made.up("upsample4_0", 128, 64);
        made.bottleneck("regular4_1", 64, false);
        made.bottleneck("regular4_2", 64, false);
        made.up("upsample5_0", 64, 16);
        made.bottleneck("regular5_1", 16, false);
        return made.list.with("transposed_conv.weight", 16, classes, 3, 3).shapes();
    }

    private void down(final String name, final int in, final int out) {
        final int inner = in / RATIO;
        sequence(name + ".ext_conv1", 0, true, inner, in, 2, 2);
        sequence(name + ".ext_conv2", 0, true, inner, inner, 3, 3);
        sequence(name + ".ext_conv3", 0, true, out, inner, 1, 1);
        list.with(name + ".out_activation.weight", 1);
    }

    private void bottleneck(final String name, final int channels, final boolean encoder) {
        final int inner = channels / RATIO;
        sequence(name + ".ext_conv1", 0, encoder, inner, channels, 1, 1);
        if (name.startsWith("asymmetric")) {
            sequence(name + ".ext_conv2", 0, encoder, inner, inner, 5, 1);
            sequence(name + ".ext_conv2", 3, encoder, inner, inner, 1, 5);
        } else {
            sequence(name + ".ext_conv2", 0, encoder, inner, inner, 3, 3);
        }
        sequence(name + ".ext_conv3", 0, encoder, channels, inner, 1, 1);
        if (encoder) {
            list.with(name + ".out_activation.weight", 1);
        }
    }

    private void up(final String name, final int in, final int out) {
        final int inner = in / RATIO;
        sequence(name + ".main_conv1", 0, false, out, in, 1, 1);
        sequence(name + ".ext_conv1", 0, false, inner, in, 1, 1);
        list.with(name + ".ext_tconv1.weight", inner, inner, 2, 2).norm(name + ".ext_tconv1_bnorm", inner);
        sequence(name + ".ext_conv2", 0, false, out, inner, 1, 1);
    }

    /** Convolution, normalisation and, in the encoder, PReLU at three places of a sequence. */
    private void sequence(final String name, final int first, final boolean encoder, final long... shape) {
        list.with(name + "." + first + ".weight", shape).norm(name + "." + (first + 1), Math.toIntExact(shape[0]));
        if (encoder) {
            list.with(name + "." + (first + 2) + ".weight", 1);
        }
    }
}
