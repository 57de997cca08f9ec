package org.objectomaly.dataset;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.objectomaly.Fault;
import org.objectomaly.image.SegmentMap;

class CamVidTest {
    @TempDir
    Path folder;

    @Test
    void shouldPairPicturesWithLabelsOfTheSameName() throws IOException {
        TestPictures.picture(folder.resolve("train/b.jpg"));
        TestPictures.picture(folder.resolve("train/a.jpg"));
        assertFalse(CamVid.isIn(folder, "train"));
        TestPictures.grey(folder.resolve("trainannot/b.png"), 4);
        assertTrue(CamVid.isIn(folder, "train"));
        assertFalse(CamVid.isIn(folder, "val"));
        final List<SegmentedPicture> pairs = CamVid.open(folder, "train");
        assertEquals(1, pairs.size());
        assertEquals("b", pairs.get(0).name());
        assertEquals(4, pairs.get(0).readSegments(16, 8).get(0).numbers()[0]);
        Files.delete(folder.resolve("trainannot/b.png"));
        TestPictures.assertFault(Fault.Kind.INPUT, () -> CamVid.open(folder, "train"), "trainannot");
    }

    @Test
    void shouldTakeEveryOtherNumberForNoClass() {
        final SegmentMap numbers = new SegmentMap(4, 1);
        System.arraycopy(new int[] {0, 10, 11, 255}, 0, numbers.numbers(), 0, 4);
        assertArrayEquals(new byte[] {0, 10, -1, -1}, RoadClasses.labels(numbers));
    }

    @Test
    void shouldFindAPlaceForEachClassOfCityscapes() {
        assertEquals("sky", RoadClasses.NAMES.get(RoadClasses.of("x", 19)[10]));
        assertEquals("car", RoadClasses.NAMES.get(RoadClasses.of("x", 19)[15]));
        assertEquals(10, RoadClasses.of("x", 11)[10]);
        TestPictures.assertFault(Fault.Kind.USAGE, () -> RoadClasses.of("x", 65), "x knows 65 classes");
    }
}
