package org.objectomaly.objectness;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.ToDoubleBiFunction;
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
        return keep(byScore, (one, other) -> boxes.get(one).iou(boxes.get(other)), threshold, byScore.size());
    }

    /**
     * Chooses among things of any kind.
     *
     * @param byScore the highest score first
     * @param iou of the boxes of two of them
     * @param threshold one with a larger IoU with one that stays is dropped
     * @param most so many stay at most
     * @return those that stay, the highest score first
     */
    static <T> List<T> keep(
            final List<T> byScore, final ToDoubleBiFunction<T, T> iou, final double threshold, final int most) {
        final List<T> kept = new ArrayList<>();
        for (final T candidate : byScore) {
            if (kept.size() == most) {
                break;
            }
            if (kept.stream().noneMatch(better -> iou.applyAsDouble(better, candidate) > threshold)) {
                kept.add(candidate);
            }
        }
        return kept;
    }
}
