package org.objectomaly.objectness;

import java.util.Arrays;
import org.objectomaly.image.Region;
import org.objectomaly.nn.MaskPredictor;
import org.objectomaly.nn.Resampling;

/**
 * A mask at a network's own resolution, of which only the part around the object is kept.
 *
 * @param logits {@code rows * columns} from {@code top}, {@code left} on; above 0 inside the object
 * @param top first row kept
 * @param left first column kept
 * @param columns that are kept
 * @param form what the grid can tell of its stability
 * @param stability how little the mask's extent depends on the threshold, 0..1
 */
record CoarseMask(float[] logits, int top, int left, int columns, Form form, float stability) {
    /** Neighbours that interpolation looks at, beside the object's own pixels. */
    private static final int MARGIN = 2;

    /** How much of a mask is edge. */
    enum Form {
        /** Of few cells: how stable it is shows at the picture's size only. */
        SMALL,
        /** Full of holes or in pieces: at the picture's size it is less stable than here. */
        RAGGED,
        /** Large against its edge: it is as stable at the picture's size. */
        SOLID;

        /** By which share of the doubtful pixels a mask's stability may differ at the picture's size. */
        private static final double UNCERTAINTY = 0.2;

        /** Whether the grid tells on which side of a threshold a mask's stability is at the picture's size. */
        boolean decides(final float stability, final double threshold) {
            final double margin = UNCERTAINTY * (1 - stability);
            final double above = stability - threshold;
            return switch (this) {
                case SMALL -> false;
                case RAGGED -> above < -margin;
                case SOLID -> Math.abs(above) > margin;
            };
        }
    }

    /** A smaller mask is all edge. */
    private static final int FEW_CELLS = 1024;

    /** A mask whose rows are cut into shorter runs than this is all edge too. */
    private static final int SHORT_RUN = 8;

    /** What a network's logits are masks of, and where. */
    record Grid(int width, int height, Resampling across, Resampling down, float offset) {
        static Grid of(final MaskPredictor.Masks answers, final MaskPredictor.Look look, final double offset) {
            return new Grid(
                    (int) answers.logits().size(2), (int) answers.logits().size(1), look.columns(), look.rows(), (float)
                            offset);
        }
    }

    /**
     * A mask at the picture's resolution.
     *
     * @param mask pixels above 0
     * @param stability as seen there
     */
    record Enlarged(RunMask mask, float stability) {}

    /**
     * Looks at a mask.
     *
     * @param all its logits, {@code [height,width]}
     * @param grid that they are on
     * @return the mask; null if it has no pixel
     */
    static CoarseMask of(final float[] all, final Grid grid) {
        final int rows = grid.down().used();
        final int cols = grid.across().used();
        final Extent halo = new Extent();
        int inside = 0;
        int runs = 0;
        float highest = 0;
        for (int y = 0; y < rows; y++) {
            final int row = y * grid.width();
            int begin = -1;
            for (int x = 0; x < cols; x++) {
                final float logit = all[row + x];
                if (logit > -grid.offset()) {
                    begin = begin < 0 ? x : begin;
                    inside += logit > grid.offset() ? 1 : 0;
                    highest = Math.max(highest, logit);
                } else if (begin >= 0) {
                    halo.add(y, begin, x);
                    runs++;
                    begin = -1;
                }
            }
            if (begin >= 0) {
                halo.add(y, begin, cols);
                runs++;
            }
        }
        if (highest <= 0) {
            return null;
        }
        final Axis across = Axis.around(grid.across(), grid.width(), halo.x0, halo.x1);
        final Axis down = Axis.around(grid.down(), grid.height(), halo.y0, halo.y1 + 1);
        final int columns = across.cells();
        final float[] part = new float[columns * down.cells()];
        for (int i = 0; i < part.length; i += columns) {
            System.arraycopy(all, (down.begin() + i / columns) * grid.width() + across.begin(), part, i, columns);
        }
        return new CoarseMask(
                part, down.begin(), across.begin(), columns, form(halo.count, runs), (float) inside / halo.count);
    }

    /** What can be told of the stability of a mask of so many cells in so many runs. */
    static Form form(final int cells, final int runs) {
        if (cells < FEW_CELLS) {
            return Form.SMALL;
        }
        return cells < SHORT_RUN * runs ? Form.RAGGED : Form.SOLID;
    }

