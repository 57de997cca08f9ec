package org.objectomaly.annotate;

/**
 * How a video writes colours: ITU-R BT.601 or BT.709, in full or limited range.
 *
 * @param bt709 true for the BT.709 matrix, false for BT.601
 * @param fullRange true for 0..255, false for 16..235 (luma) and 16..240 (chroma)
 */
record YuvCode(boolean bt709, boolean fullRange) {
    /** How many codes there are. */
    static final int COUNT = 4;

    /** Number of a code, from 0, without making one. */
    static int index(final boolean bt709, final boolean fullRange) {
        return (bt709 ? 1 : 0) + (fullRange ? 2 : 0);
    }

    /** Luma level of a colour whose parts lie in 0..1. */
    double y(final Rgb colour) {
        return fullRange ? 255 * luma(colour) : 16 + 219 * luma(colour);
    }

    /** Blue difference level of a colour. */
    double u(final Rgb colour) {
        return 128 + chromaRange() * (colour.blue() - luma(colour)) / (2 * (1 - blueWeight()));
    }

    /** Red difference level of a colour. */
    double v(final Rgb colour) {
        return 128 + chromaRange() * (colour.red() - luma(colour)) / (2 * (1 - redWeight()));
    }

    private double luma(final Rgb colour) {
        final double green = 1 - redWeight() - blueWeight();
        return redWeight() * colour.red() + green * colour.green() + blueWeight() * colour.blue();
    }

    private double redWeight() {
        return bt709 ? 0.2126 : 0.299;
    }

    private double blueWeight() {
        return bt709 ? 0.0722 : 0.114;
    }

    private double chromaRange() {
        return fullRange ? 255 : 224;
    }
}
