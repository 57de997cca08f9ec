package org.objectomaly.nn.random;

import java.util.Map;

/** PiDiNet's checkpoints. */
public final class PidiNetShapes {
    private static final int STAGES = 4;

    private PidiNetShapes() {}

    /**
     * A network of any width.
     *
     * @param width channels of the first stage
     * @param planes channels of its dilation and attention modules; 0 for a network without them
     * @return shapes by key
     */
    public static Map<String, long[]> of(final int width, final int planes) {
        final ShapeList list = new ShapeList().with("init_block.weight", width, 3, 3, 3);
        int in = width;
        for (int stage = 1; stage <= STAGES; stage++) {
            final int out = Math.min(4, 1 << stage - 1) * width;
            for (int i = 1; i <= (stage == 1 ? 3 : 4); i++) {
                final String block = "block" + stage + "_" + i;
                list.with(block + ".conv1.weight", in, 1, 3, 3).with(block + ".conv2.weight", out, in, 1, 1);
                if (stage > 1 && i == 1) {
                    list.biased(block + ".shortcut", out, in, 1, 1);
                }
                in = out;
            }
            side(list, stage - 1, out, planes);
        }
        return list.biased("classifier", 1, STAGES, 1, 1).shapes();
    }

    private static void side(final ShapeList list, final int stage, final int channels, final int planes) {
        list.biased("conv_reduces." + stage + ".conv", 1, planes == 0 ? channels : planes, 1, 1);
        if (planes == 0) {
            return;
        }
        final String dilation = "dilations." + stage;
        list.biased(dilation + ".conv1", planes, channels, 1, 1);
        for (int i = 1; i <= 4; i++) {
            list.with(dilation + ".conv2_" + i + ".weight", planes, planes, 3, 3);
        }
        final String attention = "attentions." + stage;
        list.biased(attention + ".conv1", 4, planes, 1, 1).with(attention + ".conv2.weight", 1, 4, 3, 3);
    }
}
