package org.objectomaly.metrics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;
import org.junit.jupiter.api.Test;

class ClassCountsTest {
    @Test
    void shouldDivideWhatIsRightByAllThatIsOrWasTakenForTheClass() {
        final ClassCounts counts = new ClassCounts(3);
        counts.add(new byte[] {0, 0, 0, 1, 1, -1}, new byte[] {0, 0, 1, 1, 0, 1});
        assertEquals(3, counts.pixels(0));
        assertEquals(2.0 / 4, counts.iou(0), 1e-12);
        assertEquals(1.0 / 3, counts.iou(1), 1e-12);
        assertTrue(Double.isNaN(counts.iou(2)), "a class that has no pixel");
        assertEquals((0.5 + 1.0 / 3) / 2, counts.meanIou(), 1e-12);
        assertEquals(3.0 / 5, counts.accuracy(), 1e-12);
    }

    @Test
    void shouldGiveTheSameForPicturesTogetherAsForOneOfAllTheirPixels() {
        final Random random = new Random(1);
        final ClassCounts apart = new ClassCounts(4);
        final byte[] labels = new byte[1000];
        final byte[] found = new byte[1000];
        for (int i = 0; i < 1000; i++) {
            labels[i] = (byte) random.nextInt(5);
            found[i] = (byte) random.nextInt(4);
            apart.add(new byte[] {labels[i]}, new byte[] {found[i]});
        }
        final ClassCounts together = new ClassCounts(4);
        together.add(labels, found);
        assertEquals(together.meanIou(), apart.meanIou());
        assertEquals(together.accuracy(), apart.accuracy());
    }

    @Test
    void shouldHaveNoFigureOfNoPixel() {
        assertTrue(Double.isNaN(new ClassCounts(2).meanIou()));
        assertTrue(Double.isNaN(new ClassCounts(2).accuracy()));
    }
}
