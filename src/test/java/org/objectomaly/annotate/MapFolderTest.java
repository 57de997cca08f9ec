package org.objectomaly.annotate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ShortBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import org.bytedeco.opencv.global.opencv_core;
import org.bytedeco.opencv.global.opencv_imgcodecs;
import org.bytedeco.opencv.opencv_core.Mat;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.objectomaly.Fault;
import org.objectomaly.image.ScoreMap;

final class MapFolderTest {
    @TempDir
    Path folder;

    @Test
    void shouldKeepEveryScoreIn16Bits() {
        final ScoreMap map = new ScoreMap(301, 7);
        for (int i = 0; i < map.values().length; i++) {
            map.values()[i] = -0.1f + 1.2f * i / map.values().length;
        }
        map.values()[5] = Float.NaN;
        final Path maps = folder.resolve("new/maps");
        try (MapFolder written = new MapFolder(maps)) {
            written.write(123, map);
        }
        try (Mat read =
                opencv_imgcodecs.imread(maps.resolve("000123.png").toString(), opencv_imgcodecs.IMREAD_UNCHANGED)) {
            assertEquals(opencv_core.CV_16UC1, read.type());
            assertEquals(301, read.cols());
            assertEquals(7, read.rows());
            final ShortBuffer pixels = read.createBuffer();
            for (int i = 0; i < map.values().length; i++) {
                final float score = map.values()[i];
                final long expected = Float.isNaN(score) ? 0 : Math.round(65535.0 * Math.min(Math.max(score, 0), 1));
                assertEquals(expected, pixels.get(i) & 0xFFFF, 0.51, "pixel " + i);
            }
        }
    }

    @Test
    void shouldWriteMapsOfOneSizeAfterAnother() throws IOException {
        try (MapFolder written = new MapFolder(folder)) {
            written.write(0, new ScoreMap(4, 4));
            written.write(1_000_000, new ScoreMap(1, 1));
            written.write(0, new ScoreMap(8, 2));
        }
        try (Mat read = opencv_imgcodecs.imread(folder.resolve("000000.png").toString())) {
            assertEquals(8, read.cols());
        }
        assertTrue(Files.exists(folder.resolve("1000000.png")));
    }

    @Test
    void shouldSayWhichFolderCannotBeMade() throws IOException {
        final Path file = Files.writeString(folder.resolve("taken"), "a file");
        final Fault fault = assertThrows(Fault.class, () -> new MapFolder(file.resolve("maps")));
        assertEquals(Fault.Kind.OUTPUT, fault.kind());
        assertTrue(fault.getMessage().contains("taken"), fault.getMessage());
    }

    @Test
    void shouldReportAFullDisk() throws IOException {
        final Path full = Path.of("/dev/full");
        Assumptions.assumeTrue(Files.exists(full), "this system has no /dev/full to stand for a full disk");
        Files.createSymbolicLink(folder.resolve("000007.png"), full);
        try (MapFolder written = new MapFolder(folder)) {
            final ScoreMap map = new ScoreMap(16, 16);
            final Fault fault = assertThrows(Fault.class, () -> written.write(7, map));
            assertEquals(Fault.Kind.OUTPUT, fault.kind());
            assertTrue(fault.getMessage().contains("000007.png"), fault.getMessage());
        }
    }
}
