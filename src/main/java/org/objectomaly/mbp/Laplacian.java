package org.objectomaly.mbp;

/** The four-neighbour Laplacian of a map in float32, a row at a time. */
final class Laplacian {
    private Laplacian() {}

    /**
     * One row. The terms are added in the order top, left, -4 x centre, right, bottom, which makes the result exactly 0
     * inside regions of one score; another order would not.
     *
     * @param map values, row-major
     * @param width columns
     * @param height rows
     * @param y the row
     * @param into takes {@code width} values
     */
    static void row(final float[] map, final int width, final int height, final int y, final float[] into) {
        final int at = y * width;
        final int top = Reflection.of(y - 1, height) * width;
        final int bottom = Reflection.of(y + 1, height) * width;
        for (int x = 1; x < width - 1; x++) {
            into[x] = map[top + x] + map[at + x - 1] + -4 * map[at + x] + map[at + x + 1] + map[bottom + x];
        }
        edge(map, at, top, bottom, 0, width, into);
        edge(map, at, top, bottom, width - 1, width, into);
    }

    private static void edge(
            final float[] map,
            final int at,
            final int top,
            final int bottom,
            final int x,
            final int width,
            final float[] into) {
        final float left = map[at + Reflection.of(x - 1, width)];
        final float right = map[at + Reflection.of(x + 1, width)];
        into[x] = map[top + x] + left + -4 * map[at + x] + right + map[bottom + x];
    }
}
