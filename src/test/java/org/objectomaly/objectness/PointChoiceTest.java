package org.objectomaly.objectness;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.objectomaly.Fault;
import org.objectomaly.image.Picture;
import org.objectomaly.image.Region;
import org.objectomaly.image.ScoreMap;

class PointChoiceTest {
    private static final int SIDE = 8;

    private final Picture picture = new Picture(160, 80);
    private final Region whole = Region.whole(160, 80);
    private final ScoreMap coarse = new ScoreMap(160, 80);

    @Test
    void shouldAskEverythingUnlessToldOtherwise() {
        assertArrayEquals(PointGrid.over(SIDE, 160, 80), PointChoice.ALL.points(SIDE, picture, whole, coarse));
        assertArrayEquals(
                PointGrid.over(SIDE, 160, 80), new PointChoice(0.1, false).points(SIDE, picture, whole, null));
    }

    /** One bright pixel is enough, wherever it is in the cell. */
    @Test
    void shouldAskWhereTheCoarseScoreIsHighest() {
        coarse.values()[79 * 160 + 159] = 3;
        coarse.values()[41 * 160 + 61] = 2;
        final double[] asked = new PointChoice(2.0 / 64, false).points(SIDE, picture, whole, coarse);
        assertArrayEquals(new double[] {70, 45, 150, 75}, asked, 1e-9);
    }

    @Test
    void shouldAskEveryFourthPointOfAPlainPicture() {
        assertEquals(2 * 16, new PointChoice(1, true).points(SIDE, picture, whole, null).length);
        final byte[] row = new byte[3 * 160];
        Arrays.fill(row, 3 * 80, row.length, (byte) 200);
        for (int y = 0; y < 80; y += 2) {
            picture.overwrite().position(3L * 160 * y).put(row);
        }
        picture.rgb().position(0);
        final double[] asked = new PointChoice(1, true).points(SIDE, picture, whole, null);
        assertEquals(2 * (8 + 32), asked.length);
        assertTrue(Arrays.stream(asked).allMatch(value -> value > 0 && value < 160));
    }

    /** The part that is looked at need not be the frame. */
    @Test
    void shouldCountFromTheCornerOfThePart() {
        coarse.values()[70 * 160 + 100] = 1;
        final double[] asked =
                new PointChoice(1.0 / 64, false).points(SIDE, picture, new Region(80, 40, 80, 40), coarse);
        assertArrayEquals(new double[] {25, 32.5}, asked, 1e-9);
    }

    @ParameterizedTest
    @ValueSource(doubles = {0, -1, 1.01, Double.NaN})
    void shouldRefuseOtherShares(final double share) {
        assertThrows(Fault.class, () -> new PointChoice(share, false));
    }
}
