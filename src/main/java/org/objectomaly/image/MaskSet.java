package org.objectomaly.image;

import java.util.Arrays;

/**
 * A set of overlapping binary masks over one picture, kept as runs: the pixels {@code from <= x < to} of a row.
 *
 * <p>Runs of a mask are stored in row-major order and never overlap within it. The masks live on a grid of their own
 * size ({@link #width()} x {@link #height()}) that covers {@link #covers()} of the picture, or all of it. The arrays
 * grow to what the video needs and are then reused for every frame.
 */
public final class MaskSet {
    private int width;
    private int height;
    private Region covers;
    private int size;
    private int[] firstRun = new int[65];
    private int[] areas = new int[64];
    private int runCount;
    private int[] runs = new int[3 * 4096];

    /** An empty set over nothing; {@link #reset} gives it a grid. */
    public MaskSet() {}

    /**
     * Forgets every mask and sets the grid, which covers the whole picture.
     *
     * @param gridWidth columns of the grid
     * @param gridHeight rows of the grid
     */
    public void reset(final int gridWidth, final int gridHeight) {
        reset(gridWidth, gridHeight, null);
    }

    /**
     * Forgets every mask and sets the grid.
     *
     * @param gridWidth columns of the grid
     * @param gridHeight rows of the grid
     * @param region the part of the picture the grid is laid over; null for all of it
     */
    public void reset(final int gridWidth, final int gridHeight, final Region region) {
        this.width = gridWidth;
        this.height = gridHeight;
        this.covers = region;
        this.size = 0;
        this.runCount = 0;
        firstRun[0] = 0;
    }

    /**
     * Adds a run to the mask being built.
     *
     * @param row its row, not above the row of the run before
     * @param from first column
     * @param to one past the last column, more than {@code from}
     */
    public void run(final int row, final int from, final int to) {
        final int at = 3 * runCount;
        if (at == runs.length) {
            runs = Arrays.copyOf(runs, 2 * runs.length);
        }
        runs[at] = row;
        runs[at + 1] = from;
        runs[at + 2] = to;
        runCount++;
    }

    /** Ends the mask being built: the runs added since the last call are one mask (possibly of no pixel at all). */
    public void endMask() {
        if (size == areas.length) {
            areas = Arrays.copyOf(areas, 2 * size);
            firstRun = Arrays.copyOf(firstRun, 2 * size + 1);
        }
        int area = 0;
        for (int r = firstRun[size]; r < runCount; r++) {
            area += to(r) - from(r);
        }
        areas[size] = area;
        firstRun[++size] = runCount;
    }

    /**
     * Number of masks.
     *
     * @return 0 or more
     */
    public int size() {
        return size;
    }

    /**
     * Columns of the grid.
     *
     * @return pixels
     */
    public int width() {
        return width;
    }

    /**
     * Rows of the grid.
     *
     * @return pixels
     */
    public int height() {
        return height;
    }

    /**
     * The part of the picture under the grid.
     *
     * @return the region, or null for the whole picture
     */
    public Region covers() {
        return covers;
    }

    /**
     * Pixels of a mask, on the grid.
     *
     * @param mask its number
     * @return the count
     */
    public int area(final int mask) {
        return areas[mask];
    }

    /**
     * Number of a mask's first run; its runs end before {@code firstRun(mask + 1)}.
     *
     * @param mask its number, or {@link #size()} for the end of all runs
     * @return a run's number
     */
    public int firstRun(final int mask) {
        return firstRun[mask];
    }

    /**
     * Row of a run.
     *
     * @param run its number
     * @return row on the grid
     */
    public int row(final int run) {
        return runs[3 * run];
    }

    /**
     * First column of a run.
     *
     * @param run its number
     * @return column on the grid
     */
    public int from(final int run) {
        return runs[3 * run + 1];
    }

    /**
     * One past the last column of a run.
     *
     * @param run its number
     * @return column on the grid
     */
    public int to(final int run) {
        return runs[3 * run + 2];
    }
}
