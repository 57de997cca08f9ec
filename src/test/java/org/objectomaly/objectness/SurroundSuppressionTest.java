package org.objectomaly.objectness;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SurroundSuppressionTest {
    private final SurroundSuppression suppression = new SurroundSuppression();
    private final EdgeMap into = new EdgeMap();

    @ParameterizedTest
    @CsvSource({"120,80", "7,100", "100,7", "1,1", "1,60", "60,1", "17,17"})
    void shouldWeighAgainstTheMeanOfTheSurroundings(final int width, final int height) {
        final EdgeMap edges = DrawnEdges.noise(width, height, 1, 21);
        suppression.apply(edges, into);
        assertEquals(width, into.width());
        assertEquals(height, into.height());
        final int reach = Math.max(8, Math.round(0.15f * height));
        for (int p = 0; p < width * height; p++) {
            final double own = edges.values()[p];
            final double wanted = own * own / (own + meanAround(edges, p % width, p / width, reach));
            assertEquals(wanted, into.values()[p], 1e-5);
        }
    }

    private static double meanAround(final EdgeMap edges, final int x, final int y, final int reach) {
        double sum = 0;
        int count = 0;
        for (int v = Math.max(0, y - reach); v <= Math.min(edges.height() - 1, y + reach); v++) {
            for (int u = Math.max(0, x - reach); u <= Math.min(edges.width() - 1, x + reach); u++) {
                sum += edges.values()[v * edges.width() + u];
                count++;
            }
        }
        return sum / count;
    }

    @Test
    void shouldLeaveALoneContourAlmostAsItIs() {
        final EdgeMap edges = DrawnEdges.blank(320, 180, 0);
        DrawnEdges.rectangle(edges, 100, 60, 60, 40, 0.8f);
        suppression.apply(edges, into);
        assertTrue(into.values()[80 * 320 + 100] > 0.65);
    }

    @Test
    void shouldCountStrengthsOutOfRangeAsTheNearest() {
        final EdgeMap edges = DrawnEdges.blank(40, 30, 0);
        edges.values()[15 * 40 + 10] = Float.NaN;
        edges.values()[15 * 40 + 20] = Float.POSITIVE_INFINITY;
        edges.values()[15 * 40 + 30] = -5;
        suppression.apply(edges, into);
        assertEquals(0, into.values()[15 * 40 + 10]);
        assertEquals(1, into.values()[15 * 40 + 20], 0.02);
        assertEquals(0, into.values()[15 * 40 + 30]);
    }
}
