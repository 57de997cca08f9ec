package org.objectomaly.train;

/** How often pixels of one class were taken for another. */
final class Confusion {
    private final int classes;
    private final long[] counts;

    Confusion(final int classes) {
        this.classes = classes;
        this.counts = new long[classes * classes];
    }

    /** Adds pixels; those whose label is no class are passed over. */
    void add(final byte[] labels, final byte[] found) {
        for (int i = 0; i < labels.length; i++) {
            final int label = labels[i] & 0xff;
            if (label < classes) {
                counts[label * classes + found[i]]++;
            }
        }
    }

    /** Intersection over union, averaged over the classes that occur; 0..1. */
    double meanIou() {
        double sum = 0;
        int occurring = 0;
        for (int c = 0; c < classes; c++) {
            long truth = 0;
            long taken = 0;
            for (int other = 0; other < classes; other++) {
                truth += counts[c * classes + other];
                taken += counts[other * classes + c];
            }
            final long both = counts[c * classes + c];
            if (truth > 0) {
                sum += (double) both / (truth + taken - both);
                occurring++;
            }
        }
        return sum / occurring;
    }
}
