package org.objectomaly.annotate;

/**
 * How large lines and letters are on a picture, so that it looks the same at every size.
 *
 * @param side the shorter side of the picture in pixels
 */
record Sizes(int side) {
    /** Height of a digit in pixels. */
    int text() {
        return Math.max(10, Math.round(side / 42f));
    }

    /** Width of a contour in pixels, without its rim. */
    double line() {
        return Math.max(1, side / 360.0);
    }

    /** Width of the dark rim on either side of a contour. */
    double rim() {
        return Math.max(1, side / 540.0);
    }

    /** A gap that separates things, in pixels; even. */
    int gap() {
        return 2 * Math.max(1, Math.round(text() / 6f));
    }
}
