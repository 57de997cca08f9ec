package org.objectomaly.sample;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.ImageOutputStream;

/**
 * Renders ordinary streets to learn from, with the class of every pixel: other streets than the sample's, in other light,
 * and none of the things that the sample's truth marks.
 *
 * <pre>
 * FOLDER/train/NNNN.jpg   FOLDER/trainannot/NNNN.png   the numbers of CamVid's classes; 11, no class
 * FOLDER/val/NNNN.jpg     FOLDER/valannot/NNNN.png     every tenth
 * </pre>
 */
public final class MakeScenes {
    private static final int PER_STREET = 12;
    private static final int SAMPLES = 4;
    /** So long the drive goes along the street before houses end. */
    private static final double LONGEST = 13;

    private MakeScenes() {}

    /**
     * Renders.
     *
     * @param arguments the folder, how many, and perhaps width and height
     * @throws IOException if they cannot be written
     */
    public static void main(final String[] arguments) throws IOException {
        final Path folder = Path.of(arguments[0]);
        final int count = Integer.parseInt(arguments[1]);
        final int width = arguments.length > 3 ? Integer.parseInt(arguments[2]) / 2 * 2 : 640;
        final int height = arguments.length > 3 ? Integer.parseInt(arguments[3]) / 2 * 2 : 360;
        final Sensor sensor = new Sensor(width, height);
        Renderer renderer = null;
        for (int i = 0; i < count; i++) {
            if (i % PER_STREET == 0) {
                renderer = new Renderer(Street.another(1 + i / PER_STREET), width, height, SAMPLES, LONGEST);
            }
            final double seconds = LONGEST * Noise.hash(i, 601);
            final double exposure = 0.55 + 1.1 * Noise.hash(i, 602);
            final byte[] planes = sensor.develop(renderer.light(seconds), exposure, i);
            final String split = i % 10 == 9 ? "val" : "train";
            final String name = String.format("%04d", i);
            final Path picture = folder.resolve(split).resolve(name + ".jpg");
            final Path labels = folder.resolve(split + "annot").resolve(name + ".png");
            Files.createDirectories(picture.getParent());
            Files.createDirectories(labels.getParent());
            write(rgb(planes, width, height), 0.75f + 0.2f * (float) Noise.hash(i, 603), picture);
            ImageIO.write(grey(renderer.kinds(seconds), width, height), "png", labels.toFile());
            System.err.printf("\rscene %d of %d", i + 1, count);
        }
        System.err.println();
    }

    private static void write(final BufferedImage picture, final float quality, final Path file) throws IOException {
        final Iterator<ImageWriter> writers = ImageIO.getImageWritersByFormatName("jpeg");
        final ImageWriter writer = writers.next();
        final ImageWriteParam how = writer.getDefaultWriteParam();
        how.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
        how.setCompressionQuality(quality);
        Files.deleteIfExists(file);
        try (ImageOutputStream out = ImageIO.createImageOutputStream(file.toFile())) {
            writer.setOutput(out);
            writer.write(null, new IIOImage(picture, null, null), how);
        } finally {
            writer.dispose();
        }
    }

    /** From BT.709 in limited range. */
    private static BufferedImage rgb(final byte[] planes, final int width, final int height) {
        final BufferedImage picture = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        final int pixels = width * height;
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                final int c = y / 2 * (width / 2) + x / 2;
                final double luma = ((planes[y * width + x] & 0xFF) - 16) / 219.0;
                final double blue = ((planes[pixels + c] & 0xFF) - 128) / 224.0;
                final double red = ((planes[pixels + pixels / 4 + c] & 0xFF) - 128) / 224.0;
                final int r = level(luma + 1.5748 * red);
                final int g = level(luma - 0.1873 * blue - 0.4681 * red);
                final int b = level(luma + 1.8556 * blue);
                picture.setRGB(x, y, r << 16 | g << 8 | b);
            }
        }
        return picture;
    }

    private static int level(final double value) {
        return (int) Math.round(255 * Noise.clamp(value));
    }

    private static BufferedImage grey(final byte[] kinds, final int width, final int height) {
        final BufferedImage labels = new BufferedImage(width, height, BufferedImage.TYPE_BYTE_GRAY);
        labels.getRaster().setDataElements(0, 0, width, height, kinds);
        return labels;
    }
}
