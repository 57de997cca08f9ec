package org.objectomaly.cas;

import org.objectomaly.image.Picture;
import org.objectomaly.image.ScoreMap;
import org.objectomaly.nn.AnalysisSize;

/** CAS, coarse anomaly scoring: the first stage of the method. Makes the map A0 of a picture. */
public interface CoarseScorer extends AutoCloseable {
    /**
     * Scores every pixel of the picture's content; the pixels outside it get {@link #lowest()}, or less where all that is
     * in it has less.
     *
     * @param picture the frame
     * @param into the map A0, of the picture's size
     */
    void score(Picture picture, ScoreMap into);

    /**
     * The score of a pixel that nothing was seen in.
     *
     * @return 0
     */
    default float lowest() {
        return 0;
    }

    /**
     * How logits become scores.
     *
     * @return the rule, or null if there are no logits
     */
    default ScoreRule rule() {
        return null;
    }

    /**
     * The size at which it looks at pictures.
     *
     * @return what it was made with, or null if it does not look
     */
    default AnalysisSize size() {
        return null;
    }

    @Override
    default void close() {}
}
