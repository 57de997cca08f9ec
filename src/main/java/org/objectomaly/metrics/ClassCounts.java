package org.objectomaly.metrics;

import java.util.stream.IntStream;

/** How often pixels of one class were taken for another, and the intersection over union that follows. */
public final class ClassCounts {
    private final int classes;
    /** Row by row: what it is; column by column: what it was taken for. */
    private final long[] counts;

    /**
     * Counts of no pixel.
     *
     * @param classes how many classes there are, at most 255
     */
    public ClassCounts(final int classes) {
        this.classes = classes;
        this.counts = new long[classes * classes];
    }

    /**
     * Adds pixels; those whose label is no class are passed over.
     *
     * @param labels what they are
     * @param found what they were taken for, as many, classes all of them
     */
    public void add(final byte[] labels, final byte[] found) {
        for (int i = 0; i < labels.length; i++) {
            final int label = labels[i] & 0xff;
            if (label < classes) {
                counts[label * classes + found[i]]++;
            }
        }
    }

    /**
     * Pixels of a class.
     *
     * @param c the class
     * @return how many were added
     */
    public long pixels(final int c) {
        return IntStream.range(0, classes)
                .mapToLong(other -> counts[c * classes + other])
                .sum();
    }

    /**
     * Intersection over union of a class.
     *
     * @param c the class
     * @return 0..1; NaN for a class that has no pixel
     */
    public double iou(final int c) {
        final long truth = pixels(c);
        final long taken = IntStream.range(0, classes)
                .mapToLong(other -> counts[other * classes + c])
                .sum();
        final long both = counts[c * classes + c];
        return truth == 0 ? Double.NaN : (double) both / (truth + taken - both);
    }

    /**
     * Intersection over union, averaged over the classes that occur.
     *
     * @return 0..1; NaN if none does
     */
    public double meanIou() {
        return IntStream.range(0, classes)
                .mapToDouble(this::iou)
                .filter(iou -> !Double.isNaN(iou))
                .average()
                .orElse(Double.NaN);
    }

    /**
     * Share of the pixels that were taken for what they are.
     *
     * @return 0..1; NaN if there is no pixel
     */
    public double accuracy() {
        final long right = IntStream.range(0, classes)
                .mapToLong(c -> counts[c * classes + c])
                .sum();
        return (double) right
                / IntStream.range(0, classes).mapToLong(this::pixels).sum();
    }
}
