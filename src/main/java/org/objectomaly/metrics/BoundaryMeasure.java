package org.objectomaly.metrics;

import java.util.Arrays;
import java.util.List;
import org.objectomaly.image.SegmentMap;

/**
 * Measures boundary maps against the segmentations of several people, picture by picture: F at the best threshold of all
 * pictures (ODS) and of each (OIS), and AP, in the manner of the Berkeley benchmark (P. Arbelaez, M. Maire, C. Fowlkes,
 * J. Malik, TPAMI 2011).
 *
 * <p>Pixels match by distance alone, where the benchmark looks for a one-to-one matching: within 0.75 % of the
 * picture's diagonal. So figures come out higher, by about 0.05 for a good map, and compare only with others of this
 * measure.
 *
 * <p>All thresholds are counted in one pass: a boundary pixel is found at all thresholds up to the strongest pixel in
 * its reach. Memory is that of one picture. For one thread at a time.
 */
public final class BoundaryMeasure {
    /** How far apart two pixels may be, as a share of the diagonal. */
    private static final double REACH = 0.0075;

    private final BoundaryThinning thinning = new BoundaryThinning();
    private final BoundaryCounts total = new BoundaryCounts();
    private BoundaryPoint ois = new BoundaryPoint(Double.NaN, 0, 0, 0, 0);
    private int pictures;
    /** Per pixel the strongest in reach of it, where that was asked for; else NaN. */
    private double[] strongest = new double[0];

    private boolean[] nearTruth = new boolean[0];

    /** A measure of no picture. */
    public BoundaryMeasure() {}

    /**
     * Thins a map and measures it.
     *
     * @param strengths boundary strengths at the picture's own size {@code [H,W]}, 0..1, row-major; more values may follow
     * @param annotators the segmentations, at least one, all of the picture's size
     * @return the picture's own counts
     * @throws IllegalArgumentException if a strength is NaN, or there is no annotator, or two have different sizes
     */
    public BoundaryCounts add(final float[] strengths, final List<SegmentMap> annotators) {
        check(strengths.length, annotators);
        final SegmentMap first = annotators.get(0);
        for (int i = 0; i < first.width() * first.height(); i++) {
            if (Float.isNaN(strengths[i])) {
                throw new IllegalArgumentException(
                        "the boundary strength of pixel (" + i % first.width() + ", " + i / first.width() + ") is NaN");
            }
        }
        thinning.apply(strengths, first.width(), first.height());
        return addThin(thinning.thinned(), annotators);
    }

    /**
     * Measures a map whose boundaries are lines already, such as the outlines of masks.
     *
     * @param strengths as for {@link #add}, not NaN
     * @param annotators as for {@link #add}
     * @return the picture's own counts
     * @throws IllegalArgumentException if there is no annotator, or two have different sizes
     */
    public BoundaryCounts addThin(final double[] strengths, final List<SegmentMap> annotators) {
        check(strengths.length, annotators);
        final int width = annotators.get(0).width();
        final int height = annotators.get(0).height();
        final int pixels = width * height;
        makeRoom(pixels);
        final BoundaryCounts counts = new BoundaryCounts();
        final int[] disc = disc(width, height);
        for (final SegmentMap annotator : annotators) {
            final boolean[] boundary = annotator.boundary();
            for (int i = 0; i < pixels; i++) {
                if (boundary[i]) {
                    if (Double.isNaN(strongest[i])) {
                        strongest[i] = look(strengths, i % width, i / width, width, height, disc);
                    }
                    counts.addTruth(strongest[i]);
                }
            }
        }
        for (int i = 0; i < pixels; i++) {
            if (strengths[i] > 0) {
                counts.addPredicted(strengths[i], nearTruth[i]);
            }
        }
        total.add(counts);
        ois = ois.plus(counts.best());
        pictures++;
        return counts;
    }

    /**
     * The figures over all pictures so far.
     *
     * @return the figures, 0 without a picture
     */
    public BoundaryFigures figures() {
        return new BoundaryFigures(pictures, total.best(), ois, total.averagePrecision());
    }

    /**
     * How far apart two pixels may be.
     *
     * @param width columns of the picture
     * @param height rows of the picture
     * @return the largest squared distance in pixels
     */
    public static double squaredReach(final int width, final int height) {
        return REACH * REACH * ((double) height * height + (double) width * width);
    }

    /** The strongest pixel in reach of a boundary pixel; on the way these pixels are noted to have a boundary in reach. */
    private double look(
            final double[] strengths,
            final int atX,
            final int atY,
            final int width,
            final int height,
            final int[] disc) {
        final int radius = disc.length / 2;
        double most = 0;
        for (int y = Math.max(0, atY - radius); y <= Math.min(height - 1, atY + radius); y++) {
            final int half = disc[y - atY + radius];
            for (int x = Math.max(0, atX - half); x <= Math.min(width - 1, atX + half); x++) {
                most = Math.max(most, strengths[y * width + x]);
                nearTruth[y * width + x] = true;
            }
        }
        return most;
    }

    /** How many columns to each side are in reach, for each row from the topmost to the lowest. */
    private static int[] disc(final int width, final int height) {
        final double reach = squaredReach(width, height);
        final int radius = (int) Math.sqrt(reach);
        final int[] disc = new int[2 * radius + 1];
        Arrays.setAll(disc, i -> (int) Math.sqrt(reach - (i - radius) * (i - radius)));
        return disc;
    }

    private static void check(final int values, final List<SegmentMap> annotators) {
        if (annotators.isEmpty()) {
            throw new IllegalArgumentException("a picture without an annotator cannot be measured");
        }
        final SegmentMap first = annotators.get(0);
        for (final SegmentMap other : annotators) {
            if (other.width() != first.width() || other.height() != first.height()) {
                throw new IllegalArgumentException("the segmentations of a picture are " + first.width() + "x"
                        + first.height() + " and " + other.width() + "x" + other.height() + " pixels");
            }
        }
        if (values < first.width() * first.height()) {
            throw new IllegalArgumentException(
                    values + " strengths are too few for " + first.width() + "x" + first.height() + " pixels");
        }
    }

    private void makeRoom(final int pixels) {
        if (strongest.length < pixels) {
            strongest = new double[pixels];
            nearTruth = new boolean[pixels];
        }
        Arrays.fill(strongest, 0, pixels, Double.NaN);
        Arrays.fill(nearTruth, 0, pixels, false);
    }
}
