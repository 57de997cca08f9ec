package org.objectomaly.objectness;

/** Points evenly over a square, each in the middle of its cell. */
final class PointGrid {
    private PointGrid() {}

    /**
     * The points of a grid over a part of a picture.
     *
     * @param side points each way, at least 1
     * @param width columns of the part
     * @param height rows of the part
     * @return x, y of one point after the other, row by row
     */
    static double[] over(final int side, final double width, final double height) {
        final double[] points = new double[2 * side * side];
        for (int i = 0; i < side * side; i++) {
            points[2 * i] = at(i % side, side) * width;
            points[2 * i + 1] = at(i / side, side) * height;
        }
        return points;
    }

    /** Evenly from half a cell to one minus half a cell. */
    private static double at(final int i, final int side) {
        final double first = 1.0 / (2 * side);
        return side == 1 ? first : first + i * ((1 - 2 * first) / (side - 1));
    }
}
