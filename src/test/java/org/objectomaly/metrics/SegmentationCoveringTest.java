package org.objectomaly.metrics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import java.util.function.IntUnaryOperator;
import org.junit.jupiter.api.Test;
import org.objectomaly.image.SegmentMap;

class SegmentationCoveringTest {
    private static final SegmentMap WHOLE = columns(x -> 0);
    private static final SegmentMap HALVES = columns(x -> x / 5);
    private static final SegmentMap STRIPES = columns(x -> x);

    @Test
    void shouldCoverASegmentByTheRegionThatFitsBest() {
        // Of ten columns, 4 are covered by 3 of them and 6 by 7.
        final SegmentMap person = columns(x -> x < 4 ? 90 : 7);
        final double covering = new SegmentationCovering().add(height -> columns(x -> x < 3 ? 0 : 1), List.of(person));
        assertEquals(0.4 * 3 / 4 + 0.6 * 6 / 7, covering, 1e-12);
    }

    @Test
    void shouldFindTheHeightThatIsBestForAllAndForEach() {
        final SegmentationCovering measure = new SegmentationCovering();
        // Below 0.3 every column is a region, from 0.3 to 0.6 there are halves, and above one.
        assertEquals(1, measure.add(SegmentationCoveringTest::cut, List.of(HALVES)), 1e-12);
        assertEquals(1, measure.add(SegmentationCoveringTest::cut, List.of(HALVES)), 1e-12);
        assertEquals(1, measure.add(SegmentationCoveringTest::cut, List.of(WHOLE)), 1e-12);
        final SegmentationCovering.Figures figures = measure.figures();
        assertEquals(3, figures.pictures());
        assertEquals(0.3, figures.height(), 1e-12);
        assertEquals((1 + 1 + 0.5) / 3, figures.ods(), 1e-12);
        assertEquals(1, figures.ois(), 1e-12);
    }

    @Test
    void shouldTakeTheMeanOfSeveralPeople() {
        assertEquals(
                (1 + 0.5 + 0.5) / 3,
                new SegmentationCovering().add(height -> HALVES, List.of(HALVES, WHOLE, WHOLE)),
                1e-12);
    }

    @Test
    void shouldRefuseWhatCannotBeMeasured() {
        final SegmentationCovering measure = new SegmentationCovering();
        assertThrows(IllegalArgumentException.class, () -> measure.add(height -> WHOLE, List.of()));
        assertThrows(
                IllegalArgumentException.class, () -> measure.add(height -> WHOLE, List.of(new SegmentMap(4, 10))));
    }

    private static SegmentMap cut(final double height) {
        return height < 0.3 ? STRIPES : height < 0.6 ? HALVES : WHOLE;
    }

    private static SegmentMap columns(final IntUnaryOperator number) {
        final SegmentMap map = new SegmentMap(10, 4);
        for (int i = 0; i < map.numbers().length; i++) {
            map.numbers()[i] = number.applyAsInt(i % 10);
        }
        return map;
    }
}
