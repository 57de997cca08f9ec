package org.objectomaly.train;

/** PASCAL VOC's classes, by what they mean on a road. */
final class VocClasses {
    /** background, aeroplane, bicycle, bird, boat, bottle, bus, car, cat, chair, cow, diningtable, dog, horse, motorbike, person, pottedplant, sheep, sofa, train, tvmonitor. */
    static final int COUNT = 21;

    private static final boolean[] UNEXPECTED = new boolean[COUNT];
    private static final boolean[] TRAFFIC = new boolean[COUNT];

    static {
        for (final int unexpected : new int[] {1, 3, 4, 5, 8, 9, 10, 11, 12, 13, 17, 18, 20}) {
            UNEXPECTED[unexpected] = true;
        }
        for (final int traffic : new int[] {2, 6, 7, 14, 15, 19}) {
            TRAFFIC[traffic] = true;
        }
    }

    private VocClasses() {}

    /** A thing that has no business on a road. */
    static boolean isUnexpected(final int voc) {
        return UNEXPECTED[voc];
    }

    /** A thing that belongs to ordinary traffic. */
    static boolean isTraffic(final int voc) {
        return TRAFFIC[voc];
    }
}
