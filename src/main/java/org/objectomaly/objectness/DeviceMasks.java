package org.objectomaly.objectness;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntFunction;
import java.util.function.IntUnaryOperator;
import java.util.function.ToIntFunction;
import org.bytedeco.pytorch.Tensor;
import org.objectomaly.cuda.CudaDevice;
import org.objectomaly.cuda.DeviceBuffer;
import org.objectomaly.cuda.Kernel;
import org.objectomaly.image.Region;
import org.objectomaly.nn.Resampling;

/**
 * Masks of a network on the GPU where their logits lie ({@code src/main/cuda/coarse.cu}): the same numbers and the same pixels
 * as {@link CoarseMask} and {@link PrototypeMasks}. Some numbers of each mask come from there, and one bit a pixel of those
 * that are drawn.
 *
 * <p>For one thread at a time; memory grows to the video's and is then used again, and goes with the device.
 */
final class DeviceMasks {
    private static final int THREADS = 256;
    private static final int WARP = 32;
    /** Pixels, or words, that a thread, or a warp, looks at in the largest mask. */
    private static final int ROUNDS = 16;
    /** Numbers that the kernels tell of a mask. */
    private static final int NUMBERS = 8;

    private static final int INTS_A_PART = 9;

    private final Kernel count;
    private final Kernel measure;
    private final Kernel draw;
    private final Axis columns;
    private final Axis rows;
    private final DeviceBuffer parts;
    private final DeviceBuffer firstWords;
    private final DeviceBuffer words;
    private final DeviceBuffer numbers;
    private int[] drawn = new int[0];

    /**
     * Kernels and no masks.
     *
     * @param device where the network runs
     */
    DeviceMasks(final CudaDevice device) {
        this.count = device.kernel("coarse", "coarse_count");
        this.measure = device.kernel("coarse", "coarse_measure");
        this.draw = device.kernel("coarse", "coarse_draw");
        this.columns = new Axis(device);
        this.rows = new Axis(device);
        this.parts = new DeviceBuffer(device);
        this.firstWords = new DeviceBuffer(device);
        this.words = new DeviceBuffer(device);
        this.numbers = new DeviceBuffer(device);
    }

    /**
     * The pixels of a direction that are looked at.
     *
     * @param begin first cell of the grid that counts
     * @param cells how many count, 1 or more; beyond them the outermost goes on
     * @param from first pixel
     * @param to one past the last pixel, not below {@code from}
     */
    record Span(int begin, int cells, int from, int to) {
        int size() {
            return to - from;
        }
    }

    /**
     * A mask, and where it is looked at.
     *
     * @param mask its number among the logits
     * @param down rows
     * @param across columns
     */
    record Part(int mask, Span down, Span across) {
        /** The same of other logits. */
        Part numbered(final int number) {
            return new Part(number, down, across);
        }

        private int pixels() {
            return down.size() * across.size();
        }

        private int wordsOfRow() {
            return Kernel.blocks(across.size(), WARP);
        }

        private int words() {
            return down.size() * wordsOfRow();
        }

        private void put(final int[] into, final int at) {
            into[at] = mask;
            put(down, into, at + 1);
            put(across, into, at + 5);
        }

        private static void put(final Span span, final int[] into, final int at) {
            into[at] = span.begin;
            into[at + 1] = span.cells;
            into[at + 2] = span.from;
            into[at + 3] = span.to;
        }
    }

    /**
     * What the grid tells of a mask, as {@link CoarseMask#of} does.
     *
     * @param part the pixels around the object
     * @param form what the grid can tell of its stability
     * @param stability how little the mask's extent depends on the threshold, 0..1
     */
    record Counted(Part part, CoarseMask.Form form, float stability) {}

    /**
     * What {@link CoarseMask#enlarged} and {@link CoarseMask#onPicture} find out.
     *
     * @param stability at the picture's size
     * @param box of the mask's pixels; zeros if there are none
     * @param sides the box found by its sides alone; null if no pixel is left at the picture's size
     */
    record Measured(float stability, MaskBox box, MaskBox sides) {}

