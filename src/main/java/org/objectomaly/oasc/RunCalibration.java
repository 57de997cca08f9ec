package org.objectomaly.oasc;

import org.objectomaly.image.MaskSet;
import org.objectomaly.image.ScoreMap;

/**
 * OASC over masks kept as runs: every mask's pixels take the mask's mean of A0, masks on top of each other in the given
 * order (paper, equations 8 to 10).
 *
 * <p>The cost is that of the map plus that of the runs: no pixel is read or written once a mask. A mask grid of another
 * size than the map is resized by the nearest rule, after the areas that decide the order were taken. An empty mask
 * paints nothing. Not for use by two threads at once; a call allocates nothing once the arrays have grown to the video.
 */
public final class RunCalibration implements Calibration {
    private final MaskOrder order;
    private final MaskGrid grid = new MaskGrid();
    private final RunMeans means = new RunMeans();
    private final FreePixels free = new FreePixels();
    private long[] painting = new long[0];

    /**
     * A calibration that paints in one order.
     *
     * @param order who ends on top
     */
    public RunCalibration(final MaskOrder order) {
        this.order = order;
    }

    @Override
    public void calibrate(final ScoreMap coarse, final MaskSet masks, final ScoreMap into) {
        into.copyFrom(coarse);
        if (masks.size() == 0) {
            return;
        }
        grid.lay(masks, coarse.width(), coarse.height());
        means.compute(coarse, masks, grid.columns(), grid.rows());
        if (painting.length < masks.size()) {
            painting = new long[masks.size()];
        }
        order.sort(masks, painting);
        free.reset(into.width(), into.height());
        for (int position = masks.size() - 1; position >= 0; position--) {
            paint(masks, painted(position), into);
        }
    }

    /**
     * Which mask the latest call painted at a position; later ones lie on top.
     *
     * @param position 0 for the first, hence lowest
     * @return the mask's number
     */
    public int painted(final int position) {
        return (int) painting[position];
    }

    /**
     * The mean the latest call found for a mask.
     *
     * @param mask the mask's number
     * @return its mean of A0, NaN for a mask without pixels
     */
    public float mean(final int mask) {
        return means.mean(mask);
    }

    private void paint(final MaskSet masks, final int mask, final ScoreMap into) {
        final float mean = means.mean(mask);
        final GridAxis columns = grid.columns();
        final GridAxis rows = grid.rows();
        for (int run = masks.firstRun(mask); run < masks.firstRun(mask + 1); run++) {
            final int from = columns.start(masks.from(run));
            final int to = columns.start(masks.to(run));
            final int endRow = rows.start(masks.row(run) + 1);
            for (int y = rows.start(masks.row(run)); y < endRow; y++) {
                free.paint(into.values(), y * into.width(), y, from, to, mean);
            }
        }
    }
}
