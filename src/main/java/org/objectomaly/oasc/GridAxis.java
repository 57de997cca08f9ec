package org.objectomaly.oasc;

/**
 * How one axis of the masks' grid lies over the map: the nearest rule of the reference, turned around.
 *
 * <p>Pixel d of the map takes cell {@code min(floor(d * step), cells - 1)} of the grid, in double and with the step
 * that OpenCV's nearest-neighbour resize uses. That never falls as d grows, so a cell owns the pixels from
 * {@code start(cell)} to before {@code start(cell + 1)}, possibly none.
 */
final class GridAxis {
    private int cells = -1;
    private int pixels = -1;
    private int offset = -1;
    private int[] starts = new int[1];

    /**
     * Lays the grid; costs nothing if nothing has changed since the last call.
     *
     * @param newCells cells of the grid, at least 1
     * @param newPixels pixels of the map under it, 0 or more
     * @param newOffset first of these pixels
     */
    void lay(final int newCells, final int newPixels, final int newOffset) {
        if (newCells == cells && newPixels == pixels && newOffset == offset) {
            return;
        }
        cells = newCells;
        pixels = newPixels;
        offset = newOffset;
        if (starts.length < cells + 1) {
            starts = new int[cells + 1];
        }
        final double step = 1 / ((double) pixels / cells);
        int cell = 0;
        for (int d = 0; d < pixels; d++) {
            final int owner = Math.min((int) (d * step), cells - 1);
            while (cell <= owner) {
                starts[cell++] = offset + d;
            }
        }
        while (cell <= cells) {
            starts[cell++] = offset + pixels;
        }
    }

    /**
     * First pixel of a cell.
     *
     * @param cell 0 to the number of cells, which gives the end of the last one
     * @return a pixel of the map
     */
    int start(final int cell) {
        return starts[cell];
    }

    /**
     * All of them.
     *
     * @param into takes one more than there are cells
     */
    void starts(final int[] into) {
        System.arraycopy(starts, 0, into, 0, cells + 1);
    }
}
