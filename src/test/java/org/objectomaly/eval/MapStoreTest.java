package org.objectomaly.eval;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.objectomaly.image.LabelMap;
import org.objectomaly.image.ScoreMap;

final class MapStoreTest {
    @Test
    void shouldGiveBackFramesOfAnySizeInTheirOrder() {
        final Random random = new Random(5);
        final List<LabelMap> labels = new ArrayList<>();
        final List<List<ScoreMap>> maps = new ArrayList<>();
        try (MapStore store = new MapStore(2)) {
            for (final int[] size : new int[][] {{7, 3}, {31, 17}, {7, 3}, {1, 1}}) {
                final LabelMap label = new LabelMap(size[0], size[1]);
                random.nextBytes(label.labels());
                final List<ScoreMap> both = List.of(random(size, random), random(size, random));
                store.add(label, both);
                labels.add(label);
                maps.add(both);
            }
            final int[] seen = {0};
            store.replay((label, both) -> {
                final int frame = seen[0]++;
                assertEquals(labels.get(frame).width(), label.width());
                assertArrayEquals(labels.get(frame).labels(), label.labels());
                for (int i = 0; i < 2; i++) {
                    assertArrayEquals(
                            maps.get(frame).get(i).values(), both.get(i).values());
                }
            });
            assertEquals(4, seen[0]);
        }
    }

    private static ScoreMap random(final int[] size, final Random random) {
        final ScoreMap map = new ScoreMap(size[0], size[1]);
        for (int i = 0; i < map.values().length; i++) {
            map.values()[i] = random.nextFloat() - 0.5f;
        }
        return map;
    }
}