    /**
     * One direction of the way from the grid to the picture.
     *
     * @param size pixels of the picture
     * @param first by a pixel's number, the first cell that it has something of
     * @param weights by a pixel's number, how much it has of that cell and of those behind it
     */
    record Way(int size, IntUnaryOperator first, IntFunction<float[]> weights) {
        static Way of(final Resampling map) {
            return new Way(map.size(), map::first, map::weights);
        }

        /** The grid has the picture's size. */
        static Way same(final int size) {
            final float[] whole = {1};
            return new Way(size, i -> i, i -> whole);
        }
    }

    /** Sets how the grid of the logits lies under the picture. */
    void lay(final Way across, final Way down) {
        columns.lay(across);
        rows.lay(down);
    }

    /**
     * Looks at masks on their own grid.
     *
     * @param logits {@code [n,h,w]} in single precision, without gaps, on this device
     * @param grid that they are on
     * @return n times what it tells; null for a mask that has no pixel
     */
    List<Counted> count(final Tensor logits, final CoarseMask.Grid grid) {
        final int n = Math.toIntExact(logits.size(0));
        if (n == 0) {
            return List.of();
        }
        final int across = grid.across().used();
        final int down = grid.down().used();
        numbers.clear((long) NUMBERS * n);
        begin(count, logits)
                .integer(across)
                .integer(down)
                .real(grid.offset())
                .buffer(numbers)
                .launch(blocks(across * down), n, 1, THREADS);
        final int[] told = new int[NUMBERS * n];
        numbers.get(told, told.length);
        final List<Counted> all = new ArrayList<>(n);
        for (int i = 0; i < n; i++) {
            all.add(counted(i, told, grid));
        }
        return all;
    }

    private static Counted counted(final int mask, final int[] told, final CoarseMask.Grid grid) {
        final int at = NUMBERS * mask;
        if (told[at + 3] == 0) {
            return null;
        }
        final int cells = told[at];
        final CoarseMask.Axis across = CoarseMask.Axis.around(
                grid.across(), grid.width(), grid.across().used() - told[at + 4], told[at + 5]);
        final CoarseMask.Axis down =
                CoarseMask.Axis.around(grid.down(), grid.height(), grid.down().used() - told[at + 6], told[at + 7]);
        return new Counted(
                new Part(mask, span(down), span(across)),
                CoarseMask.form(cells, told[at + 1]),
                (float) told[at + 2] / cells);
    }

    private static Span span(final CoarseMask.Axis axis) {
        return new Span(axis.begin(), axis.cells(), axis.from(), axis.to() + 1);
    }

    /**
     * Looks at masks at the picture's size, as it was laid.
     *
     * @param logits {@code [n,h,w]} as for {@link #count}
     * @param some masks among them, and where
     * @param offset from 0 to the higher and to the lower threshold
     * @param crop the part of the content that the masks are over
     * @return what each of them is like
     */
    List<Measured> measure(final Tensor logits, final List<Part> some, final float offset, final Region crop) {
        if (some.isEmpty()) {
            return List.of();
        }
        put(some);
        numbers.clear((long) NUMBERS * some.size());
        begin(measure, logits);
        columns.give(measure).integer(columns.size);
        rows.give(measure).integer(rows.size);
        measure.buffer(parts)
                .real(offset)
                .buffer(numbers)
                .launch(blocks(most(some, Part::pixels)), some.size(), 1, THREADS);
        final int[] told = new int[NUMBERS * some.size()];
        numbers.get(told, told.length);
        final List<Measured> all = new ArrayList<>(some.size());
        for (int at = 0; at < told.length; at += NUMBERS) {
            all.add(measured(told, at, crop));
        }
        return all;
    }

