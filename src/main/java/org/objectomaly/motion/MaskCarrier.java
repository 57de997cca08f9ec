package org.objectomaly.motion;

import static org.bytedeco.opencv.global.opencv_core.BORDER_REPLICATE;
import static org.bytedeco.opencv.global.opencv_core.CV_32SC1;
import static org.bytedeco.opencv.global.opencv_core.add;
import static org.bytedeco.opencv.global.opencv_core.multiply;
import static org.bytedeco.opencv.global.opencv_imgproc.INTER_LINEAR;
import static org.bytedeco.opencv.global.opencv_imgproc.INTER_NEAREST;
import static org.bytedeco.opencv.global.opencv_imgproc.remap;
import static org.bytedeco.opencv.global.opencv_imgproc.resize;

import java.util.Arrays;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.javacpp.IntPointer;
import org.bytedeco.opencv.opencv_core.Mat;
import org.bytedeco.opencv.opencv_core.Rect;
import org.bytedeco.opencv.opencv_core.Scalar;
import org.bytedeco.opencv.opencv_core.Size;
import org.objectomaly.image.MaskSet;
import org.objectomaly.image.Region;

/**
 * Carries masks along the optical flow, so that fresh scores can be averaged in masks of an earlier frame.
 *
 * <p>Masks overlap, so they travel as bits, 32 of them in the word of a pixel. Where the flow is not to be trusted a pixel
 * belongs to no mask, and keeps its own fresh score.
 */
public final class MaskCarrier implements AutoCloseable {
    private static final float TRUSTED = 0.75f;

    private final Scalar nothing = new Scalar(0);
    private final Mat nowhere = new Mat();
    private final Mat scaled = new Mat();
    private final Mat positions = new Mat();
    private final Mat trust = new Mat();
    private final RunLists lists = new RunLists();
    private int width;
    private int height;
    private Mat grid;
    private IntPointer words;
    private IntPointer carriedWords;
    private Mat before;
    private Mat carried;
    private Size size;
    private float[] trusted;
    private int[] bits;

    /** A carrier for masks of any size. */
    public MaskCarrier() {}

    /**
     * Brings masks to a later frame.
     *
     * @param masks masks of an earlier frame
     * @param since the way from the later frame back to that one
     * @param frameWidth columns of the frames
     * @param frameHeight rows of the frames
     * @param into the carried masks, in the same order; those that have left the picture are empty
     */
    public void carry(
            final MaskSet masks,
            final Displacement since,
            final int frameWidth,
            final int frameHeight,
            final MaskSet into) {
        fit(masks.width(), masks.height());
        lay(since, masks.covers(), frameWidth, frameHeight);
        into.reset(width, height, masks.covers());
        for (int first = 0; first < masks.size(); first += Integer.SIZE) {
            final int count = Math.min(Integer.SIZE, masks.size() - first);
            draw(masks, first, count);
            words.put(bits, 0, bits.length);
            remap(before, carried, positions, nowhere, INTER_NEAREST, BORDER_REPLICATE, nothing);
            carriedWords.get(bits, 0, bits.length);
            lists.collect(bits, trusted, TRUSTED, width, height);
            lists.append(count, into);
        }
    }

    private void fit(final int columns, final int rows) {
        if (grid != null && width == columns && height == rows) {
            return;
        }
        release();
        width = columns;
        height = rows;
        size = new Size(width, height);
        grid = Grids.ownPositions(width, height);
        words = new IntPointer((long) width * height);
        carriedWords = new IntPointer((long) width * height);
        before = new Mat(height, width, CV_32SC1, words);
        carried = new Mat(height, width, CV_32SC1, carriedWords);
        trusted = new float[width * height];
        bits = new int[width * height];
    }

