package org.objectomaly.train;

import java.awt.Color;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import javax.imageio.ImageIO;
import org.objectomaly.Natives;
import org.objectomaly.nn.Normalisation;

/** A program: draws what a network learns from, each sample above what it should say, and measures what one costs. */
final class SampleSheet {
    private static final int COLUMNS = 4;
    private static final int ROWS = 3;
    private static final ThreadMXBean CPU = ManagementFactory.getThreadMXBean();

    private SampleSheet() {}

    /**
     * Draws.
     *
     * @param arguments {@code cas} or {@code masks}, the recipe, the folder of the data, that of the checkpoints, and
     *     the PNG to write
     * @throws IOException if it cannot be written
     */
    public static void main(final String[] arguments) throws IOException {
        Natives.torchThreads(1);
        final Path recipe = Path.of(arguments[1]);
        final Path data = Path.of(arguments[2]);
        final Path models = Path.of(arguments[3]);
        final Task task = arguments[0].equals("cas")
                ? new CasTask(
                        Recipes.read(recipe, CasRecipe.class),
                        1,
                        data,
                        List.of(models),
                        new Answers(Files.createTempDirectory("t"), () -> false))
                : new MasksTask(
                        Recipes.read(recipe, MasksRecipe.class),
                        1,
                        data,
                        List.of(models),
                        new Answers(Files.createTempDirectory("t"), () -> false));
        final SampleForm form = task.form();
        final BufferedImage sheet =
                new BufferedImage(COLUMNS * form.width(), 2 * ROWS * form.height(), BufferedImage.TYPE_INT_RGB);
        for (int i = 0; i < COLUMNS * ROWS; i++) {
            draw(sheet, i % COLUMNS * form.width(), i / COLUMNS * 2 * form.height(), task.sample(i), form);
        }
        ImageIO.write(sheet, "png", Path.of(arguments[4]).toFile());
        for (int round = 0; round < 4; round++) {
            final long start = CPU.getCurrentThreadCpuTime();
            for (int i = 0; i < 100; i++) {
                task.sample(i);
            }
            System.out.printf("%.2f ms of one core a sample%n", (CPU.getCurrentThreadCpuTime() - start) / 100e6);
        }
    }

    private static void draw(
            final BufferedImage sheet, final int left, final int top, final Sample sample, final SampleForm form) {
        for (int y = 0; y < form.height(); y++) {
            for (int x = 0; x < form.width(); x++) {
                final int from = 3 * (y * form.width() + x);
                int rgb = 0;
                for (int c = 0; c < 3; c++) {
                    final double value =
                            sample.picture()[from + c] * Normalisation.IMAGENET.deviation()[c]
                                    + Normalisation.IMAGENET.mean()[c];
                    rgb = rgb << 8 | (int) Math.round(255 * value);
                }
                sheet.setRGB(left + x, top + y, rgb);
                sheet.setRGB(left + x, top + form.height() + y, answer(sample, form, x, y));
            }
        }
    }

    /** Each channel has a hue, the last is white; dark where little is known. */
    private static int answer(final Sample sample, final SampleForm form, final int x, final int y) {
        final int at = y / form.stride() * (form.width() / form.stride()) + x / form.stride();
        final float light = 0.25f + 0.75f * Math.min(1, sample.weight()[at]);
        final int channels = form.channels();
        int largest = 0;
        for (int c = 1; c < channels; c++) {
            if (sample.target()[at * channels + c] > sample.target()[at * channels + largest]) {
                largest = c;
            }
        }
        if (channels == 1) {
            return Color.HSBtoRGB(0.1f, sample.target()[at], light * (0.4f + 0.6f * sample.target()[at]));
        }
        return Color.HSBtoRGB((float) largest / channels, largest == channels - 1 ? 0 : 0.7f, light);
    }
}
