package org.objectomaly.nn;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** The blocks that YOLOv8 is made of; all widths come from the weights. */
final class YoloBlocks {
    private static final double EPS = 1e-3;
    private static final int POOLED = 3;
    private static final int POOL_WINDOW = 5;

    private YoloBlocks() {}

    /** Convolution without bias, normalisation, SiLU: {@code conv}, {@code bn}. */
    static Conv conv(final Weights weights, final int in, final int kernel) {
        final int out = weights.size("conv.weight", 0);
        return Conv.of(weights.at("conv"), in, out, kernel)
                .then(Norm.of(weights.at("bn"), out, EPS))
                .then(Activation.SILU);
    }

    /**
     * Cross-stage block: one half of the map passes, the other goes through bottlenecks, and every map on the way is
     * seen by the last convolution.
     *
     * @param pass gives the half that passes
     * @param enter gives the half for the bottlenecks
     * @param bottlenecks each two convolutions
     * @param shortcut whether a bottleneck's input is added to what it makes
     * @param merge sees all halves
     */
    record C2f(Conv pass, Conv enter, List<Conv[]> bottlenecks, boolean shortcut, Conv merge) {
        static C2f of(final Weights weights, final int in, final boolean shortcut) {
            final Conv both = conv(weights.at("cv1"), in, 1);
            final int half = both.out() / 2;
            final List<Conv[]> bottlenecks = new ArrayList<>();
            while (weights.has("m." + bottlenecks.size() + ".cv1.conv.weight")) {
                final Weights bottleneck = weights.at("m." + bottlenecks.size());
                final Conv first = conv(bottleneck.at("cv1"), half, 3);
                bottlenecks.add(new Conv[] {first, conv(bottleneck.at("cv2"), first.out(), 3)});
            }
            final Conv merge = conv(weights.at("cv2"), (2 + bottlenecks.size()) * half, 1);
            return new C2f(both.outputs(0, half), both.outputs(half, 2 * half), bottlenecks, shortcut, merge);
        }

        int out() {
            return merge.out();
        }

        /** The halves are two convolutions, so that no map has to be cut. */
        Node draw(final Sketch sketch, final Node input) {
            final List<Node> halves = new ArrayList<>(List.of(sketch.conv(input, pass), sketch.conv(input, enter)));
            for (final Conv[] bottleneck : bottlenecks) {
                final Node x = halves.get(halves.size() - 1);
                final Node y = sketch.conv(sketch.conv(x, bottleneck[0]), bottleneck[1]);
                halves.add(shortcut ? sketch.addInto(y, x) : y);
            }
            return sketch.conv(sketch.concat(halves.toArray(Node[]::new)), merge);
        }
    }

    /**
     * Spatial pyramid pooling: the map beside its maxima over ever wider windows.
     *
     * @param enter before the maxima
     * @param merge sees all four
     */
    record Sppf(Conv enter, Conv merge) {
        static Sppf of(final Weights weights, final int in) {
            final Conv enter = conv(weights.at("cv1"), in, 1);
            return new Sppf(enter, conv(weights.at("cv2"), (1 + POOLED) * enter.out(), 1));
        }

        int out() {
            return merge.out();
        }

        Node draw(final Sketch sketch, final Node input) {
            final Node[] maps = new Node[1 + POOLED];
            maps[0] = sketch.conv(input, enter);
            for (int i = 1; i < maps.length; i++) {
                maps[i] = sketch.maxAround(maps[i - 1], POOL_WINDOW);
            }
            return sketch.conv(sketch.concat(maps), merge);
        }
    }

    /**
     * A branch of the head: two convolutions and a plain one.
     *
     * @param convs in order
     */
    record Branch(List<Conv> convs) {
        static Branch of(final Weights weights, final int in, final int out) {
            final Conv first = conv(weights.at("0"), in, 3);
            final Conv second = conv(weights.at("1"), first.out(), 3);
            return new Branch(Arrays.asList(first, second, Conv.of(weights.at("2"), second.out(), out, 1)));
        }

        Node draw(final Sketch sketch, final Node input) {
            Node x = input;
            for (final Conv conv : convs) {
                x = sketch.conv(x, conv);
            }
            return x;
        }
    }
}
