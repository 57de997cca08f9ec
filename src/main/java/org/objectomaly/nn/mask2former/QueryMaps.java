package org.objectomaly.nn.mask2former;

import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.MemoryFormat;
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
            return scope.keep(toPicture(sums(probabilities().narrow(1, 0, known))));
        }
    }

    /** Sums over all masks at the size the network saw: shares {@code [Q,R]} to {@code [R,rows,columns]}. */
    private Tensor sums(final Tensor shares) {
        final Tensor factors = shares.contiguous().unsqueeze(0);
        // All queries of a pixel side by side, which both the enlargement and the product like better.
        final Tensor maps = masks.unsqueeze(0).contiguous(MemoryFormat.ChannelsLast);
        final Tensor sums = masks.new_empty(shares.size(1), fit.rows(), fit.columns());
        final long row = masks.size(0) * masks.size(2) * stride * stride;
        final int step = (int) Math.max(1, AT_ONCE / row);
        for (int first = 0; first * stride < fit.rows(); first += step) {
            addRows(maps, factors, first, (int) Math.min(first + step, masks.size(1)), sums);
        }
        return sums;
    }

    /** The sums of some rows of masks. */
    @SuppressWarnings("try") // the scope only has to be open
    private void addRows(final Tensor maps, final Tensor factors, final int first, final int end, final Tensor sums) {
        try (Scope scope = new Scope()) {
            // One row more on each side, for what lies between two rows.
            final int above = Math.max(0, first - 1);
            final int below = (int) Math.min(masks.size(1), end + 1);
            final int rows = Math.min(end * stride, fit.rows()) - first * stride;
            final Tensor inside = enlarged(maps.narrow(2, above, below - above))
                    .narrow(2, (long) (first - above) * stride, rows)
                    .narrow(3, 0, fit.columns())
                    .permute(0, 2, 3, 1)
                    .sigmoid();
            final Tensor product = Products.of(inside.flatten(1, 2), factors);
            sums.narrow(1, (long) first * stride, rows)
                    .copy_(product.view(rows, fit.columns(), -1).permute(2, 0, 1));
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
        if (isPicture()) {
            return sums(factors.unsqueeze(1)).select(0, 0);
        }
        final Tensor sum = masks.new_zeros(fit.height(), fit.width());
        final float[] each = Values.floats(factors);
        final long pixels = Math.max((long) fit.height() * fit.width(), (long) fit.paddedRows() * fit.paddedColumns());
        final int step = (int) Math.max(1, AT_ONCE / pixels);
        for (int first = 0; first < each.length; first += step) {
            final int count = Math.min(step, each.length - first);
            try (Scope scope = new Scope()) {
                final Tensor whole =
                        enlarged(masks.narrow(0, first, count).unsqueeze(0)).squeeze(0);
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
     * A map of zeros.
     *
     * @return {@code [paddedRows,paddedColumns]}
     */
    public Tensor blank() {
        return masks.new_zeros(masks.size(1) * stride, masks.size(2) * stride);
    }

    /**
     * Masks at the size of what the network saw.
     *
     * @param queries their numbers
     * @return {@code [n,paddedRows,paddedColumns]}, 0 to 1
     */
    public Tensor masks(final int... queries) {
        final Tensor some = masks.index_select(0, Values.index(masks, queries));
        return enlarged(some.unsqueeze(0)).squeeze(0).sigmoid();
    }

    /** {@code [1,n,h,w]} to the size of what the network saw. */
    private Tensor enlarged(final Tensor some) {
        final long[] size = {some.size(2) * stride, some.size(3) * stride};
        return stride == 1 ? some : torch.upsample_bilinear2d(some, size, false);
    }

    /** {@code [n,rows,columns]} to {@code [n,height,width]}. */
    private Tensor toPicture(final Tensor maps) {
        final long[] size = {fit.height(), fit.width()};
        return isPicture()
                ? maps
                : torch.upsample_bilinear2d(maps.unsqueeze(0), size, false).squeeze(0);
    }

    private boolean isPicture() {
        return fit.rows() == fit.height() && fit.columns() == fit.width();
    }
}
