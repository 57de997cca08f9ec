package org.objectomaly.cas;

import org.objectomaly.image.Picture;
import org.objectomaly.image.ScoreMap;

/** No network: everything is ordinary. Shows what the rest of the corridor does and costs. */
public final class NoScores implements CoarseScorer {
    /** A scorer without a network. */
    public NoScores() {}

    @Override
    public void score(final Picture picture, final ScoreMap into) {
        into.fill(lowest());
    }
}
