package org.objectomaly.dataset;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.objectomaly.dataset.TestPictures.assertFault;
import static org.objectomaly.dataset.TestPictures.grey;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.objectomaly.Fault;

final class MaskSequenceTest {
    @TempDir
    Path folder;

    private MaskSequence open() {
        return MaskSequence.open(folder, OptionalInt.empty());
    }

    @Test
    void shouldReadTheMaskOfAFrameAtTheFramesSize() throws IOException {
        grey(folder.resolve("000012.png"), new int[][] {{0, 1}});
        grey(folder.resolve("frame_7_labels.png"), new int[][] {{255, 0}});
        grey(folder.resolve("seq1_720p_000053_semantic_ood.PNG.png"), new int[][] {{1, 1}});
        grey(folder.resolve(".000001.png"), new int[][] {{1, 1}});
        Files.writeString(folder.resolve("9.txt"), "x");
        final MaskSequence masks = open();
        assertEquals(3, masks.size());
        assertArrayEquals(new byte[] {0, 0, 1, 1}, masks.labels(12, 4, 1).labels());
        assertArrayEquals(new byte[] {2, 0}, masks.labels(7, 2, 1).labels());
        assertTrue(masks.has(53));
        assertFalse(masks.has(1));
        assertNull(masks.labels(13, 2, 1));
        assertNull(masks.labels(1, 2, 1));
    }

    @Test
    void shouldTakeTheUsersAnomalyValue() throws IOException {
        grey(folder.resolve("0.png"), new int[][] {{0, 255}});
        assertArrayEquals(
                new byte[] {0, 1},
                MaskSequence.open(folder, OptionalInt.of(255)).labels(0, 2, 1).labels());
        assertArrayEquals(new byte[] {0, 2}, open().labels(0, 2, 1).labels());
    }

    @Test
    void shouldRefuseTwoMasksForOneFrameAndOneForNone() throws IOException {
        grey(folder.resolve("012.png"), new int[][] {{0}});
        grey(folder.resolve("mask_12.png"), new int[][] {{0}});
        assertFault(Fault.Kind.INPUT, this::open, "012.png", "mask_12.png", "frame 12");
        Files.delete(folder.resolve("012.png"));
        grey(folder.resolve("road.png"), new int[][] {{0}});
        assertFault(Fault.Kind.INPUT, this::open, "road.png", "no frame number");
    }

    @Test
    void shouldRefuseAFolderWithoutMasks() {
        assertFault(Fault.Kind.INPUT, this::open, "holds no mask");
        assertFault(
                Fault.Kind.INPUT,
                () -> MaskSequence.open(folder.resolve("none"), OptionalInt.empty()),
                "There is no folder");
    }
}
