package org.objectomaly.eval;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.objectomaly.Fault;
import org.objectomaly.image.LabelMap;
import org.objectomaly.image.ScoreMap;

final class MapStoreTest {
    @TempDir
    Path folder;

    @Test
    void shouldSayAtTheFirstFrameThatTheDiskIsTooSmall() {
        try (MapStore store = new MapStore(folder, 2, Long.MAX_VALUE / 1000)) {
            final ScoreMap map = new ScoreMap(4, 4);
            final Fault fault = assertThrows(Fault.class, () -> store.add(new LabelMap(4, 4), List.of(map, map)));
            assertEquals(Fault.Kind.OUTPUT, fault.kind());
            assertTrue(fault.getMessage().contains(folder.toString()), fault.getMessage());
            store.replay((labels, maps) -> fail("nothing was kept"));
        }
    }

    @Test
    void shouldLeaveNoFileBehind() throws IOException {
        new MapStore(folder, 1, 1).close();
        try (Stream<Path> files = Files.list(folder)) {
            assertEquals(0, files.count());
        }
    }

    @Test
    void shouldGiveBackFramesOfAnySizeInTheirOrder() {
        final Random random = new Random(5);
        final List<LabelMap> labels = new ArrayList<>();
        final List<List<ScoreMap>> maps = new ArrayList<>();
        try (MapStore store = new MapStore(folder, 2, 4)) {
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
