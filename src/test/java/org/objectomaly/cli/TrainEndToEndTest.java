package org.objectomaly.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.objectomaly.cas.Backbones;
import org.objectomaly.cas.ScorerSettings;
import org.objectomaly.nn.AnalysisSize;
import org.objectomaly.objectness.NetworkEdges;

/** {@code objectomaly train} on a handful of drawn pictures, without teachers. */
class TrainEndToEndTest {
    private static final int WIDTH = 96;
    private static final int HEIGHT = 64;
    private static final int SKY = 0;
    private static final int ROAD = 3;
    private static final int CAR = 8;

    @TempDir
    Path folder;

    @BeforeEach
    void drawData() throws IOException {
        for (final String split : List.of("train", "val")) {
            for (int i = 0; i < 2; i++) {
                final int car = 10 + 30 * i;
                write(split + "/" + i + ".png", Color.LIGHT_GRAY, Color.DARK_GRAY, Color.BLUE, car, false);
                write(split + "annot/" + i + ".png", grey(SKY), grey(ROAD), grey(CAR), car, true);
                write(
                        "segmented/images/" + split + "/" + i + ".jpg",
                        Color.GREEN,
                        Color.GREEN,
                        Color.ORANGE,
                        car,
                        false);
                write("segmented/segments/" + split + "/" + i + "_1.png", grey(1), grey(1), grey(2), car, true);
            }
        }
    }

    private static Color grey(final int value) {
        return new Color(value, value, value);
    }

    private void write(
            final String name,
            final Color upper,
            final Color lower,
            final Color thing,
            final int x,
            final boolean labels)
            throws IOException {
        final String set = name.startsWith("segmented") ? name : "roads/" + name;
        final Path file = folder.resolve("data").resolve(set);
        Files.createDirectories(file.getParent());
        final BufferedImage image =
                new BufferedImage(WIDTH, HEIGHT, labels ? BufferedImage.TYPE_BYTE_GRAY : BufferedImage.TYPE_INT_RGB);
        if (labels) {
            for (int y = 0; y < HEIGHT; y++) {
                for (int column = 0; column < WIDTH; column++) {
                    final boolean inside = y >= 30 && y < 50 && column >= x && column < x + 24;
                    final Color colour = inside ? thing : y < HEIGHT / 2 ? upper : lower;
                    // The number itself, without the conversion that drawing does.
                    image.getRaster().setSample(column, y, 0, colour.getRed());
                }
            }
        } else {
            final Graphics2D graphics = image.createGraphics();
            graphics.setColor(upper);
            graphics.fillRect(0, 0, WIDTH, HEIGHT / 2);
            graphics.setColor(lower);
            graphics.fillRect(0, HEIGHT / 2, WIDTH, HEIGHT / 2);
            graphics.setColor(thing);
            graphics.fillRect(x, 30, 24, 20);
            graphics.dispose();
        }
        ImageIO.write(image, name.substring(name.lastIndexOf('.') + 1), file.toFile());
    }

    private Path recipe(final String network, final String... changes) throws IOException {
        String text = Files.readString(Path.of("models", network + ".yaml"))
                .replaceAll("steps: \\d+", "steps: 4")
                .replaceAll("validate: \\d+", "validate: 2")
                .replaceAll("batch: \\d+", "batch: 2")
                .replaceAll("height: \\d+", "height: 64")
                .replaceAll("width: \\d+", "width: 96");
        for (int i = 0; i < changes.length; i += 2) {
            assertTrue(text.contains(changes[i]), changes[i]);
            text = text.replace(changes[i], changes[i + 1]);
        }
        return Files.writeString(folder.resolve(network + ".yaml"), text);
    }

    @Test
    void shouldTrainTheScoringNetworkAndGoOnFromIt() throws IOException {
        final Path recipe = recipe(
                "road-cas",
                "labelled: camvid",
                "labelled: roads",
                "segments: bsds500",
                "segments: segmented",
                "teachers: [espnetv2-s2.0, fsfnet]",
                "teachers: []",
                "things: espnetv2-voc",
                "things:",
                "rendered: [scenes]",
                "rendered: [roads]");
        final Path run = folder.resolve("run");
        final Cli.Outcome outcome = train("cas", recipe, run);
        assertEquals(0, outcome.exitCode(), outcome.err());
        assertTrue(outcome.out().contains("step 4: loss "), outcome.out());
        final Path best = run.resolve("best.safetensors");
        assertTrue(outcome.out().contains("--cas " + best), outcome.out());
        Backbones.open(best.toString(), List.of(), ScorerSettings.of(null, AnalysisSize.parse("64p")))
                .close();
        assertTrue(Files.exists(run.resolve("figures.svg")));
        final Cli.Outcome further = train("cas", recipe, folder.resolve("further"), "--from", best, "--steps", 2);
        assertEquals(0, further.exitCode(), further.err());
    }

    @Test
    void shouldTrainTheBoundaryNetwork() throws IOException {
        final Path recipe = masksRecipe("teacher:");
        final Path run = folder.resolve("run");
        final Cli.Outcome outcome = train("masks", recipe, run);
        assertEquals(0, outcome.exitCode(), outcome.err());
        NetworkEdges.of(run.resolve("best.safetensors"), AnalysisSize.parse("64p"))
                .close();
    }

    @Test
    void shouldAskTheTeacherOfBoundariesOnceAboutEachPicture() throws IOException {
        final Path recipe = masksRecipe("teacher: road-masks");
        final Path run = folder.resolve("run");
        assertEquals(0, train("masks", recipe, run).exitCode());
        final Map<Path, FileTime> answers = answers(run);
        // Two pictures with segments, two with classes, and these two again at the rows of pictures without labels.
        assertEquals(6, answers.size());
        assertEquals(0, train("masks", recipe, run, "--steps", 6).exitCode());
        assertEquals(answers, answers(run));
    }

    private static Map<Path, FileTime> answers(final Path run) throws IOException {
        final Map<Path, FileTime> times = new TreeMap<>();
        try (Stream<Path> files = Files.list(run.resolve("teacher"))) {
            for (final Path file : files.toList()) {
                times.put(file, Files.getLastModifiedTime(file));
            }
        }
        return times;
    }

    private Path masksRecipe(final String teacher) throws IOException {
        return recipe(
                "road-masks",
                "segments: bsds500",
                "segments: segmented",
                "classes: camvid",
                "classes: roads",
                "unlabelled: [dashcam_images, dashcam_videos]",
                "unlabelled: [roads/train]",
                "teacher: pidinet",
                teacher);
    }

    @Test
    void shouldSayWhatIsMissing() throws IOException {
        final Path recipe =
                recipe("road-masks", "segments: bsds500", "segments: nowhere", "teacher: pidinet", "teacher:");
        final Cli.Outcome outcome = train("masks", recipe, folder.resolve("run"));
        assertEquals(3, outcome.exitCode(), outcome.err());
        assertTrue(outcome.err().contains("nowhere"), outcome.err());
        assertFalse(outcome.err().contains("\tat "), outcome.err());
        assertEquals(2, Cli.run("train", "sam", "--data", folder).exitCode());
        assertEquals(2, Cli.run("train", "cas").exitCode());
    }

    private Cli.Outcome train(final String network, final Path recipe, final Path run, final Object... more) {
        final Object[] arguments = {
            "train", network, "--data", folder.resolve("data"), "--recipe", recipe, "--run", run, "--threads", 1
        };
        final Object[] all = java.util.Arrays.copyOf(arguments, arguments.length + more.length);
        System.arraycopy(more, 0, all, arguments.length, more.length);
        return Cli.run(all);
    }
}
