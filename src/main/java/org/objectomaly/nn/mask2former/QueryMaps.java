package org.objectomaly.nn.mask2former;

import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.objectomaly.nn.eager.Products;
import org.objectomaly.nn.eager.Scope;
import org.objectomaly.nn.eager.Values;

/**
 * The answer of the queries to one picture, as maps of its pixels. The masks of all queries at that size would be far more
 * than the network itself needs: they are made a few rows, or a few queries, at a time.
 */
public final class QueryMaps {
    /** Mask values that are at work at the same time. */
    private static final long AT_ONCE = 1 << 21;

    private final Tensor logits;
    private final Tensor masks;
    private final int stride;
    private final PaddedPicture fit;

    /**
     * Maps of queries.
     *
     * @param logits {@code [Q,K+1]}
     * @param masks {@code [Q,h,w]}: logits
     * @param stride rows and columns that the network saw for each one of a mask
     * @param fit how the picture lay in what the network saw
     */
    public QueryMaps(final Tensor logits, final Tensor masks, final int stride, final PaddedPicture fit) {
        this.logits = logits;
        this.masks = masks;
        this.stride = stride;
        this.fit = fit;
    }

    /**
     * How the picture lay in what the network saw.
     *
     * @return also the size of the maps
     */
    public PaddedPicture fit() {
        return fit;
    }

    /**
     * What class the queries are of.
     *
     * @return {@code [Q,K+1]}, each row of sum 1; the last is "no object"
     */
    public Tensor probabilities() {
        return logits.softmax(1);
    }

    /**
     * For each class, the sum over all queries of its probability times the mask; it can exceed 1.
     *
     * @param known how many classes, the first ones
     * @return {@code [known,height,width]}
     */
    public Tensor semantic(final int known) {
        try (Scope scope = new Scope()) {
            final Tensor shares = probabilities().narrow(1, 0, known).t().contiguous();
            final Tensor sums = masks.new_empty(known, fit.rows(), fit.columns());
            final long row = masks.size(0) * masks.size(2) * stride * stride;
            final int step = (int) Math.max(1, AT_ONCE / row);
            for (int first = 0; first * stride < fit.rows(); first += step) {
                addRows(shares, first, (int) Math.min(first + step, masks.size(1)), sums);
            }
            return scope.keep(toPicture(sums));
        }
    }

    /** The sums of some rows of masks. */
    @SuppressWarnings("try") // the scope only has to be open
    private void addRows(final Tensor shares, final int first, final int end, final Tensor sums) {
        try (Scope scope = new Scope()) {
            // One row more on each side, for what lies between two rows.
            final int above = Math.max(0, first - 1);
            final int below = (int) Math.min(masks.size(1), end + 1);
            final Tensor enlarged = enlarged(masks.narrow(1, above, below - above));
            final int rows = Math.min(end * stride, fit.rows()) - first * stride;
            final Tensor inside = enlarged.narrow(1, (long) (first - above) * stride, rows)
                    .narrow(2, 0, fit.columns())
                    .sigmoid();
            final Tensor product =
                    Products.of(shares.unsqueeze(0), inside.flatten(1, 2).unsqueeze(0));
            sums.narrow(1, (long) first * stride, rows).copy_(product.view(-1, rows, fit.columns()));
        }
    }

    /**
     * The sum over all queries of a factor times the mask, where the masks' logits are brought to the picture's size.
     *
     * @param factors {@code [Q]}
     * @return {@code [height,width]}
     */
    @SuppressWarnings("try") // the scopes only have to be open
    public Tensor weighted(final Tensor factors) {
        final Tensor sum = masks.new_zeros(fit.height(), fit.width());
        final float[] each = Values.floats(factors);
        final long pixels = Math.max((long) fit.height() * fit.width(), (long) fit.paddedRows() * fit.paddedColumns());
        final int step = (int) Math.max(1, AT_ONCE / pixels);
        for (int first = 0; first < each.length; first += step) {
            final int count = Math.min(step, each.length - first);
            try (Scope scope = new Scope()) {
                final Tensor whole = enlarged(masks.narrow(0, first, count));
                final Tensor seen = whole.narrow(1, 0, fit.rows()).narrow(2, 0, fit.columns());
                final Tensor mask = toPicture(seen).sigmoid();
                for (int i = 0; i < count; i++) {
                    sum.add_(mask.select(0, i), new Scalar(each[first + i]));
                }
            }
        }
        return sum;
    }

    /**
     * Masks at the size of what the network saw.
     *
     * @param queries their numbers
     * @return {@code [n,paddedRows,paddedColumns]}, 0 to 1
     */
    public Tensor masks(final int... queries) {
        return enlarged(masks.index_select(0, Values.index(masks, queries))).sigmoid();
    }

    private Tensor enlarged(final Tensor some) {
        if (stride == 1) {
            return some;
        }
        final long[] size = {some.size(1) * stride, some.size(2) * stride};
        return torch.upsample_bilinear2d(some.unsqueeze(0), size, false).squeeze(0);
    }

    /** {@code [n,rows,columns]} to {@code [n,height,width]}. */
    private Tensor toPicture(final Tensor maps) {
        if (fit.rows() == fit.height() && fit.columns() == fit.width()) {
            return maps;
        }
        final long[] size = {fit.height(), fit.width()};
        return torch.upsample_bilinear2d(maps.unsqueeze(0), size, false).squeeze(0);
    }
}
