package org.objectomaly.dataset;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.objectomaly.Fault;
import org.objectomaly.image.Picture;
import org.objectomaly.image.SegmentMap;

class BerkeleySegmentsTest {
    @TempDir
    Path folder;

    @Test
    void shouldFindEachPictureWithTheSegmentsOfAllPeople() throws IOException {
        TestPictures.picture(folder.resolve("images/val/12.jpg"));
        TestPictures.picture(folder.resolve("images/val/3.jpg"));
        TestPictures.picture(folder.resolve("images/val/alone.jpg"));
        TestPictures.grey(folder.resolve("segments/val/12_0.png"), 1, 2, 3);
        TestPictures.grey(folder.resolve("segments/val/12_1.png"), 7, 7, 208);
        TestPictures.grey(folder.resolve("segments/val/3_0.png"), 1);
        TestPictures.grey(folder.resolve("segments/val/112_0.png"), 1);
        assertTrue(BerkeleySegments.isIn(folder));
        final List<SegmentedPicture> pictures = BerkeleySegments.open(folder, "val");
        assertEquals(
                List.of("3", "12"),
                pictures.stream().map(SegmentedPicture::name).toList());
        try (Picture picture = pictures.get(1).readPicture()) {
            final List<SegmentMap> people = pictures.get(1).readSegments(picture.width(), picture.height());
            assertEquals(2, people.size());
            assertArrayEquals(
                    new int[] {7, 7, 208, 0}, Arrays.copyOf(people.get(1).numbers(), 4));
        }
    }

    @Test
    void shouldExplainWhatIsMissing() throws IOException {
        TestPictures.picture(folder.resolve("images/val/12.jpg"));
        assertFalse(BerkeleySegments.isIn(folder));
        Files.createDirectories(folder.resolve("segments/val"));
        assertTrue(BerkeleySegments.isIn(folder));
        TestPictures.assertFault(
                Fault.Kind.INPUT, () -> BerkeleySegments.open(folder, "test"), "images/test", "segments/test", "val");
        TestPictures.assertFault(Fault.Kind.INPUT, () -> BerkeleySegments.open(folder, "val"), "ID_0.png");
        TestPictures.assertFault(
                Fault.Kind.INPUT, () -> BerkeleySegments.open(folder.resolve("none"), "val"), "no folder");
    }

    @Test
    void shouldRefuseSegmentsOfAnotherSize() throws IOException {
        TestPictures.picture(folder.resolve("images/val/12.png"), 20, 10);
        TestPictures.grey(folder.resolve("segments/val/12_0.png"), 1);
        final SegmentedPicture picture = BerkeleySegments.open(folder, "val").get(0);
        TestPictures.assertFault(Fault.Kind.INPUT, () -> picture.readSegments(20, 10), "12_0.png", "16x8", "20x10");
    }
}
