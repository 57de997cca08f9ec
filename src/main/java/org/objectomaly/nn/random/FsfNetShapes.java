package org.objectomaly.nn.random;

import java.util.Map;

/** FSFNet's checkpoints. */
public final class FsfNetShapes {
    private static final int[] START = {3, 32, 64, 64, 64, 64};

    private FsfNetShapes() {}

    /**
     * A network.
     *
     * @param classes channels of its output
     * @param classifier whether the file still has that of the encoder, which has no use
     * @return shapes by key
     */
    public static Map<String, long[]> of(final int classes, final boolean classifier) {
        final ShapeList list = new ShapeList();
        for (int i = 1; i < START.length; i++) {
            list.biased("encoder.initial_block.conv_" + i, START[i], START[i - 1], 3, 3)
                    .norm("encoder.initial_block.bn_" + i, START[i]);
        }
        for (int i = 1; i <= 4; i++) {
            final String block = "encoder.conv" + i + "_8";
            list.biased(block + ".conv3x3_1", 64, 64, 3, 3).norm(block + ".bn1", 64);
            list.biased(block + ".conv3x3_2", 64, 64, 3, 3).norm(block + ".bn2", 64);
            separated(list, "encoder.conv" + i + "_16", 96, 3);
            separated(list, "encoder.conv" + i + "_32", 128, 1);
        }
        list.biased("encoder.conv1x1_8_16_channel", 96, 64, 1, 1).norm("encoder.bn_conv1x1_8_16_channel", 96);
        list.biased("encoder.conv1x1_32_64_channel", 128, 96, 1, 1).norm("encoder.bn_conv1x1_32_64_channel", 128);
        if (classifier) {
            list.biased("encoder.output_conv", classes, 128, 1, 1);
        }
        list.biased("decoder.conv1x1_merge_32_16", 32, 128, 1, 1).norm("decoder.bn_merge1x1_32_16", 32);
        list.biased("decoder.conv3x3_merge_32_16", 32, 128, 1, 1).norm("decoder.bn_merge3x3_32_16", 32);
        list.biased("decoder.conv1x1_merge_16_8", 48, 32, 1, 1).norm("decoder.bn_merge1x1_16_8", 48);
        list.biased("decoder.conv3x3_merge_16_8", 32, 112, 1, 1).norm("decoder.bn_merge3x3_16_8", 32);
        return list.biased("decoder.output_conv", classes, 32, 1, 1).shapes();
    }

    private static void separated(final ShapeList list, final String name, final int channels, final int side) {
        list.biased(name + ".conv3x1_0", channels, channels, side, 1);
        list.biased(name + ".conv1x3_1", channels, channels, 1, side).norm(name + ".bn1", channels);
        list.biased(name + ".conv3x3_2", channels, 1, 3, 3).norm(name + ".bn2", channels);
    }
}
