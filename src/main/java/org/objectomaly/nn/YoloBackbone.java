package org.objectomaly.nn;

import org.objectomaly.nn.YoloBlocks.C2f;
import org.objectomaly.nn.YoloBlocks.Sppf;

/**
 * Backbone of YOLOv8, modules {@code model.0} to {@code model.9}.
 *
 * <pre>
 *   picture -- 0 -- 1 - 2 -- 3 - 4 -- 5 - 6 -- 7 - 8 - 9       halving at each "--"; 9 is the pyramid pooling
 *                            |        |            |
 *                           1/8      1/16         1/32
 * </pre>
 */
final class YoloBackbone {
    /**
     * What the neck takes from it.
     *
     * @param eighth {@code [1,C,H/8,W/8]}
     * @param sixteenth {@code [1,C,H/16,W/16]}
     * @param thirtySecond {@code [1,C,H/32,W/32]}
     */
    record Features(Node eighth, Node sixteenth, Node thirtySecond) {}

    private static final int STAGES = 4;

    private final Conv stem;
    private final Conv[] down = new Conv[STAGES];
    private final C2f[] stages = new C2f[STAGES];
    private final Sppf pooling;

    YoloBackbone(final Weights model) {
        stem = YoloBlocks.conv(model.at("0"), 3, 3).strided(2);
        int width = stem.out();
        for (int i = 0; i < STAGES; i++) {
            down[i] = YoloBlocks.conv(model.at(module(i, 0)), width, 3).strided(2);
            stages[i] = C2f.of(model.at(module(i, 1)), down[i].out(), true);
            width = stages[i].out();
        }
        pooling = Sppf.of(model.at("9"), width);
    }

    private static String module(final int stage, final int part) {
        return Integer.toString(1 + 2 * stage + part);
    }

    /** Channels at 1/8, 1/16 and 1/32. */
    int[] widths() {
        return new int[] {stages[1].out(), stages[2].out(), pooling.out()};
    }

    Features draw(final Sketch sketch, final Node input) {
        final Node[] ends = new Node[STAGES];
        Node x = sketch.named("model.0", sketch.conv(input, stem));
        for (int i = 0; i < STAGES; i++) {
            x = sketch.named("model." + module(i, 0), sketch.conv(x, down[i]));
            x = sketch.named("model." + module(i, 1), stages[i].draw(sketch, x));
            ends[i] = x;
        }
        return new Features(ends[1], ends[2], sketch.named("model.9", pooling.draw(sketch, x)));
    }
}
