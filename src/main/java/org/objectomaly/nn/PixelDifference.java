package org.objectomaly.nn;

/**
 * Pixel difference convolutions (Su et al., ICCV 2021; repository hellozhuo/pidinet): kernels over differences of
 * pixels, each of which equals an ordinary kernel over the pixels themselves.
 */
enum PixelDifference {
    /** The pixels themselves. */
    ORDINARY(3) {
        @Override
        void convert(final float[] stored, final int from, final float[] kernel, final int to) {
            System.arraycopy(stored, from, kernel, to, 9);
        }
    },
    /** Each pixel minus the central one. */
    CENTRAL(3) {
        @Override
        void convert(final float[] stored, final int from, final float[] kernel, final int to) {
            System.arraycopy(stored, from, kernel, to, 9);
            double sum = 0;
            for (int k = 0; k < 9; k++) {
                sum += stored[from + k];
            }
            kernel[to + 4] = (float) (stored[from + 4] - sum);
        }
    },
    /** Each pixel of the ring around the centre minus its neighbour on that ring. */
    ANGULAR(3) {
        @Override
        void convert(final float[] stored, final int from, final float[] kernel, final int to) {
            for (int k = 0; k < 9; k++) {
                kernel[to + k] = stored[from + k] - stored[from + BEFORE_ON_RING[k]];
            }
        }
    },
    /** Each pixel of the outer ring of 5 x 5 minus the one of the inner ring in the same direction. */
    RADIAL(5) {
        @Override
        void convert(final float[] stored, final int from, final float[] kernel, final int to) {
            for (int k = 0; k < 8; k++) {
                // The first stored tap has no use, the middle one belongs to the pair on the left.
                kernel[to + OUTER_RING[k]] = stored[from + 1 + k];
                kernel[to + INNER_RING[k]] = -stored[from + 1 + k];
            }
        }
    };

    private static final int[] BEFORE_ON_RING = {3, 0, 1, 6, 4, 2, 7, 8, 5};
    private static final int[] OUTER_RING = {0, 2, 4, 10, 14, 20, 22, 24};
    private static final int[] INNER_RING = {6, 7, 8, 11, 13, 16, 17, 18};

    private final int side;

    PixelDifference(final int side) {
        this.side = side;
    }

    abstract void convert(float[] stored, int from, float[] kernel, int to);

    /**
     * The ordinary convolution that does the same.
     *
     * @param weights at the layer, whose stored kernels are all 3 x 3
     * @param in channels in
     * @param out channels out
     * @param groups groups of channels
     * @return the convolution, of kernel 3 x 3 or 5 x 5
     */
    Conv of(final Weights weights, final int in, final int out, final int groups) {
        final float[] stored = weights.take("weight", out, in / groups, 3, 3);
        final int kernels = stored.length / 9;
        final float[] converted = new float[kernels * side * side];
        for (int k = 0; k < kernels; k++) {
            convert(stored, 9 * k, converted, side * side * k);
        }
        return new Conv(in, out, groups, side, side, 1, 1, converted, new float[out], Activation.NONE);
    }
}
