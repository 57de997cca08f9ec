package org.objectomaly.nn.random;

import java.util.Map;

/** The checkpoint of RPL with CoroCL. */
final class RplShapes {
    private static final int[] BLOCKS = {3, 3, 6, 3, 1, 1};
    private static final int[][] CHANNELS = {
        {128, 128}, {256, 256}, {512, 512}, {512, 1024}, {512, 1024, 2048}, {1024, 2048, 4096}
    };

    private final ShapeList list = new ShapeList();

    private RplShapes() {}

    /**
     * The network.
     *
     * @param classes channels of its output
     * @return shapes by key
     */
    static Map<String, long[]> of(final int classes) {
        final RplShapes made = new RplShapes();
        made.conv("branch1.mod1.conv1", 3, 64, 3);
        int in = 64;
        for (int i = 0; i < BLOCKS.length; i++) {
            for (int block = 1; block <= BLOCKS[i]; block++) {
                made.block("branch1.mod" + (i + 2) + ".block" + block, in, CHANNELS[i]);
                in = CHANNELS[i][CHANNELS[i].length - 1];
            }
        }
        final String residual = "branch1.residual_block";
        made.pyramid(residual + ".atten_aspp", in);
        made.conv(residual + ".bot_atten_aspp", 1280, 256, 1);
        made.conv(residual + ".atten_aspp_final", 256, 304, 1);
        made.list.biased(residual + ".proj_head.proj.0", 304, 256, 1, 1);
        made.pyramid("branch1.aspp", in);
        made.conv("branch1.bot_fine", 128, 48, 1);
        made.conv("branch1.bot_aspp", 1280, 256, 1);
        made.conv("branch1.final.0", 304, 256, 3);
        made.list.norm("branch1.final.1", 256);
        made.conv("branch1.final.3", 256, 256, 3);
        made.list.norm("branch1.final.4", 256);
        made.conv("branch1.final.6", 256, classes, 1);
        return made.list.shapes();
    }

    private void conv(final String name, final int in, final int out, final int kernel) {
        list.with(name + ".weight", out, in, kernel, kernel);
    }

    private void block(final String name, final int in, final int... channels) {
        list.norm(name + ".bn1.0", in);
        int before = in;
        for (int i = 1; i <= channels.length; i++) {
            if (i > 1) {
                list.norm(name + ".convs.bn" + i + ".0", before);
            }
            conv(name + ".convs.conv" + i, before, channels[i - 1], channels.length == 3 && i != 2 ? 1 : 3);
            before = channels[i - 1];
        }
        if (in != before) {
            conv(name + ".proj_conv", in, before, 1);
        }
    }

    private void pyramid(final String name, final int in) {
        for (int i = 0; i < 4; i++) {
            conv(name + ".features." + i + ".0", in, 256, i == 0 ? 1 : 3);
            list.norm(name + ".features." + i + ".1", 256);
        }
        conv(name + ".img_conv.0", in, 256, 1);
        list.norm(name + ".img_conv.1", 256);
    }
}
