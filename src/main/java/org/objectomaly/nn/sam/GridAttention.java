package org.objectomaly.nn.sam;

import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;
import org.objectomaly.nn.Compute;
import org.objectomaly.nn.Work;
import org.objectomaly.nn.eager.Attention;
import org.objectomaly.nn.eager.DeviceWeights;
import org.objectomaly.nn.eager.Linear;
import org.objectomaly.nn.eager.Scope;

/**
 * Attention over a square with decomposed relative positions: to the logit of query (h,w) and key (h',w') are added
 * q . R_h(h - h') and q . R_w(w - w'), with the unscaled query.
 *
 * @param qkv queries, keys and values at once
 * @param proj behind the heads
 * @param rows R_h as {@code [h,h',d]}
 * @param columns R_w as {@code [w,w',d]}
 */
record GridAttention(Linear qkv, Linear proj, Tensor rows, Tensor columns) {
    /** So many queries at a time, for their logits with all keys are many. */
    private static final int QUERIES = 1024;

    static GridAttention of(final DeviceWeights weights, final int channels) {
        return new GridAttention(
                Linear.of(weights.at("qkv"), channels, 3 * channels),
                Linear.of(weights.at("proj"), channels, channels),
                table(weights, "rel_pos_h"),
                table(weights, "rel_pos_w"));
    }

    /** From the distances -(n-1)..n-1 to all pairs of positions. */
    private static Tensor table(final DeviceWeights weights, final String key) {
        final int distances = weights.size(key, 0);
        final int depth = weights.size(key, 1);
        final int side = (distances + 1) / 2;
        final float[] byDistance = weights.values(key, distances, depth);
        final float[] byPair = new float[side * side * depth];
        for (int pair = 0; pair < side * side; pair++) {
            final int distance = pair / side - pair % side + side - 1;
            System.arraycopy(byDistance, distance * depth, byPair, pair * depth, depth);
        }
        return weights.keepSingle(byPair, side, side, depth);
    }

    /** Rows and columns of the square that the tables were made for. */
    int side() {
        return (int) rows.size(0);
    }

    /** {@code [B,side,side,C]} to the same shape. */
    @SuppressWarnings("try") // the scope only has to be open
    Tensor apply(final Tensor x) {
        final Compute compute = qkv.compute();
        final long side = side();
        final long depth = rows.size(2);
        final long heads = x.size(3) / depth;
        final long batch = x.size(0);
        final Tensor parts =
                qkv.apply(x).reshape(batch, side * side, 3, heads, depth).permute(2, 0, 3, 1, 4);
        final Tensor query = compute.attended(parts.select(0, 0)).contiguous();
        final Tensor key = compute.attended(parts.select(0, 1)).contiguous();
        final Tensor value = compute.attended(parts.select(0, 2)).contiguous();
        final Tensor grid = compute.single(query).reshape(batch, heads, side, side, depth);
        final Tensor byRow =
                torch.einsum("bnhwc,hkc->bnhwk", new TensorVector(grid, rows)).unsqueeze(-1);
        final Tensor byColumn = torch.einsum("bnhwc,wkc->bnhwk", new TensorVector(grid, columns))
                .unsqueeze(-2);
        Work.ofThisThread().add(2 * query.numel() * side, false);
        final Tensor attended = torch.empty_like(query);
        final long step = Math.max(1, QUERIES / side);
        for (long row = 0; row < side; row += step) {
            final long count = Math.min(step, side - row);
            try (Scope scope = new Scope()) {
                final Tensor bias = byRow.narrow(2, row, count)
                        .add(byColumn.narrow(2, row, count))
                        .reshape(batch, heads, count * side, side * side);
                final Tensor some = query.narrow(2, row * side, count * side);
                attended.narrow(2, row * side, count * side).copy_(Attention.of(compute, some, key, value, bias));
            }
        }
        return proj.apply(Attention.join(attended).reshape(batch, side, side, heads * depth));
    }
}
