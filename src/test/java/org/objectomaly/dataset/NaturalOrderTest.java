package org.objectomaly.dataset;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

final class NaturalOrderTest {
    @Test
    void shouldOrderNumbersByValueAndLettersWithoutCase() {
        final List<String> ordered = List.of(
                "",
                "A1",
                "a2",
                "a02b",
                "a10",
                "a10b2",
                "a10b12",
                "B",
                "x99999999999999999999998",
                "x99999999999999999999999");
        final List<String> mixed = new ArrayList<>(ordered);
        Collections.reverse(mixed);
        mixed.sort(NaturalOrder.BY_NAME);
        assertEquals(ordered, mixed);
    }

    @Test
    void shouldTellDifferentNamesApart() {
        final List<String> names = new ArrayList<>(List.of("a1", "A1", "a01"));
        names.sort(NaturalOrder.BY_NAME);
        assertEquals(List.of("A1", "a01", "a1"), names);
    }
}
