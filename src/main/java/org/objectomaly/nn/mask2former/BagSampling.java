package org.objectomaly.nn.mask2former;

import java.util.List;
import java.util.stream.IntStream;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.javacpp.IntPointer;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptional;
import org.bytedeco.pytorch.TensorOptions;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;

/**
 * Looks up on the processor: a head of a pixel gathers a bag of rows of one table, four for each of its places, each row
 * with its share. Nothing but the sum of a bag is ever written. For one thread at a time.
 */
final class BagSampling implements Sampling {
    private static final int TAPS = 4;
    private static final long SUM = 0;

    /** Pixels whose bags are packed at the same time, so that they stay in the processor's cache. */
    private static final int AT_ONCE = 2048;

    private int[] rows = {};
    private float[] weights = {};
    private float[] places = {};
    private float[] parts = {};

    /** The bags of one picture's pixels: where they are, and what they say. */
    private record Bags(
            int first,
            int count,
            int heads,
            int points,
            int picture,
            List<long[]> sizes,
            float[] distances,
            float[] shares) {
        int each() {
            return sizes.size() * points * TAPS;
        }
    }

    @Override
    @SuppressWarnings("try") // the scope only has to be open
    public Tensor gather(final Tensor values, final List<long[]> sizes, final Tensor distances, final Tensor shares) {
        final int length = (int) values.size(1);
        final int heads = (int) values.size(2);
        final int points = (int) distances.size(4);
        final long depth = values.size(3);
        final Tensor table = values.reshape(-1, depth);
        final Tensor sums = torch.empty_like(table);
        final int bagSize = sizes.size() * points * TAPS;
        try (PointerScope scope = new PointerScope()) {
            final long most = (long) AT_ONCE * heads * bagSize;
            final TensorOptions whole = new TensorOptions(ScalarType.Int);
            final Tensor row = values.new_empty(new long[] {most}, whole);
            final Tensor weight = values.new_empty(most);
            final Tensor begins = torch.arange(new Scalar(0), new Scalar(most), new Scalar(bagSize), whole);
            for (int picture = 0; picture < values.size(0); picture++) {
                for (int first = 0; first < length; first += AT_ONCE) {
                    final int count = Math.min(AT_ONCE, length - first);
                    places = copied(distances.select(0, picture).narrow(0, first, count), places);
                    parts = copied(shares.select(0, picture).narrow(0, first, count), parts);
                    final Bags bags = new Bags(first, count, heads, points, picture * length, sizes, places, parts);
                    pack(bags);
                    final int taps = count * heads * bagSize;
                    new IntPointer(row.data_ptr()).put(rows, 0, taps);
                    new FloatPointer(weight.data_ptr()).put(weights, 0, taps);
                    sum(
                            table,
                            row.narrow(0, 0, taps),
                            weight.narrow(0, 0, taps),
                            begins.narrow(0, 0, (long) count * heads),
                            sums.narrow(0, (long) (picture * length + first) * heads, (long) count * heads));
                }
            }
        }
        return sums.view(values.size(0), length, heads * depth);
    }

    @SuppressWarnings("try") // the scope only has to be open
    private static void sum(
            final Tensor table, final Tensor rows, final Tensor weights, final Tensor begins, final Tensor into) {
        try (PointerScope scope = new PointerScope()) {
            into.copy_(torch.embedding_bag(table, rows, begins, false, SUM, false, new TensorOptional(weights), false)
                    .get0());
        }
    }

    /** Values as an array that is used again, and may be longer than they are. */
    private static float[] copied(final Tensor values, final float[] kept) {
        final int count = Math.toIntExact(values.numel());
        final float[] into = kept.length < count ? new float[count] : kept;
        new FloatPointer(values.contiguous().data_ptr()).get(into, 0, count);
        return into;
    }

    private void pack(final Bags bags) {
        final int taps = bags.count * bags.heads * bags.each();
        if (rows.length < taps) {
            rows = new int[taps];
            weights = new float[taps];
        }
        final int threads = Math.min(bags.count, torch.get_num_threads());
        IntStream.range(0, threads).parallel().forEach(part -> {
            final int end = bags.count * (part + 1) / threads;
            for (int i = bags.count * part / threads; i < end; i++) {
                pack(bags, i);
            }
        });
    }

    /** All bags of one pixel. */
    private void pack(final Bags bags, final int number) {
        int level = 0;
        int inLevel = bags.first + number;
        while (inLevel >= pixels(bags.sizes.get(level))) {
            inLevel -= pixels(bags.sizes.get(level++));
        }
        final int ownWidth = (int) bags.sizes.get(level)[1];
        final float across = (inLevel % ownWidth + 0.5f) / ownWidth;
        final float down = (inLevel / ownWidth + 0.5f) / bags.sizes.get(level)[0];
        final int levels = bags.sizes.size();
        int base = bags.picture;
        for (int l = 0; l < levels; l++) {
            final int height = (int) bags.sizes.get(l)[0];
            final int width = (int) bags.sizes.get(l)[1];
            final float x = across * width - 0.5f;
            final float y = down * height - 0.5f;
            for (int head = 0; head < bags.heads; head++) {
                int place = ((number * bags.heads + head) * levels + l) * bags.points;
                for (int p = 0; p < bags.points; p++, place++) {
                    put(
                            x + bags.distances[2 * place],
                            y + bags.distances[2 * place + 1],
                            bags.shares[place],
                            TAPS * place,
                            base,
                            height,
                            width,
                            bags.heads,
                            head);
                }
            }
            base += height * width;
        }
    }

    /** The four pixels around a place; those outside have no share. */
    private void put(
            final float x,
            final float y,
            final float share,
            final int at,
            final int base,
            final int height,
            final int width,
            final int heads,
            final int head) {
        final int left = (int) Math.floor(x);
        final int top = (int) Math.floor(y);
        final float right = x - left;
        final float below = share * (y - top);
        final float above = share - below;
        weights[at] = above - above * right;
        weights[at + 1] = above * right;
        weights[at + 2] = below - below * right;
        weights[at + 3] = below * right;
        if (left >= 0 && top >= 0 && left < width - 1 && top < height - 1) {
            final int first = (base + top * width + left) * heads + head;
            rows[at] = first;
            rows[at + 1] = first + heads;
            rows[at + 2] = first + width * heads;
            rows[at + 3] = first + width * heads + heads;
            return;
        }
        for (int tap = 0; tap < TAPS; tap++) {
            final int column = left + tap % 2;
            final int line = top + tap / 2;
            final boolean inside = column >= 0 && column < width && line >= 0 && line < height;
            rows[at + tap] = inside ? (base + line * width + column) * heads + head : 0;
            weights[at + tap] = inside ? weights[at + tap] : 0;
        }
    }

    private static int pixels(final long[] size) {
        return (int) (size[0] * size[1]);
    }
}
