package org.objectomaly.nn.mask2former;

import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;
import org.objectomaly.nn.eager.Attention;
import org.objectomaly.nn.eager.DeviceWeights;
import org.objectomaly.nn.eager.Linear;

/**
 * Attention among the n = side x side patches of a window, with a summand for each pair that their distance tells.
 *
 * <p>Where shifted windows go around an edge of the picture, patches of both of its sides meet in one window and must not
 * see each other. Only the last row and the last column of windows do that, so there are four kinds of windows and four
 * masks, whatever the picture's size.
 *
 * @param qkv queries, keys and values at once
 * @param proj behind the heads
 * @param bias {@code [1,heads,n,n]}
 * @param right {@code [n,n]}, for windows in the last column: 0 or {@link #UNSEEN}
 * @param below the same for windows in the last row
 */
record WindowAttention(Linear qkv, Linear proj, Tensor bias, Tensor right, Tensor below) {
    private static final String TABLE = "relative_position_bias_table";

    /** The reference's finite stand-in for minus infinity. */
    private static final float UNSEEN = -100;

    /** Of all published networks it is 12 at most. */
    private static final int LARGEST = 32;

    static WindowAttention of(final DeviceWeights weights, final int channels) {
        final int rows = weights.size(TABLE, 0);
        final int heads = weights.size(TABLE, 1);
        final int side = ((int) Math.round(Math.sqrt(rows)) + 1) / 2;
        if (side > LARGEST || heads < 1 || channels % heads != 0) {
            throw UnknownSizes.fault(
                    "windows of %d patches with %d heads for %d channels are unknown", side, heads, channels);
        }
        return new WindowAttention(
                Linear.of(weights.at("qkv"), channels, 3 * channels),
                Linear.of(weights.at("proj"), channels, channels),
                bias(weights, weights.values(TABLE, (2 * side - 1) * (2 * side - 1), heads), side, heads),
                mask(weights, side, 1),
                mask(weights, side, side));
    }

    /** Pair by pair, the row of the table for their distance: first down, then across. */
    private static Tensor bias(final DeviceWeights owner, final float[] table, final int side, final int heads) {
        final int n = side * side;
        final float[] all = new float[heads * n * n];
        for (int h = 0; h < heads; h++) {
            for (int i = 0; i < n; i++) {
                for (int j = 0; j < n; j++) {
                    final int down = i / side - j / side + side - 1;
                    final int across = i % side - j % side + side - 1;
                    all[(h * n + i) * n + j] = table[(down * (2 * side - 1) + across) * heads + h];
                }
            }
        }
        return owner.keepSingle(all, 1, heads, n, n);
    }

    /** Unseen are patches on the other half: of the columns for a step of 1, of the rows for a step of a row. */
    private static Tensor mask(final DeviceWeights owner, final int side, final int step) {
        final int n = side * side;
        final float[] mask = new float[n * n];
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < n; j++) {
                final boolean apart = i / step % side < side - side / 2 != j / step % side < side - side / 2;
                mask[i * n + j] = apart ? UNSEEN : 0;
            }
        }
        return owner.keepSingle(mask, n, n);
    }

    int side() {
        return (int) Math.round(Math.sqrt(bias.size(2)));
    }

    /** {@code [B*windows,n,C]} of windows that lie side by side. */
    Tensor plain(final Tensor windows) {
        return proj.apply(attend(qkv.apply(windows), bias));
    }

    /**
     * The same for shifted windows.
     *
     * @param windows {@code [B*down*across,n,C]}
     * @param down rows of windows
     * @param across windows in a row
     */
    @SuppressWarnings("try") // the scope only has to be open
    Tensor shifted(final Tensor windows, final int down, final int across) {
        final Tensor all = qkv.apply(windows);
        final Tensor attended = torch.empty_like(windows);
        try (PointerScope scope = new PointerScope()) {
            // A row of windows at a time: a summand for every window of the picture would be larger than all else.
            final Tensor usual = rowBias(torch.zeros_like(below), across);
            final Tensor last = rowBias(below, across);
            for (int row = 0; row < windows.size(0) / across; row++) {
                final Tensor summand = row % down == down - 1 ? last : usual;
                attended.narrow(0, (long) row * across, across)
                        .copy_(attend(all.narrow(0, (long) row * across, across), summand));
            }
        }
        return proj.apply(attended);
    }

    /** {@code [across,heads,n,n]}: a mask for all windows of a row, and that of the last column for the last of them. */
    private Tensor rowBias(final Tensor mask, final int across) {
        final Tensor masked = bias.add(mask);
        final Tensor end = masked.add(right);
        return across == 1 ? end : torch.cat(new TensorVector(masked.expand(across - 1L, -1, -1, -1), end), 0);
    }

    private Tensor attend(final Tensor all, final Tensor summand) {
        final int heads = (int) bias.size(1);
        return Attention.join(
                Attention.of(qkv.compute(), split(all, 0, heads), split(all, 1, heads), split(all, 2, heads), summand));
    }

    private static Tensor split(final Tensor all, final int number, final int heads) {
        final long channels = all.size(2) / 3;
        return Attention.split(all.narrow(2, number * channels, channels), heads);
    }
}
