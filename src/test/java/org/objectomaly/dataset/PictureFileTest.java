package org.objectomaly.dataset;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.objectomaly.dataset.TestPictures.assertFault;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import javax.imageio.ImageIO;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.opencv.global.opencv_core;
import org.bytedeco.opencv.global.opencv_imgcodecs;
import org.bytedeco.opencv.opencv_core.Mat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.objectomaly.Fault;
import org.objectomaly.Natives;
import org.objectomaly.image.Picture;

final class PictureFileTest {
    private static final int WIDTH = 67;
    private static final int HEIGHT = 43;

    @TempDir
    Path folder;

    /** Noise, so that half a file is half a picture. */
    private Path noise(final String name) throws IOException {
        Natives.loadAll();
        final Path file = folder.resolve(name);
        final byte[] pixels = new byte[3 * WIDTH * HEIGHT];
        new Random(7).nextBytes(pixels);
        try (BytePointer memory = new BytePointer(pixels);
                Mat image = new Mat(HEIGHT, WIDTH, opencv_core.CV_8UC3, memory)) {
            assertTrue(opencv_imgcodecs.imwrite(file.toString(), image));
        }
        return file;
    }

    private static byte[] pixels(final Path file, final int width, final int height) {
        try (Picture picture = PictureFile.read(file)) {
            assertEquals(width, picture.width());
            assertEquals(height, picture.height());
            final byte[] bytes = new byte[3 * width * height];
            picture.rgb().get(bytes);
            return bytes;
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"a.png", "a.bmp", "a.tiff"})
    void shouldReadEveryPixelInTheOrderRedGreenBlue(final String name) throws IOException {
        final Path file = noise(name);
        final BufferedImage java = ImageIO.read(file.toFile());
        final byte[] expected = new byte[3 * WIDTH * HEIGHT];
        for (int i = 0; i < WIDTH * HEIGHT; i++) {
            final int rgb = java.getRGB(i % WIDTH, i / WIDTH);
            expected[3 * i] = (byte) (rgb >> 16);
            expected[3 * i + 1] = (byte) (rgb >> 8);
            expected[3 * i + 2] = (byte) rgb;
        }
        assertArrayEquals(expected, pixels(file, WIDTH, HEIGHT));
    }

    @ParameterizedTest
    @ValueSource(strings = {"a.jpg", "a.webp", "a.png", "a.bmp", "a.tiff"})
    void shouldRefuseADamagedPicture(final String name) throws IOException {
        final byte[] whole = Files.readAllBytes(noise(name));
        pixels(folder.resolve(name), WIDTH, HEIGHT);
        for (final int length : new int[] {0, 10, whole.length / 2, whole.length - 20}) {
            final Path cut = Files.write(folder.resolve("cut-" + name), Arrays.copyOf(whole, length));
            assertFault(Fault.Kind.INPUT, () -> PictureFile.read(cut), "cut-" + name + " cannot be read");
        }
    }

    @Test
    void shouldRefuseWhatIsNoPictureAndWhatIsNotThere() throws IOException {
        final Path words = Files.writeString(folder.resolve("words.jpg"), "these are words");
        assertFault(Fault.Kind.INPUT, () -> PictureFile.read(words), "words.jpg", "not a picture");
        assertFault(Fault.Kind.INPUT, () -> PictureFile.read(folder.resolve("none.jpg")), "none.jpg");
    }

    @Test
    void shouldReadAJpegWithAPreviewInsideAndWordsBehind() throws IOException {
        final byte[] whole = Files.readAllBytes(noise("a.jpg"));
        final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        bytes.write(whole, 0, 2);
        // An application segment that holds another JPEG.
        bytes.write(new byte[] {(byte) 0xFF, (byte) 0xEF});
        bytes.write(whole.length + 2 >> 8);
        bytes.write(whole.length + 2);
        bytes.write(whole);
        bytes.write(whole, 2, whole.length - 2);
        final int end = bytes.size();
        bytes.write("words".getBytes(StandardCharsets.US_ASCII));
        final Path file = Files.write(folder.resolve("preview.jpg"), bytes.toByteArray());
        assertArrayEquals(pixels(folder.resolve("a.jpg"), WIDTH, HEIGHT), pixels(file, WIDTH, HEIGHT));
        Files.write(file, Arrays.copyOf(bytes.toByteArray(), end - 100));
        assertFault(Fault.Kind.INPUT, () -> PictureFile.read(file), "ends early");
    }

    @Test
    void shouldNotTurnAPictureThatItsCameraHeldUpright() throws IOException {
        final byte[] whole = Files.readAllBytes(noise("a.jpg"));
        final byte[] exif = {
            (byte) 0xFF,
            (byte) 0xE1,
            0,
            34,
            'E',
            'x',
            'i',
            'f',
            0,
            0,
            'M',
            'M',
            0,
            42,
            0,
            0,
            0,
            8, // one entry follows
            0,
            1,
            1,
            0x12,
            0,
            3,
            0,
            0,
            0,
            1,
            0,
            6,
            0,
            0,
            0,
            0,
            0,
            0
        };
        final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        bytes.write(whole, 0, 2);
        bytes.write(exif);
        bytes.write(whole, 2, whole.length - 2);
        final Path file = Files.write(folder.resolve("turned.jpg"), bytes.toByteArray());
        // Proof that the note is one that others follow.
        try (Mat turned = opencv_imgcodecs.imread(file.toString(), opencv_imgcodecs.IMREAD_COLOR)) {
            assertEquals(HEIGHT, turned.cols());
        }
        assertArrayEquals(pixels(folder.resolve("a.jpg"), WIDTH, HEIGHT), pixels(file, WIDTH, HEIGHT));
    }

    @Test
    void shouldConvertGreyAnd16BitsAndDropTransparency() throws IOException {
        final Path grey = TestPictures.grey(folder.resolve("grey.png"), new int[][] {{7, 200}});
        assertArrayEquals(new byte[] {7, 7, 7, (byte) 200, (byte) 200, (byte) 200}, pixels(grey, 2, 1));
        final Path wide = TestPictures.grey16(folder.resolve("wide.png"), new int[][] {{0x1234, 0xFFFF}});
        final byte[] expected = {0x12, 0x12, 0x12, -1, -1, -1};
        assertArrayEquals(expected, pixels(wide, 2, 1));
        final Path clear =
                TestPictures.colours(folder.resolve("clear.png"), true, new int[][] {{0x80102030, 0x00405060}});
        assertArrayEquals(new byte[] {0x10, 0x20, 0x30, 0x40, 0x50, 0x60}, pixels(clear, 2, 1));
    }
}
