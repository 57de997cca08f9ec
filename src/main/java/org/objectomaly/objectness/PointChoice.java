package org.objectomaly.objectness;

import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;
import org.objectomaly.Fault;
import org.objectomaly.image.Picture;
import org.objectomaly.image.Region;
import org.objectomaly.image.ScoreMap;

/**
 * Which points of a grid are worth a question. Each stands in a cell of its own; a network's answer costs the same
 * whatever is there.
 *
 * @param share of the points that are asked, above 0 to 1: those in whose cells the coarse score is highest. Elsewhere the
 *     coarse score is certain, and a mask would change little
 * @param fewWherePlain whether only every fourth point is asked where the picture shows nothing but one shade
 */
public record PointChoice(double share, boolean fewWherePlain) {
    /** Every point. */
    public static final PointChoice ALL = new PointChoice(1, false);

    /** Shades between the darkest and the brightest pixel of a plain cell, at most. */
    private static final int PLAIN = 12;

    /** Pixels of a cell that are looked at, each way. */
    private static final int SAMPLES = 12;

    /**
     * Checks the share.
     *
     * @throws Fault of kind USAGE if it is out of range
     */
    public PointChoice {
        if (!(share > 0 && share <= 1)) {
            throw Fault.of(Fault.Kind.USAGE, "--points-share is %s; give a number above 0, up to 1.", share);
        }
    }

    /**
     * Chooses.
     *
     * @param side points each way
     * @param picture the frame
     * @param seen the part of it under the grid
     * @param coarse scores of the frame, or null: then the share is not looked at
     * @return x, y of one point after the other, in pixels of the part, row by row
     */
    double[] points(final int side, final Picture picture, final Region seen, final ScoreMap coarse) {
        final double[] grid = PointGrid.over(side, seen.width(), seen.height());
        if (equals(ALL)) {
            return grid;
        }
        final boolean byScore = coarse != null && share < 1;
        final byte[] rgb = fewWherePlain ? pixels(picture) : new byte[0];
        final int[] cells = IntStream.range(0, side * side)
                .filter(i -> !fewWherePlain
                        || i / side % 2 == 0 && i % side % 2 == 0
                        || !isPlain(rgb, picture, cell(seen, side, i)))
                .toArray();
        final int most = byScore ? (int) Math.ceil(share * side * side) : cells.length;
        final double[] scores = byScore
                ? IntStream.range(0, side * side)
                        .mapToDouble(i -> highest(coarse, cell(seen, side, i)))
                        .toArray()
                : new double[side * side];
        return Arrays.stream(cells)
                .boxed()
                .sorted(Comparator.comparingDouble(i -> -scores[i]))
                .limit(most)
                .sorted()
                .flatMapToDouble(i -> Arrays.stream(grid, 2 * i, 2 * i + 2))
                .toArray();
    }

    private static byte[] pixels(final Picture picture) {
        final byte[] rgb = new byte[3 * picture.width() * picture.height()];
        picture.rgb().get(rgb);
        return rgb;
    }

    /** The pixels of the frame that are nearest to a point. */
    private static Region cell(final Region seen, final int side, final int i) {
        final int x0 = seen.width() * (i % side) / side;
        final int y0 = seen.height() * (i / side) / side;
        final int x1 = Math.max(x0 + 1, seen.width() * (i % side + 1) / side);
        final int y1 = Math.max(y0 + 1, seen.height() * (i / side + 1) / side);
        return new Region(seen.x() + x0, seen.y() + y0, x1 - x0, y1 - y0);
    }

    private static boolean isPlain(final byte[] rgb, final Picture picture, final Region cell) {
        int least = 255;
        int most = 0;
        for (int y = 0; y < cell.height(); y += 1 + cell.height() / SAMPLES) {
            for (int x = 0; x < cell.width(); x += 1 + cell.width() / SAMPLES) {
                final int at = 3 * ((cell.y() + y) * picture.width() + cell.x() + x);
                final int shade = ((rgb[at] & 0xFF) + 2 * (rgb[at + 1] & 0xFF) + (rgb[at + 2] & 0xFF)) / 4;
                least = Math.min(least, shade);
                most = Math.max(most, shade);
            }
        }
        return most - least <= PLAIN;
    }

    private static double highest(final ScoreMap coarse, final Region cell) {
        float most = Float.NEGATIVE_INFINITY;
        for (int y = cell.y(); y < cell.y() + cell.height(); y++) {
            for (int x = cell.x(); x < cell.x() + cell.width(); x++) {
                most = Math.max(most, coarse.at(x, y));
            }
        }
        return most;
    }
}
