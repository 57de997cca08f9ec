package org.objectomaly.cli;

import org.objectomaly.cas.ScoreRule;
import org.objectomaly.nn.MaskQuality;
import org.objectomaly.oasc.MaskOrder;

/**
 * One way to run the method.
 *
 * @param cas the network that scores: a name, a file, or none
 * @param rule from its logits to scores; null for the network's best
 * @param casSize at which it looks at a frame, as users write it
 * @param masks what finds objects: a name, a file, or none
 * @param maskSize at which it looks at a frame
 * @param maskQuality how a network of the SAM family comes to its masks
 * @param sam what such a network is asked, and what of its answers is kept
 * @param maskOrder which of two overlapping masks wins
 * @param maxMasks masks a frame, at most
 * @param minMaskArea share of the frame below which a mask is dropped
 */
record MethodChoice(
        String cas,
        ScoreRule rule,
        String casSize,
        String masks,
        String maskSize,
        MaskQuality maskQuality,
        SamOptions sam,
        MaskOrder maskOrder,
        int maxMasks,
        double minMaskArea) {
    /**
     * How many of the threads each of its networks gets. Both are at work at the same time, so they share: with all
     * threads for each, they would wait for cores and for each other.
     *
     * @param threads for all, 1 or more
     * @return for each network, 1 or more
     */
    int threadsEach(final int threads) {
        final boolean both = !cas.equals(Networks.NONE) && !masks.equals(Networks.NONE);
        return both ? Math.max(1, threads / 2) : threads;
    }
}
