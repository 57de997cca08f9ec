package org.objectomaly.annotate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.objectomaly.image.MaskSet;
import org.objectomaly.image.ScoreMap;

final class ObjectFinderTest {
    private final AnomalyObjects objects = new AnomalyObjects();

    @Test
    void shouldMeasureAnObject() {
        new ObjectFinder(0.5f, 1).find(map("....", ".59.", "..7."), objects);
        assertEquals(1, objects.size());
        final AnomalyObject object = objects.get(0);
        assertEquals(
                List.of(2, 1, 1, 2, 2),
                List.of(object.x(), object.y(), object.width(), object.height(), object.area()));
        assertEquals(0.8f, object.mean(), 1e-6f);
        assertEquals(0.9f, object.max(), 1e-6f);
    }

    @Test
    void shouldJoinWhatTouchesAtACorner() {
        new ObjectFinder(0.5f, 1).find(map("9...", ".9..", "..9.", "9..9"), objects);
        assertEquals(2, objects.size());
        assertEquals(4, objects.get(0).area());
        assertEquals(1, objects.get(1).area());
    }

    @Test
    void shouldJoinTwoArmsThatMeetBelow() {
        new ObjectFinder(0.5f, 1).find(map("9.9.9", "9.9.9", "99999"), objects);
        assertEquals(1, objects.size());
        assertEquals(11, objects.get(0).area());
    }

    @Test
    void shouldLeaveOutWhatIsTooSmall() {
        new ObjectFinder(0.5f, 2).find(map("9..99", "....."), objects);
        assertEquals(1, objects.size());
        assertEquals(3, objects.get(0).x());
    }

    @Test
    void shouldFindNothingInAQuietMap() {
        final ScoreMap quiet = new ScoreMap(64, 48);
        new ObjectFinder(0.5f, 1).find(quiet, objects);
        assertEquals(0, objects.size());
        assertEquals(0, objects.pixels().size());
    }

    @Test
    void shouldAgreeWithFloodFillOnRandomMaps() {
        final Random random = new Random(3);
        for (int round = 0; round < 200; round++) {
            final ScoreMap map = new ScoreMap(1 + random.nextInt(40), 1 + random.nextInt(30));
            final float density = random.nextFloat();
            for (int i = 0; i < map.values().length; i++) {
                map.values()[i] = random.nextFloat() < density ? 1 : 0;
            }
            new ObjectFinder(0.5f, 1).find(map, objects);
            assertEquals(floodFill(map), drawn(map));
        }
    }

    /** Labels as the finder gives them, made comparable: every pixel has its object's first pixel. */
    private List<Integer> drawn(final ScoreMap map) {
        final Integer[] labels = new Integer[map.values().length];
        Arrays.fill(labels, -1);
        final MaskSet pixels = objects.pixels();
        assertEquals(objects.size(), pixels.size());
        for (int object = 0; object < pixels.size(); object++) {
            final int first = pixels.row(pixels.firstRun(object)) * map.width() + pixels.from(pixels.firstRun(object));
            for (int run = pixels.firstRun(object); run < pixels.firstRun(object + 1); run++) {
                for (int x = pixels.from(run); x < pixels.to(run); x++) {
                    final int at = pixels.row(run) * map.width() + x;
                    assertEquals(-1, labels[at], "a pixel belongs to one object only");
                    labels[at] = first;
                }
            }
        }
        return Arrays.asList(labels);
    }

    private static List<Integer> floodFill(final ScoreMap map) {
        final Integer[] labels = new Integer[map.values().length];
        Arrays.fill(labels, -1);
        for (int start = 0; start < labels.length; start++) {
            if (map.values()[start] > 0.5f && labels[start] < 0) {
                final List<Integer> open = new ArrayList<>(List.of(start));
                labels[start] = start;
                while (!open.isEmpty()) {
                    final int at = open.remove(open.size() - 1);
                    for (int dy = -1; dy <= 1; dy++) {
                        for (int dx = -1; dx <= 1; dx++) {
                            final int x = at % map.width() + dx;
                            final int y = at / map.width() + dy;
                            if (x >= 0 && x < map.width() && y >= 0 && y < map.height()) {
                                final int there = y * map.width() + x;
                                if (map.values()[there] > 0.5f && labels[there] < 0) {
                                    labels[there] = start;
                                    open.add(there);
                                }
                            }
                        }
                    }
                }
            }
        }
        assertTrue(labels.length > 0);
        return Arrays.asList(labels);
    }

    /** A map drawn with digits (tenths) and points (0). */
    static ScoreMap map(final String... rows) {
        final ScoreMap map = new ScoreMap(rows[0].length(), rows.length);
        for (int y = 0; y < rows.length; y++) {
            for (int x = 0; x < rows[y].length(); x++) {
                final char digit = rows[y].charAt(x);
                map.values()[y * map.width() + x] = digit == '.' ? 0 : (digit - '0') / 10f;
            }
        }
        return map;
    }
}
