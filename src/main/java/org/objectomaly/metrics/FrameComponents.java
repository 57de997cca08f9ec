package org.objectomaly.metrics;

import java.util.List;

/**
 * The components of one frame, in the order in which their first pixels lie, row by row.
 *
 * @param truth components of the ground truth that are large enough to count
 * @param predicted predicted components that are large enough to count and not wholly void
 */
public record FrameComponents(List<Truth> truth, List<Predicted> predicted) {
    /** Keeps copies of the lists. */
    public FrameComponents {
        truth = List.copyOf(truth);
        predicted = List.copyOf(predicted);
    }

    /**
     * A component of the ground truth.
     *
     * @param size pixels
     * @param sIou its adjusted IoU with all predicted components that touch it, 0 to 1: pixels of those within other
     *     components of the ground truth do not count against it ({@code sIoU_gt})
     */
    public record Truth(int size, double sIou) {}

    /**
     * A predicted component.
     *
     * @param size pixels that are not void
     * @param sIou its adjusted IoU with all components of the ground truth that it touches, 0 to 1
     *     ({@code sIoU_pred})
     * @param precision share of its pixels that are anomalous, 0 to 1; PPV ({@code prec_pred})
     */
    public record Predicted(int size, double sIou, double precision) {}

    /**
     * What is found at an overlap.
     *
     * @param overlap least sIoU of a found component, and least precision of a right one
     * @return components of the ground truth with at least this sIoU
     */
    public int truePositives(final double overlap) {
        return (int)
                truth.stream().filter(component -> component.sIou >= overlap).count();
    }

    /**
     * What is missed at an overlap.
     *
     * @param overlap as for {@link #truePositives}
     * @return components of the ground truth below this sIoU
     */
    public int falseNegatives(final double overlap) {
        return truth.size() - truePositives(overlap);
    }

    /**
     * What is wrong at an overlap.
     *
     * @param overlap as for {@link #truePositives}
     * @return predicted components whose precision, not sIoU, is below it
     */
    public int falsePositives(final double overlap) {
        return (int) predicted.stream()
                .filter(component -> component.precision < overlap)
                .count();
    }
}
