package org.objectomaly.train;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.bytedeco.javacpp.DoublePointer;
import org.bytedeco.javacpp.IntPointer;
import org.bytedeco.opencv.global.opencv_core;
import org.bytedeco.opencv.global.opencv_imgproc;
import org.bytedeco.opencv.opencv_core.Mat;
import org.bytedeco.opencv.opencv_core.Scalar;
import org.bytedeco.opencv.opencv_core.Size;

/**
 * An endless row of samples to learn boundaries from. A sample is a random window of a random picture: flipped, turned
 * (by quarters where pictures allow it, and freely by up to 12 degrees), at half to one and a half times its size, with
 * other colours, and sometimes blurred, compressed or noisy. What a sample is follows from the seed and its number
 * alone.
 *
 * <p>Segments are warped, not boundaries, and the boundaries are drawn at the sample's size, so that lines are as thin
 * in an enlarged picture as in a reduced one.
 *
 * <p>Memory is kept for the next sample. For one thread at a time; several may have their own over the same sources.
 */
public final class BoundarySamples implements AutoCloseable {
    private static final int INTERPOLATED = opencv_imgproc.INTER_LINEAR | opencv_imgproc.WARP_INVERSE_MAP;
    private static final int NEAREST = opencv_imgproc.INTER_NEAREST | opencv_imgproc.WARP_INVERSE_MAP;

    private final List<Share> sources;
    private final double allShares;
    private final int width;
    private final int height;
    private final long seed;
    private final DoublePointer matrixValues = new DoublePointer(6);
    private final Mat matrix = new Mat(2, 3, opencv_core.CV_64FC1, matrixValues);
    private final Mat smooth = new Mat();
    private final Mat window = new Mat();
    private final Mat warped = new Mat();
    private final Size size;
    private final Size withMargin;
    private final Scalar black = new Scalar(0);
    private final List<int[]> segments = new ArrayList<>();

    /**
     * How often a source is asked.
     *
     * @param source the source
     * @param share more than 0, relative to the other sources
     */
    public record Share(BoundarySource source, double share) {}

    /**
     * Samples of one size.
     *
     * @param sources at least one; they stay the caller's to close, after the samples
     * @param width columns of a sample
     * @param height rows of a sample
     * @param seed another seed, other samples
     */
    public BoundarySamples(final List<Share> sources, final int width, final int height, final long seed) {
        this.sources = List.copyOf(sources);
        this.allShares = sources.stream().mapToDouble(Share::share).sum();
        this.width = width;
        this.height = height;
        // Neighbouring seeds must not give shifted copies of one row of numbers.
        this.seed = new SplittableRandom(seed).nextLong();
        this.size = new Size(width, height);
        this.withMargin = new Size(width + 2 * BoundaryTruth.MARGIN, height + 2 * BoundaryTruth.MARGIN);
    }

    /**
     * Makes a sample.
     *
     * @param index number of the sample
     * @param picture {@code [h,w,3]}: R, G, B normalised with ImageNet's statistics
     * @param boundary {@code [h,w]}: the share of the annotators with a boundary at a pixel, 0..1
     * @param certainty {@code [h,w]}: 1 where the boundary is known, 0 where nobody knows
     * @param taught {@code [h,w]}: the teacher's probability of a boundary, 0..1, or -1 where there is no teacher
     */
    public void fill(
            final long index,
            final float[] picture,
            final float[] boundary,
            final float[] certainty,
            final float[] taught) {
        final SplittableRandom random = new SplittableRandom(seed + index);
        final BoundarySource source = source(random);
        final BoundarySource.Entry entry = source.entry(random.nextInt(source.size()));
        final View view = View.random(random, entry, width, height, source.isUpright());
        warpPicture(entry.rgb(), view);
        Look.change(random, window, picture);
        warpTaught(entry.taught(), view, taught);
        warpSegments(entry.segments(), view);
        source.truth()
                .fill(segments.subList(0, entry.segments().size()), entry.people(), width, height, boundary, certainty);
    }

    private BoundarySource source(final SplittableRandom random) {
        double at = random.nextDouble() * allShares;
        for (final Share share : sources) {
            at -= share.share();
            if (at < 0) {
                return share.source();
            }
        }
        return sources.get(sources.size() - 1).source();
    }

    private void warpPicture(final Mat picture, final View view) {
        matrixValues.put(view.matrix(width, height, 0));
        Mat from = picture;
        if (view.scale() < 1) {
            // Fine texture would alias in the smaller picture.
            Look.blur(picture, smooth, 0.5 * Math.sqrt(1 / (view.scale() * view.scale()) - 1));
            from = smooth;
        }
        opencv_imgproc.warpAffine(from, window, matrix, size, INTERPOLATED, opencv_core.BORDER_REFLECT, black);
    }

    private void warpTaught(final Mat from, final View view, final float[] into) {
        if (from == null) {
            Arrays.fill(into, -1);
            return;
        }
        matrixValues.put(view.matrix(width, height, 0));
        opencv_imgproc.warpAffine(from, warped, matrix, size, INTERPOLATED, opencv_core.BORDER_REFLECT, black);
        final byte[] strengths = Mats.bytes(warped);
        for (int i = 0; i < into.length; i++) {
            into[i] = (strengths[i] & 0xFF) / 255f;
        }
    }

    private void warpSegments(final List<Mat> from, final View view) {
        matrixValues.put(view.matrix(width, height, BoundaryTruth.MARGIN));
        while (segments.size() < from.size()) {
            segments.add(new int[withMargin.width() * withMargin.height()]);
        }
        for (int k = 0; k < from.size(); k++) {
            opencv_imgproc.warpAffine(
                    from.get(k), warped, matrix, withMargin, NEAREST, opencv_core.BORDER_REFLECT, black);
            new IntPointer(warped.data()).get(segments.get(k));
        }
    }

    @Override
    public void close() {
        matrix.close();
        matrixValues.close();
        smooth.close();
        window.close();
        warped.close();
        size.close();
        withMargin.close();
        black.close();
    }
}
