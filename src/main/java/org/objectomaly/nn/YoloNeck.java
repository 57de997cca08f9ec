package org.objectomaly.nn;

import org.objectomaly.nn.YoloBlocks.C2f;

/**
 * Neck of YOLOv8, modules {@code model.10} to {@code model.21}: what the coarse maps know goes up to the fine ones and
 * back down.
 *
 * <pre>
 *   1/8  ---------------- 14 - 15 ------------------------> fine
 *                         |     |
 *   1/16 ----- 11 - 12 - 13     16 -- 17 - 18 ------------> middle      10, 13 repeat pixels; 11, 14, 17, 20 join
 *              |     +----------------+    |
 *   1/32 ---- 10                           19 -- 20 - 21 -> coarse      16, 19 halve
 *     +------------------------------------------+
 * </pre>
 */
final class YoloNeck {
    private final C2f up16;
    private final C2f up8;
    private final Conv down16;
    private final C2f out16;
    private final Conv down32;
    private final C2f out32;

    /** After the backbone, whose widths are those at 1/8, 1/16 and 1/32. */
    YoloNeck(final Weights model, final int... widths) {
        up16 = C2f.of(model.at("12"), widths[2] + widths[1], false);
        up8 = C2f.of(model.at("15"), up16.out() + widths[0], false);
        down16 = YoloBlocks.conv(model.at("16"), up8.out(), 3).strided(2);
        out16 = C2f.of(model.at("18"), down16.out() + up16.out(), false);
        down32 = YoloBlocks.conv(model.at("19"), out16.out(), 3).strided(2);
        out32 = C2f.of(model.at("21"), down32.out() + widths[2], false);
    }

    /** Channels of the fine, middle and coarse map. */
    int[] widths() {
        return new int[] {up8.out(), out16.out(), out32.out()};
    }

    /** The fine, middle and coarse map. */
    Node[] draw(final Sketch sketch, final YoloBackbone.Features seen) {
        final Node repeated16 = sketch.named("model.10", sketch.repeat(seen.thirtySecond()));
        final Node joined16 = sketch.named("model.11", sketch.concat(repeated16, seen.sixteenth()));
        final Node middle = sketch.named("model.12", up16.draw(sketch, joined16));
        final Node repeated8 = sketch.named("model.13", sketch.repeat(middle));
        final Node joined8 = sketch.named("model.14", sketch.concat(repeated8, seen.eighth()));
        final Node fine = sketch.named("model.15", up8.draw(sketch, joined8));
        final Node halved16 = sketch.named("model.16", sketch.conv(fine, down16));
        final Node again16 = sketch.named("model.17", sketch.concat(halved16, middle));
        final Node last16 = sketch.named("model.18", out16.draw(sketch, again16));
        final Node halved32 = sketch.named("model.19", sketch.conv(last16, down32));
        final Node again32 = sketch.named("model.20", sketch.concat(halved32, seen.thirtySecond()));
        return new Node[] {fine, last16, sketch.named("model.21", out32.draw(sketch, again32))};
    }
}
