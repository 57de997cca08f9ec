package org.objectomaly.dataset;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.image.BufferedImage;
import java.awt.image.IndexColorModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.imageio.ImageIO;
import org.bytedeco.opencv.global.opencv_core;
import org.bytedeco.opencv.global.opencv_imgcodecs;
import org.bytedeco.opencv.opencv_core.Mat;
import org.bytedeco.opencv.opencv_core.Scalar;
import org.objectomaly.Fault;
import org.objectomaly.Natives;

/** Writes made-up pictures and label pictures of every form, and says how a fault should read. */
final class TestPictures {
    private TestPictures() {}

    /** A picture in one colour, in the format that the extension names; folders are made. */
    static Path picture(final Path file, final int width, final int height) throws IOException {
        Natives.loadAll();
        Files.createDirectories(file.getParent());
        try (Mat image = new Mat(height, width, opencv_core.CV_8UC3, new Scalar(30, 60, 200, 0))) {
            assertTrue(opencv_imgcodecs.imwrite(file.toString(), image), file.toString());
        }
        return file;
    }

    static Path picture(final Path file) throws IOException {
        return picture(file, 16, 8);
    }

    /** An 8-bit grey PNG, {@code values[y][x]}. */
    static Path grey(final Path file, final int[][] values) throws IOException {
        return write(file, new BufferedImage(values[0].length, values.length, BufferedImage.TYPE_BYTE_GRAY), values);
    }

    /** An 8-bit grey PNG of 16 x 8 with these values in its first pixels. */
    static Path grey(final Path file, final int... values) throws IOException {
        final int[][] rows = new int[8][16];
        System.arraycopy(values, 0, rows[0], 0, values.length);
        return grey(file, rows);
    }

    static Path grey16(final Path file, final int[][] values) throws IOException {
        return write(file, new BufferedImage(values[0].length, values.length, BufferedImage.TYPE_USHORT_GRAY), values);
    }

    /** A palette of 2 to 256 entries, as far from the indices as colours can be. */
    static Path palette(final Path file, final int bits, final int[][] indices) throws IOException {
        final int size = 1 << bits;
        final byte[] red = new byte[size];
        final byte[] green = new byte[size];
        final byte[] blue = new byte[size];
        for (int i = 0; i < size; i++) {
            red[i] = (byte) (255 - i);
            green[i] = (byte) (i * 37);
            blue[i] = (byte) (i * 91);
        }
        final int type = bits == 8 ? BufferedImage.TYPE_BYTE_INDEXED : BufferedImage.TYPE_BYTE_BINARY;
        final IndexColorModel colours = new IndexColorModel(bits, size, red, green, blue);
        return write(file, new BufferedImage(indices[0].length, indices.length, type, colours), indices);
    }

    /** 1 bit a pixel, grey. */
    static Path bits(final Path file, final int[][] values) throws IOException {
        return write(file, new BufferedImage(values[0].length, values.length, BufferedImage.TYPE_BYTE_BINARY), values);
    }

    private static Path write(final Path file, final BufferedImage image, final int[][] values) throws IOException {
        for (int y = 0; y < values.length; y++) {
            image.getRaster().setPixels(0, y, values[y].length, 1, values[y]);
        }
        Files.createDirectories(file.getParent());
        assertTrue(ImageIO.write(image, "png", file.toFile()), file.toString());
        return file;
    }

    /** A colour PNG, {@code 0xAARRGGBB}; without transparency unless asked for. */
    static Path colours(final Path file, final boolean alpha, final int[][] argb) throws IOException {
        final BufferedImage image = new BufferedImage(
                argb[0].length, argb.length, alpha ? BufferedImage.TYPE_INT_ARGB : BufferedImage.TYPE_INT_RGB);
        for (int y = 0; y < argb.length; y++) {
            image.setRGB(0, y, argb[y].length, 1, argb[y], 0, argb[y].length);
        }
        Files.createDirectories(file.getParent());
        assertTrue(ImageIO.write(image, "png", file.toFile()), file.toString());
        return file;
    }

    /** Expects a fault whose sentence has all these parts. */
    static void assertFault(final Fault.Kind kind, final Runnable action, final String... parts) {
        final Fault fault = assertThrows(Fault.class, action::run);
        assertEquals(kind, fault.kind());
        for (final String part : parts) {
            assertTrue(fault.getMessage().contains(part), "\"" + part + "\" in: " + fault.getMessage());
        }
        assertTrue(fault.getMessage().endsWith("."), fault.getMessage());
        assertEquals(1, fault.getMessage().lines().count(), fault.getMessage());
    }
}
