package org.objectomaly.annotate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

final class CaptionTest {
    private final Caption caption = new Caption();

    @Test
    void shouldWriteTimes() {
        assertEquals("00:00.000", time(0));
        assertEquals("01:23.457", time(83.4566));
        assertEquals("59:59.999", time(3599.9994));
        assertEquals("1:00:00.000", time(3599.9996));
        assertEquals("27:46:40.250", time(100_000.25));
        assertEquals("-00:00.040", time(-0.04));
        assertEquals("00:00.000", time(Double.NaN));
    }

    @Test
    void shouldWriteScores() {
        assertEquals("0.83", score(0.8349));
        assertEquals("1.00", score(0.996));
        assertEquals("12.05", score(12.05));
        assertEquals("-0.50", score(-0.5));
        assertEquals("0.00", score(-0.001));
        assertEquals("9999.99", score(Double.POSITIVE_INFINITY));
    }

    @Test
    void shouldWriteNumbersOfAnyLength() {
        assertEquals("0", caption.clear().number(0, 1).toString());
        assertEquals("007", caption.clear().number(7, 3).toString());
        assertEquals(
                "#1234567 ",
                caption.clear().text("#").number(1234567, 1).text(" ").toString());
        assertTrue(time(Double.POSITIVE_INFINITY).length() < 40);
        assertEquals(
                Long.toString(Long.MAX_VALUE),
                caption.clear().number(Long.MAX_VALUE, 1).toString());
    }

    private String time(final double seconds) {
        return caption.clear().time(seconds).toString();
    }

    private String score(final double score) {
        return caption.clear().score(score).toString();
    }
}
