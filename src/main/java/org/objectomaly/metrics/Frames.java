package org.objectomaly.metrics;

import org.objectomaly.image.LabelMap;
import org.objectomaly.image.ScoreMap;

/** What every metric asks of a frame, checked before anything of it is counted. */
final class Frames {
    private Frames() {}

    /**
     * Checks that a frame can be judged. What lies under void may hold any score.
     *
     * @param scores the anomaly map
     * @param labels its ground truth
     * @throws IllegalArgumentException if the sizes differ, a label is unknown, or a judged pixel's score is NaN
     */
    static void check(final ScoreMap scores, final LabelMap labels) {
        if (scores.width() != labels.width() || scores.height() != labels.height()) {
            throw new IllegalArgumentException("the scores are " + scores.width() + "x" + scores.height()
                    + " pixels, but their labels " + labels.width() + "x" + labels.height());
        }
        final float[] values = scores.scores();
        final byte[] truth = labels.labels();
        for (int i = 0; i < values.length; i++) {
            final byte label = truth[i];
            if (label < LabelMap.ORDINARY || label > LabelMap.VOID) {
                throw new IllegalArgumentException(
                        "the label of " + place(i, scores) + " is " + label + ", which has no meaning");
            }
            if (label != LabelMap.VOID && Float.isNaN(values[i])) {
                throw new IllegalArgumentException("the score of " + place(i, scores) + " is NaN");
            }
        }
    }

    private static String place(final int index, final ScoreMap scores) {
        return "pixel (" + index % scores.width() + ", " + index / scores.width() + ")";
    }
}
