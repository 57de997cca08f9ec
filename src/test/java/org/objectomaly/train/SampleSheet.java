package org.objectomaly.train;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.FloatBuffer;
import java.nio.file.Path;
import java.util.List;
import javax.imageio.ImageIO;

/**
 * Draws boundary samples on a sheet to be looked at, and says what one costs; a program for whoever changes how they are
 * made. In the lower row of each pair, boundaries are red by their share, and what has no weight is blue.
 */
final class SampleSheet {
    private static final int SIDE = 320;
    private static final int COLUMNS = 6;
    private static final ThreadMXBean CPU = ManagementFactory.getThreadMXBean();

    private SampleSheet() {}

    /**
     * Writes the sheet.
     *
     * @param arguments the folders of BSDS500 and CamVid, then the PNG to write
     * @throws IOException if it cannot be written
     */
    public static void main(final String[] arguments) throws IOException {
        final float[] rgb = new float[3 * SIDE * SIDE];
        final float[] boundary = new float[SIDE * SIDE];
        final float[] weight = new float[SIDE * SIDE];
        try (BoundarySource berkeley = BoundarySource.berkeley(Path.of(arguments[0]), "train");
                BoundarySource camVid = BoundarySource.camVid(Path.of(arguments[1]), "train");
                BoundarySamples samples = new BoundarySamples(
                        List.of(new BoundarySamples.Share(berkeley, 2), new BoundarySamples.Share(camVid, 1)),
                        SIDE,
                        SIDE,
                        1)) {
            final BufferedImage sheet = new BufferedImage(COLUMNS * SIDE, 6 * SIDE, BufferedImage.TYPE_INT_RGB);
            for (int i = 0; i < 3 * COLUMNS; i++) {
                samples.fill(i, FloatBuffer.wrap(rgb), FloatBuffer.wrap(boundary), FloatBuffer.wrap(weight));
                draw(sheet, i % COLUMNS * SIDE, i / COLUMNS * 2 * SIDE, rgb, boundary, weight);
            }
            ImageIO.write(sheet, "png", Path.of(arguments[2]).toFile());
            for (int round = 0; round < 4; round++) {
                final long start = CPU.getCurrentThreadCpuTime();
                for (int i = 0; i < 200; i++) {
                    samples.fill(i, FloatBuffer.wrap(rgb), FloatBuffer.wrap(boundary), FloatBuffer.wrap(weight));
                }
                System.out.printf("%.2f ms of one core a sample%n", (CPU.getCurrentThreadCpuTime() - start) / 200e6);
            }
        }
    }

    private static void draw(
            final BufferedImage sheet,
            final int left,
            final int top,
            final float[] rgb,
            final float[] boundary,
            final float[] weight) {
        final int pixels = SIDE * SIDE;
        for (int i = 0; i < pixels; i++) {
            final int red = Math.round(255 * rgb[i]);
            final int green = Math.round(255 * rgb[pixels + i]);
            final int blue = Math.round(255 * rgb[2 * pixels + i]);
            final int grey = (red + green + blue) / 6;
            final int x = left + i % SIDE;
            final int y = top + i / SIDE;
            sheet.setRGB(x, y, red << 16 | green << 8 | blue);
            final int share = Math.round(255 * boundary[i]);
            sheet.setRGB(
                    x,
                    y + SIDE,
                    Math.max(grey, share) << 16 | grey << 8 | (weight[i] == 0 ? Math.min(255, grey + 90) : grey));
        }
    }
}
