package org.objectomaly.image;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import org.junit.jupiter.api.Test;

final class MaskSetTest {
    private final MaskSet masks = new MaskSet();

    @Test
    void shouldCountTheAreaOfEachMask() {
        masks.reset(10, 10);
        masks.run(1, 2, 5);
        masks.run(2, 0, 10);
        masks.endMask();
        masks.endMask();
        masks.run(9, 9, 10);
        masks.endMask();
        assertEquals(3, masks.size());
        assertEquals(13, masks.area(0));
        assertEquals(0, masks.area(1));
        assertEquals(1, masks.area(2));
        assertEquals(2, masks.firstRun(2));
        assertEquals(3, masks.firstRun(3));
    }

    @Test
    void shouldKeepRunsWhileItGrows() {
        masks.reset(100_000, 100);
        for (int mask = 0; mask < 300; mask++) {
            for (int run = 0; run < 100; run++) {
                masks.run(run, mask, mask + run + 1);
            }
            masks.endMask();
        }
        assertEquals(300, masks.size());
        for (int mask = 0; mask < 300; mask++) {
            assertEquals(5050, masks.area(mask));
            final int run = masks.firstRun(mask) + 77;
            assertEquals(77, masks.row(run));
            assertEquals(mask, masks.from(run));
            assertEquals(mask + 78, masks.to(run));
        }
    }

    @Test
    void shouldForgetEverythingOnReset() {
        masks.reset(4, 4, new Region(1, 1, 2, 2));
        masks.run(0, 0, 4);
        masks.endMask();
        masks.reset(8, 6);
        assertEquals(0, masks.size());
        assertEquals(8, masks.width());
        assertEquals(6, masks.height());
        assertNull(masks.covers());
    }
}
