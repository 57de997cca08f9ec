package org.objectomaly.dataset;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.objectomaly.dataset.TestPictures.assertFault;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.objectomaly.Fault;

final class LabelFileTest {
    private static final int BLUE = 0xFF0000FF;
    private static final int RED = 0xFFFF0000;

    @TempDir
    Path folder;

    private static byte[] read(final Path file, final Layout layout, final int width, final int height) {
        return LabelFile.read(file, LabelRule.of(layout, OptionalInt.empty(), file), width, height)
                .labels();
    }

    @Test
    void shouldReadGreyValuesAsStored() throws IOException {
        final Path file = TestPictures.grey(folder.resolve("a.png"), new int[][] {{0, 1}, {255, 0}});
        assertArrayEquals(new byte[] {0, 1, 2, 0}, read(file, Layout.FOLDERS, 2, 2));
    }

    @Test
    void shouldReadGreyValuesOf16BitsAsStored() throws IOException {
        final Path file = TestPictures.grey16(folder.resolve("a.png"), new int[][] {{0, 1}, {255, 0}});
        assertArrayEquals(new byte[] {0, 1, 2, 0}, read(file, Layout.FOLDERS, 2, 2));
        final Path wide = TestPictures.grey16(folder.resolve("b.png"), new int[][] {{0, 257}});
        assertFault(Fault.Kind.INPUT, () -> read(wide, Layout.FOLDERS, 2, 1), "value 257 in 1 pixels");
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 4, 8})
    void shouldReadTheIndicesOfAPaletteAndNotItsColours(final int bits) throws IOException {
        final Path file = TestPictures.palette(folder.resolve("a.png"), bits, new int[][] {{0, 2, 1}, {0, 0, 2}});
        assertArrayEquals(new byte[] {0, 1, 1, 0, 0, 1}, read(file, Layout.ROAD_ANOMALY, 3, 2));
    }

    @Test
    void shouldReadSingleBits() throws IOException {
        final int[][] values = {{0, 1, 0, 0, 0, 0, 0, 0, 1}, {1, 0, 0, 0, 0, 0, 0, 0, 0}};
        final byte[] expected = {0, 1, 0, 0, 0, 0, 0, 0, 1, 1, 0, 0, 0, 0, 0, 0, 0, 0};
        assertArrayEquals(expected, read(TestPictures.bits(folder.resolve("a.png"), values), Layout.FOLDERS, 9, 2));
        assertArrayEquals(
                expected, read(TestPictures.palette(folder.resolve("b.png"), 1, values), Layout.FOLDERS, 9, 2));
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void shouldReadBlueAsOrdinaryAndRedAsAnomaly(final boolean alpha) throws IOException {
        final Path file = TestPictures.colours(folder.resolve("a.png"), alpha, new int[][] {{BLUE, RED}, {RED, BLUE}});
        assertArrayEquals(new byte[] {0, 1, 1, 0}, read(file, Layout.FOLDERS, 2, 2));
    }

    @Test
    void shouldReadGreyInThreeChannelsAsValues() throws IOException {
        final int[][] rgb = {{0xFF000000, 0xFF010101, 0xFFFFFFFF}};
        assertArrayEquals(
                new byte[] {0, 1, 2},
                read(TestPictures.colours(folder.resolve("a.png"), false, rgb), Layout.FOLDERS, 3, 1));
    }

    @Test
    void shouldRefuseAColourThatMeansNothing() throws IOException {
        final int[][] rgb = {{BLUE, RED, 0xFF00FF00, 0xFF00FF00, 0xFF000000}};
        final Path file = TestPictures.colours(folder.resolve("green.png"), false, rgb);
        assertFault(
                Fault.Kind.INPUT,
                () -> read(file, Layout.FOLDERS, 5, 1),
                "green.png",
                "colour 0,255,0 in 2 pixels",
                "blue 0,0,255 (ordinary) and red 255,0,0 (anomaly)");
        rgb[0][2] = BLUE;
        rgb[0][3] = BLUE;
        TestPictures.colours(file, false, rgb);
        assertFault(Fault.Kind.INPUT, () -> read(file, Layout.FOLDERS, 5, 1), "colour 0,0,0 in 1 pixels");
    }

    @Test
    void shouldRefuseAValueThatMeansNothingEvenWhereItIsNotSampled() throws IOException {
        final int[][] values = new int[9][9];
        values[0][0] = 3;
        values[8][8] = 3;
        values[8][7] = 4;
        final Path file = TestPictures.grey(folder.resolve("a.png"), values);
        assertFault(
                Fault.Kind.INPUT,
                () -> read(file, Layout.SMIYC, 1, 1),
                "a.png has the value 3 in 2 pixels",
                "0 (ordinary), 1 (anomaly) and 255 (void)");
        assertFault(Fault.Kind.INPUT, () -> read(file, Layout.ROAD_ANOMALY, 1, 1), "0 (ordinary), 1 and 2 (anomaly)");
    }

    @Test
    void shouldRefuseDamagedFiles() throws IOException {
        final int[][] values = new int[100][100];
        for (int i = 0; i < 10_000; i++) {
            values[i / 100][i % 100] = i * 7919 % 101 < 50 ? 1 : 0;
        }
        final byte[] whole = Files.readAllBytes(TestPictures.grey(folder.resolve("whole.png"), values));
        final Path cut = Files.write(folder.resolve("cut.png"), Arrays.copyOf(whole, whole.length / 2));
        assertFault(Fault.Kind.INPUT, () -> read(cut, Layout.FOLDERS, 100, 100), "cut.png cannot be read");
        final Path head = Files.write(folder.resolve("head.png"), Arrays.copyOf(whole, 20));
        assertFault(Fault.Kind.INPUT, () -> read(head, Layout.FOLDERS, 100, 100), "head.png cannot be read");
        final byte[] bent = whole.clone();
        for (int i = 60; i < 80; i++) {
            bent[i] ^= 0x5A;
        }
        final Path damaged = Files.write(folder.resolve("bent.png"), bent);
        assertFault(Fault.Kind.INPUT, () -> read(damaged, Layout.FOLDERS, 100, 100), "bent.png");
        final Path words = Files.writeString(folder.resolve("words.png"), "these are words");
        assertFault(Fault.Kind.INPUT, () -> read(words, Layout.FOLDERS, 1, 1), "not a PNG");
        final Path none = folder.resolve("none.png");
        assertFault(Fault.Kind.INPUT, () -> read(none, Layout.FOLDERS, 1, 1), "none.png cannot be read");
    }
}
