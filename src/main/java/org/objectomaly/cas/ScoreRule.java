package org.objectomaly.cas;

import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** How a network's answer becomes an anomaly score, higher for what fits no known class. */
public sealed interface ScoreRule permits PixelRule, QueryRule {
    /**
     * Its name.
     *
     * @return as a constant is written
     */
    String name();

    /**
     * Its name.
     *
     * @return as users write it
     */
    default String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /**
     * All rules.
     *
     * @return those for logits of pixels, then those for queries
     */
    static List<ScoreRule> all() {
        return Stream.<ScoreRule>concat(Stream.of(PixelRule.values()), Stream.of(QueryRule.values()))
                .toList();
    }
}