    private Measured measured(final int[] told, final int at, final Region crop) {
        final boolean isEmpty = told[at + 3] == 0;
        final int y0 = crop.y() + rows.size - told[at + 2];
        final int y1 = crop.y() + told[at + 3] - 1;
        // Where rounding leaves the sides no pixel, they lie before the first, as the processor says.
        final int left = told[at + 6] == 0 ? -1 : columns.size - told[at + 6];
        return new Measured(
                (float) told[at] / told[at + 1],
                isEmpty
                        ? new MaskBox(0, 0, 0, 0)
                        : new MaskBox(crop.x() + columns.size - told[at + 4], y0, crop.x() + told[at + 5] - 1, y1),
                isEmpty ? null : new MaskBox(crop.x() + left, y0, crop.x() + told[at + 7] - 1, y1));
    }

    /**
     * Draws masks at the picture's size, as it was laid.
     *
     * @param logits {@code [n,h,w]} as for {@link #count}
     * @param some masks among them, and where
     * @param left column of the content where the first one laid is
     * @param top row of the content where the first one laid is
     * @return the pixels above 0 of each
     */
    List<RunMask> draw(final Tensor logits, final List<Part> some, final int left, final int top) {
        final int most = most(some, Part::words);
        if (most == 0) {
            return some.stream().map(part -> new RunMask()).toList();
        }
        final int[] firsts = new int[some.size() + 1];
        for (int i = 0; i < some.size(); i++) {
            firsts[i + 1] = Math.addExact(firsts[i], some.get(i).words());
        }
        final int all = firsts[some.size()];
        put(some);
        begin(draw, logits);
        columns.give(draw);
        rows.give(draw);
        draw.buffer(parts)
                .buffer(firstWords.put(firsts, some.size()))
                .buffer(words.room((long) Integer.BYTES * all))
                .launch(blocks((long) WARP * most), some.size(), 1, THREADS);
        drawn = drawn.length < all ? new int[all] : drawn;
        words.get(drawn, all);
        final List<RunMask> masks = new ArrayList<>(some.size());
        for (int i = 0; i < firsts.length - 1; i++) {
            final Part part = some.get(i);
            masks.add(RunMask.ofBits(
                    drawn,
                    firsts[i],
                    part.wordsOfRow(),
                    part.down().size(),
                    left + part.across().from(),
                    top + part.down().from()));
        }
        return masks;
    }

    private static Kernel begin(final Kernel kernel, final Tensor logits) {
        return kernel.begin()
                .address(logits.data_ptr().address())
                .integer(Math.toIntExact(logits.size(2)))
                .integer(Math.toIntExact(logits.size(1)));
    }

    private static int most(final List<Part> some, final ToIntFunction<Part> size) {
        return some.stream().mapToInt(size).max().orElse(0);
    }

    private static int blocks(final long things) {
        return Math.max(1, Kernel.blocks(things, THREADS * ROUNDS));
    }

    private void put(final List<Part> some) {
        final int[] values = new int[INTS_A_PART * some.size()];
        for (int i = 0; i < some.size(); i++) {
            some.get(i).put(values, INTS_A_PART * i);
        }
        parts.put(values, values.length);
    }

    /** One direction, there. */
    private static final class Axis {
        private final DeviceBuffer firsts;
        private final DeviceBuffer starts;
        private final DeviceBuffer weights;
        private int size;

        Axis(final CudaDevice device) {
            firsts = new DeviceBuffer(device);
            starts = new DeviceBuffer(device);
            weights = new DeviceBuffer(device);
        }

        void lay(final Way way) {
            size = way.size();
            final int[] first = new int[size];
            final int[] start = new int[size + 1];
            float[] all = new float[2 * size];
            for (int i = 0; i < size; i++) {
                final float[] some = way.weights().apply(i);
                first[i] = way.first().applyAsInt(i);
                start[i + 1] = start[i] + some.length;
                all = start[i + 1] > all.length ? Arrays.copyOf(all, 2 * start[i + 1]) : all;
                System.arraycopy(some, 0, all, start[i], some.length);
            }
            firsts.put(first, size);
            starts.put(start, size + 1);
            weights.put(all, start[size]);
        }

        Kernel give(final Kernel kernel) {
            return kernel.buffer(firsts).buffer(starts).buffer(weights);
        }
    }
}
