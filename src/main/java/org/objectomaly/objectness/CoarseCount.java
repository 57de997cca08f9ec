package org.objectomaly.objectness;

import java.util.ArrayList;
import java.util.List;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;
import org.objectomaly.nn.eager.Values;

/**
 * What {@link CoarseMask} would tell of a mask, counted where its logits lie: a GPU then hands out only those that may stay.
 *
 * @param isEmpty whether the mask has no pixel
 * @param form what the grid can tell of its stability
 * @param stability how little the mask's extent depends on the threshold, 0..1; not a number for an empty one
 */
record CoarseCount(boolean isEmpty, CoarseMask.Form form, float stability) {
    /**
     * Counts.
     *
     * @param logits {@code [n,h,w]} on any device
     * @param grid that they are on
     * @return n counts
     */
    @SuppressWarnings("try") // the scope only has to be open
    static List<CoarseCount> of(final Tensor logits, final CoarseMask.Grid grid) {
        final int n = (int) logits.size(0);
        final long[] counts;
        try (PointerScope scope = new PointerScope()) {
            final long columns = grid.across().used();
            final Tensor used = logits.narrow(1, 0, grid.down().used()).narrow(2, 0, columns);
            final Tensor around = used.gt(new Scalar(-grid.offset()));
            // A run of cells has one pair of neighbours less than cells.
            final Tensor pairs = around.narrow(2, 1, columns - 1).logical_and(around.narrow(2, 0, columns - 1));
            counts = Values.longs(torch.stack(
                    new TensorVector(
                            counted(around),
                            counted(pairs),
                            counted(used.gt(new Scalar(grid.offset()))),
                            counted(used.gt(new Scalar(0)))),
                    0));
        }
        final List<CoarseCount> all = new ArrayList<>(n);
        for (int i = 0; i < n; i++) {
            final int cells = (int) counts[i];
            final int runs = cells - (int) counts[n + i];
            all.add(new CoarseCount(
                    counts[3 * n + i] == 0, CoarseMask.form(cells, runs), (float) counts[2 * n + i] / cells));
        }
        return all;
    }

    private static Tensor counted(final Tensor truths) {
        return torch.count_nonzero(truths, 1, 2);
    }
}
