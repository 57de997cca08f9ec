package org.objectomaly.objectness;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/** Non-maximum suppression: of boxes that overlap a lot the one with the highest score stays. */
final class Suppression {
    private Suppression() {}

    /**
     * Chooses.
     *
     * @param boxes of the masks
     * @param scores one for each; equal ones keep their order
     * @param threshold a box with a larger IoU with one that stays is dropped
     * @return numbers of those that stay, the highest score first
     */
    static List<Integer> keep(final List<MaskBox> boxes, final float[] scores, final double threshold) {
        final List<Integer> byScore = IntStream.range(0, scores.length)
                .boxed()
                .sorted(Comparator.comparing((final Integer i) -> -scores[i]))
                .toList();
        final boolean[] dropped = new boolean[scores.length];
        final List<Integer> kept = new ArrayList<>();
        for (int i = 0; i < byScore.size(); i++) {
            final int one = byScore.get(i);
            if (dropped[one]) {
                continue;
            }
            kept.add(one);
            for (final int other : byScore.subList(i + 1, byScore.size())) {
                dropped[other] |= boxes.get(one).iou(boxes.get(other)) > threshold;
            }
        }
        return kept;
    }
}