    /** A box that grows by runs, to one past its last column. */
    private static final class Extent {
        private int x0 = Integer.MAX_VALUE;
        private int y0 = Integer.MAX_VALUE;
        private int x1;
        private int y1;
        private int count;

        void add(final int y, final int from, final int to) {
            x0 = Math.min(x0, from);
            x1 = Math.max(x1, to);
            y0 = Math.min(y0, y);
            y1 = y;
            count += to - from;
        }
    }

    /** The box at the picture's resolution: only its sides are interpolated. Null if no pixel is left there. */
    MaskBox onPicture(final Grid grid, final Region crop) {
        final Axis columnsOf = new Axis(grid.across(), left, columns);
        final Axis rowsOf = new Axis(grid.down(), top, logits.length / columns);
        final int y0 = first(rowsOf, columnsOf, columns, 1, false);
        if (y0 < 0) {
            return null;
        }
        return new MaskBox(
                crop.x() + first(columnsOf, rowsOf, 1, columns, false),
                crop.y() + y0,
                crop.x() + first(columnsOf, rowsOf, 1, columns, true),
                crop.y() + first(rowsOf, columnsOf, columns, 1, true));
    }

    /** How a direction of the part that was kept is enlarged: {@code cells} from {@code begin} on. */
    record Axis(Resampling map, int begin, int cells) {
        /** Of {@code size} cells those from {@code first} to before {@code end}, and their neighbours. */
        static Axis around(final Resampling map, final int size, final int first, final int end) {
            final int begin = Math.max(0, first - MARGIN);
            return new Axis(map, begin, Math.min(size, end + MARGIN) - begin);
        }

        int from() {
            return map.near(begin - 1);
        }

        int to() {
            return map.near(begin + cells);
        }

        /** What was not kept is far from the object; its nearest kept neighbour is outside it as well. */
        int kept(final int cell) {
            return Math.max(0, Math.min(cells - 1, cell - begin));
        }
    }

    /** The first or last line with a pixel of the object, or -1; lines lie {@code step} apart, their cells {@code next}. */
    private int first(final Axis lines, final Axis along, final int step, final int next, final boolean fromEnd) {
        final float[] line = new float[along.cells()];
        for (int i = 0; i <= lines.to() - lines.from(); i++) {
            final int at = fromEnd ? lines.to() - i : lines.from() + i;
            blend(lines, at, step, next, line);
            for (int k = along.from(); k <= along.to(); k++) {
                if (at(along, k, line) > 0) {
                    return at;
                }
            }
        }
        return -1;
    }

    /** The mask at the picture's resolution, by interpolation of its logits. */
    Enlarged enlarged(final Grid grid, final Region crop) {
        final Axis across = new Axis(grid.across(), left, columns);
        final Axis down = new Axis(grid.down(), top, logits.length / columns);
        final int x0 = across.from();
        final int width = across.to() - x0 + 1;
        final float[] line = new float[columns];
        final byte[] pixels = new byte[width * (down.to() - down.from() + 1)];
        int inside = 0;
        int around = 0;
        for (int y = down.from(); y <= down.to(); y++) {
            blend(down, y, columns, 1, line);
            final int row = (y - down.from()) * width;
            for (int x = 0; x < width; x++) {
                final float logit = at(across, x0 + x, line);
                pixels[row + x] = (byte) (logit > 0 ? 1 : 0);
                inside += logit > grid.offset() ? 1 : 0;
                around += logit > -grid.offset() ? 1 : 0;
            }
        }
        final RunMask mask = RunMask.of(pixels, width, crop.x() + x0, crop.y() + down.from());
        return new Enlarged(mask, (float) inside / around);
    }

    /** One line of the picture, still at the cells along it. */
    private void blend(final Axis lines, final int at, final int step, final int next, final float... line) {
        Arrays.fill(line, 0);
        final float[] weights = lines.map().weights(at);
        for (int k = 0; k < weights.length; k++) {
            final int from = step * lines.kept(lines.map().first(at) + k);
            for (int i = 0; i < line.length; i++) {
                line[i] += weights[k] * logits[from + i * next];
            }
        }
    }

    private static float at(final Axis along, final int pixel, final float... line) {
        final float[] weights = along.map().weights(pixel);
        float sum = 0;
        for (int k = 0; k < weights.length; k++) {
            sum += weights[k] * line[along.kept(along.map().first(pixel) + k)];
        }
        return sum;
    }
}