    /** Where each pixel of the masks' grid was, in pixels of that grid. */
    private void lay(final Displacement since, final Region covers, final int frameWidth, final int frameHeight) {
        final int columns = since.field().cols();
        final int rows = since.field().rows();
        final Region part = covers == null ? Region.whole(frameWidth, frameHeight) : covers;
        final int left = Math.min(columns - 1, Math.round((float) part.x() * columns / frameWidth));
        final int top = Math.min(rows - 1, Math.round((float) part.y() * rows / frameHeight));
        final int right = Math.round((float) (part.x() + part.width()) * columns / frameWidth);
        final int bottom = Math.round((float) (part.y() + part.height()) * rows / frameHeight);
        try (Rect rect = new Rect(left, top, Math.max(1, right - left), Math.max(1, bottom - top));
                Mat field = since.field().apply(rect);
                Mat believed = since.trust().apply(rect);
                Scalar ratio = new Scalar(
                        (double) frameWidth / columns * width / part.width(),
                        (double) frameHeight / rows * height / part.height());
                Mat factors = new Mat(field.rows(), field.cols(), field.type(), ratio)) {
            multiply(field, factors, scaled);
            resize(scaled, positions, size, 0, 0, INTER_LINEAR);
            add(positions, grid, positions);
            resize(believed, trust, size, 0, 0, INTER_LINEAR);
        }
        try (FloatPointer values = new FloatPointer(trust.data())) {
            values.get(trusted);
        }
    }

    private void draw(final MaskSet masks, final int first, final int count) {
        Arrays.fill(bits, 0);
        for (int mask = 0; mask < count; mask++) {
            final int bit = 1 << mask;
            for (int run = masks.firstRun(first + mask); run < masks.firstRun(first + mask + 1); run++) {
                final int row = masks.row(run) * width;
                for (int x = row + masks.from(run); x < row + masks.to(run); x++) {
                    bits[x] |= bit;
                }
            }
        }
    }

    private void release() {
        if (grid != null) {
            for (final AutoCloseable owned : new AutoCloseable[] {grid, before, carried, words, carriedWords, size}) {
                close(owned);
            }
            grid = null;
        }
    }

    private static void close(final AutoCloseable owned) {
        try {
            owned.close();
        } catch (final Exception e) {
            throw new IllegalStateException("native memory could not be given back", e);
        }
    }

    @Override
    public void close() {
        release();
        for (final Mat mat : new Mat[] {nowhere, scaled, positions, trust}) {
            mat.close();
        }
        nothing.close();
    }

    /** The runs of 32 masks, as their bits come by. */
    private static final class RunLists {
        private final int[][] runs = new int[Integer.SIZE][3 * 256];
        private final int[] ends = new int[Integer.SIZE];
        private final int[] starts = new int[Integer.SIZE];

        void collect(final int[] bits, final float[] trusted, final float least, final int columns, final int rows) {
            Arrays.fill(ends, 0);
            for (int row = 0, at = 0; row < rows; row++) {
                int before = 0;
                for (int x = 0; x < columns; x++, at++) {
                    final int now = trusted[at] >= least ? bits[at] : 0;
                    if (now != before) {
                        turn(before ^ now, now, row, x);
                        before = now;
                    }
                }
                turn(before, 0, row, columns);
            }
        }

        /** Begins or ends the runs of those masks whose bit has changed. */
        private void turn(final int changed, final int now, final int row, final int x) {
            int left = changed;
            while (left != 0) {
                final int mask = Integer.numberOfTrailingZeros(left);
                left &= left - 1;
                if ((now >>> mask & 1) == 1) {
                    starts[mask] = x;
                } else {
                    add(mask, row, starts[mask], x);
                }
            }
        }

        private void add(final int mask, final int row, final int from, final int to) {
            if (ends[mask] + 3 > runs[mask].length) {
                runs[mask] = Arrays.copyOf(runs[mask], 2 * runs[mask].length);
            }
            final int[] list = runs[mask];
            list[ends[mask]++] = row;
            list[ends[mask]++] = from;
            list[ends[mask]++] = to;
        }

        void append(final int count, final MaskSet into) {
            for (int mask = 0; mask < count; mask++) {
                final int[] list = runs[mask];
                for (int at = 0; at < ends[mask]; at += 3) {
                    into.run(list[at], list[at + 1], list[at + 2]);
                }
                into.endMask();
            }
        }
    }
}
