package org.objectomaly.cli;

import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.Map;
import org.objectomaly.cas.QueryScorer;
import org.objectomaly.cas.ScoreRule;
import org.objectomaly.nn.MaskQuality;
import org.objectomaly.oasc.MaskOrder;
import org.objectomaly.objectness.AutomaticMasks;
import org.objectomaly.objectness.BoxedMasks;
import org.objectomaly.pipeline.Method;

/**
 * One way to run the method.
 *
 * @param cas the network that scores: a name, a file, or none
 * @param rule from its logits to scores; null for the network's best
 * @param casSize at which it looks at a frame, as users write it; null for that of its authors
 * @param casQuality how a mask classifier comes to its answer
 * @param isMirrored whether such a network also sees the mirror image
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
        MaskQuality casQuality,
        boolean isMirrored,
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

    /**
     * The options that make it, in the order the tables have them.
     *
     * @param method that was made of it
     * @param refresh the networks look at every Nth frame
     * @return values by the option's name
     */
    Map<String, String> settings(final Method method, final int refresh) {
        final Map<String, String> settings = new LinkedHashMap<>();
        settings.put("cas", cas);
        settings.put(
                "score", method.cas().rule() == null ? "-" : method.cas().rule().word());
        settings.put(
                "cas-size",
                method.cas().size() == null ? "-" : method.cas().size().toString());
        final boolean hasQueries = method.cas() instanceof QueryScorer;
        settings.put("cas-quality", hasQueries ? Choice.word(casQuality) : "-");
        settings.put("cas-mirror", hasQueries ? Boolean.toString(isMirrored) : "-");
        settings.put("masks", masks);
        settings.put("mask-size", maskSize);
        final boolean asks = method.objectness() instanceof AutomaticMasks || method.objectness() instanceof BoxedMasks;
        settings.put("mask-quality", asks ? Choice.word(maskQuality) : "-");
        settings.put("prompts", asks ? sam.prompts : "-");
        settings.put("mask-order", Choice.word(maskOrder));
        settings.put("max-masks", Integer.toString(maxMasks));
        settings.put(
                "min-mask-area",
                BigDecimal.valueOf(minMaskArea).stripTrailingZeros().toPlainString());
        settings.put("refresh", Integer.toString(refresh));
        return settings;
    }
}
