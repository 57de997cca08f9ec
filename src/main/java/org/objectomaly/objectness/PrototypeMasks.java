package org.objectomaly.objectness;

import java.util.Arrays;
import java.util.List;
import org.objectomaly.image.MaskSet;
import org.objectomaly.image.Region;

/**
 * Paints masks that were mixed from prototypes: the logits, which are coarse, are interpolated to the size of the
 * picture, and a pixel belongs to the mask where they are above 0 and inside the box. The interpolation comes before
 * the threshold, so that contours are as fine as the picture.
 */
public final class PrototypeMasks {
    private final RegionSettings bounds;
    private Taps columns = new Taps(1, 1);
    private Taps rows = new Taps(1, 1);
    private float[] upper = new float[1];
    private float[] lower = new float[1];
    private float[] between = new float[1];
    private int[] runs = new int[3 * 1024];
    private int runCount;

    /**
     * A painter.
     *
     * @param bounds masks that are smaller or larger are left out, and so are those above the number
     */
    public PrototypeMasks(final RegionSettings bounds) {
        this.bounds = bounds;
    }

    /**
     * Adds masks until there are as many as the bounds allow.
     *
     * @param logits one map a detection
     * @param window the part of the maps that lies over the grid of the masks
     * @param boxes the detections with their boxes on that grid, N
     * @param into the masks, with their grid set
     */
    public void paint(final MaskLogits logits, final Region window, final List<Detection> boxes, final MaskSet into) {
        prepare(window, into);
        for (int i = 0; i < boxes.size() && !isFull(into); i++) {
            final int first = (i * logits.height() + window.y()) * logits.width() + window.x();
            final int area = collect(logits, first, boxes.get(i));
            if (isWithinBounds(area, into)) {
                for (int run = 0; run < runCount; run++) {
                    into.run(runs[3 * run], runs[3 * run + 1], runs[3 * run + 2]);
                }
                into.endMask();
            }
        }
    }

    /**
     * Whether masks are as many as they may be.
     *
     * @param masks painted so far
     * @return true if {@link #paint} would add none
     */
    public boolean isFull(final MaskSet masks) {
        return masks.size() >= bounds.most();
    }

    /** Whether a mask of so many pixels of the grid is neither too small nor too large. */
    boolean isWithinBounds(final int area, final MaskSet grid) {
        final double pixels = (double) grid.width() * grid.height();
        return area >= bounds.minimalArea() * pixels && area <= bounds.maximalArea() * pixels;
    }

    private void prepare(final Region window, final MaskSet grid) {
        columns = columns.fits(window.width(), grid.width()) ? columns : new Taps(window.width(), grid.width());
        rows = rows.fits(window.height(), grid.height()) ? rows : new Taps(window.height(), grid.height());
        if (upper.length != window.width()) {
            upper = new float[window.width()];
            lower = new float[window.width()];
            between = new float[window.width()];
        }
    }

    /** Finds the runs of one mask, and its area. */
    private int collect(final MaskLogits logits, final int first, final Detection box) {
        runCount = 0;
        final int left = firstPixel(box.left(), columns.size());
        final int right = firstPixel(box.right(), columns.size());
        final int bottom = firstPixel(box.bottom(), rows.size());
        int area = 0;
        int loaded = -1;
        for (int y = firstPixel(box.top(), rows.size()); y < bottom && left < right; y++) {
            if (rows.before(y) != loaded) {
                loaded = rows.before(y);
                logits.values().get(first + loaded * logits.width(), upper);
                logits.values().get(first + rows.after(y) * logits.width(), lower);
            }
            final float share = rows.share(y);
            for (int c = columns.before(left); c <= columns.after(right - 1); c++) {
                between[c] = (1 - share) * upper[c] + share * lower[c];
            }
            area += collect(y, left, right);
        }
        return area;
    }

    /** The first pixel of those that lie at a position or behind it. */
    static int firstPixel(final float position, final int size) {
        return (int) Math.min(Math.max(Math.ceil(position), 0), size);
    }

    private int collect(final int y, final int left, final int right) {
        int area = 0;
        int from = -1;
        for (int x = left; x <= right; x++) {
            final boolean inside = x < right && at(x) > 0;
            if (inside && from < 0) {
                from = x;
            } else if (!inside && from >= 0) {
                add(y, from, x);
                area += x - from;
                from = -1;
            }
        }
        return area;
    }

    private float at(final int x) {
        final float share = columns.share(x);
        return (1 - share) * between[columns.before(x)] + share * between[columns.after(x)];
    }

    private void add(final int y, final int from, final int to) {
        if (3 * runCount == runs.length) {
            runs = Arrays.copyOf(runs, 2 * runs.length);
        }
        runs[3 * runCount] = y;
        runs[3 * runCount + 1] = from;
        runs[3 * runCount + 2] = to;
        runCount++;
    }

    /** Which two of few values each of many lies between, middles of pixels to middles of pixels, and how far. */
    static final class Taps {
        private final int few;
        private final int[] before;
        private final float[] share;

        Taps(final int few, final int many) {
            this.few = few;
            this.before = new int[many];
            this.share = new float[many];
            final float step = (float) few / many;
            for (int i = 0; i < many; i++) {
                final float position = Math.max(0, step * (i + 0.5f) - 0.5f);
                before[i] = Math.min((int) position, few - 1);
                share[i] = position - before[i];
            }
        }

        boolean fits(final int fewWanted, final int manyWanted) {
            return few == fewWanted && before.length == manyWanted;
        }

        int size() {
            return before.length;
        }

        int before(final int i) {
            return before[i];
        }

        int after(final int i) {
            return Math.min(before[i] + 1, few - 1);
        }

        float share(final int i) {
            return share[i];
        }
    }
}
